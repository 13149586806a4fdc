"""A survey is put together without code: order, conditions, copies and versions; and who may do that."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections
from django.urls import reverse

from accounts.models import AuditEntry
from surveys import actions
from surveys.actions import making
from surveys.models import Choice, Question, Section, Survey
from surveys.outline import Outline
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory, in_state
from upr_portal.states import WrongState

EARLIER = {"question": "A", "equals": "yes"}


@pytest.fixture
def survey(db) -> Survey:
    """A and B in a first section, C (asked if A is yes) and D in a second, nothing in a third."""
    survey = SurveyFactory(slug="made")
    first, second, _third = (SectionFactory(survey=survey, title=f"Part {n}") for n in range(3))
    QuestionFactory(section=first, code="A", kind="yes_no")
    QuestionFactory(section=first, code="B", kind="single", codes=["a", "b"])
    QuestionFactory(section=second, code="C", shown_if=EARLIER)
    QuestionFactory(section=second, code="D")
    return survey


def order(survey: Survey) -> list[list[str]]:
    return [[question.code for question in section.questions.all()] for section in Outline(survey).sections]


def seen(survey: Survey) -> str:
    return Outline(survey).order


def question(survey: Survey, code: str) -> Question:
    return survey.questions.select_related("section").get(code=code)


def address(name: str, survey: Survey, *more) -> str:
    return reverse(f"surveys:{name}", args=[survey.slug, *more])


def press(client, survey: Survey, **button):
    return client.post(address("move", survey), {"seen": seen(survey), **button})


def test_questions_and_sections_are_moved_by_buttons(client_of, moderator, survey):
    client = client_of(moderator)

    answer = press(client, survey, down=f"question-{question(survey, 'A').pk}")
    assert order(survey) == [["B", "A"], ["C", "D"], []]
    assert answer.url.endswith(f"making/#question-{question(survey, 'A').pk}")
    press(client, survey, up=f"section-{survey.sections.last().pk}")
    assert order(survey) == [["B", "A"], [], ["C", "D"]]
    into = question(survey, "D").pk
    press(client, survey, into=into, **{f"to-{into}": survey.sections.first().pk})

    assert order(survey) == [["B", "A", "D"], [], ["C"]]
    assert list(survey.sections.values_list("position", flat=True)) == [1, 2, 3]
    entries = AuditEntry.objects.filter(verb="moved", thing_key=str(survey.pk)).order_by("number")
    assert [entry.facts.get("code") for entry in entries] == ["A", None, "D"]


@pytest.mark.parametrize("edge", [("up", "A"), ("down", "B")])
def test_at_the_edge_nothing_moves(client_of, moderator, survey, edge):
    button, code = edge

    press(client_of(moderator), survey, **{button: f"question-{question(survey, code).pk}"})

    assert order(survey) == [["A", "B"], ["C", "D"], []]


def test_a_move_after_which_a_condition_would_point_forward_is_refused_with_a_sentence(
    client_of, moderator, survey
):
    into = question(survey, "A").pk
    moves = [
        {"down": f"section-{survey.sections.first().pk}"},
        {"into": into, f"to-{into}": survey.sections.all()[1].pk},
    ]

    answers = [press(client_of(moderator), survey, **move) for move in moves]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Question C depends on A" in answer.text for answer in answers)
    assert order(survey) == [["A", "B"], ["C", "D"], []]


def test_without_the_guard_the_condition_points_forward(moderator, survey, monkeypatch):
    monkeypatch.setattr(making, "forward_conditions", lambda outline: set())

    actions.move_section(survey, survey.sections.first(), step=1, seen=seen(survey), by=moderator)

    assert order(survey) == [["C", "D"], ["A", "B"], []]


def test_a_condition_that_pointed_forward_before_does_not_stop_its_own_repair(moderator, survey):
    Question.objects.filter(code="B").update(shown_if={"question": "D", "answered": True})

    actions.move_into(survey, question(survey, "B"), survey.sections.last(), seen=seen(survey), by=moderator)

    assert order(survey) == [["A"], ["C", "D"], ["B"]]


def test_who_looked_at_another_order_is_told_and_moves_nothing(client_of, moderator, survey):
    old = seen(survey)
    press(client_of(moderator), survey, down=f"question-{question(survey, 'A').pk}")

    answer = client_of(moderator).post(
        address("move", survey), {"seen": old, "down": f"question-{question(survey, 'A').pk}"}
    )

    assert answer.status_code == 409
    assert "Somebody else changed the order." in answer.text
    assert order(survey)[0] == ["B", "A"]


def test_what_is_no_longer_there_cannot_be_moved(client_of, moderator, survey):
    assert press(client_of(moderator), survey, up="question-0").status_code == 422
    assert press(client_of(moderator), survey).status_code == 422
    assert press(client_of(moderator), survey, into=question(survey, "A").pk).status_code == 422


def at_once(*steps) -> list[Exception | None]:
    """All steps in threads of their own, begun at the same moment: what each raised."""
    barrier = Barrier(len(steps))

    def take(step):
        barrier.wait()
        try:
            step()
        except (WrongState, IntegrityError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_made_and_the_order_stays_whole(moderator, survey):
    was, row = seen(survey), question(survey, "A")
    others = [
        lambda: actions.move_question(survey, row, step=1, seen=was, by=moderator),
        lambda: actions.move_section(survey, survey.sections.last(), step=-1, seen=was, by=moderator),
    ]

    raised = at_once(*others)

    assert [type(error) for error in raised].count(WrongState) == 1
    assert order(survey) in ([["B", "A"], ["C", "D"], []], [["A", "B"], [], ["C", "D"]])
    assert AuditEntry.objects.filter(verb="moved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_compare_and_set_both_moves_are_made(moderator, survey, monkeypatch):
    monkeypatch.setattr(making, "seen_outline", lambda survey, seen: Outline(survey))

    raised = at_once(
        lambda: actions.move_question(survey, question(survey, "A"), step=1, seen="", by=moderator),
        lambda: actions.move_section(survey, survey.sections.last(), step=-1, seen="", by=moderator),
    )

    assert raised == [None, None]


@pytest.mark.django_db(transaction=True)
def test_opening_and_moving_at_once_never_change_what_is_open(moderator, survey):
    survey.sections.last().delete()
    was = seen(survey)

    raised = at_once(
        lambda: actions.open_survey(Survey.objects.get(pk=survey.pk), by=moderator),
        lambda: actions.move_question(survey, question(survey, "A"), step=1, seen=was, by=moderator),
    )

    entries = AuditEntry.objects.filter(thing_kind="surveys.survey").order_by("number")
    verbs = list(entries.values_list("verb", flat=True))
    assert verbs in (["opened"], ["moved", "opened"])
    assert (type(raised[1]) is WrongState) == (verbs == ["opened"])


def test_a_question_is_deleted_after_a_second_look(client_of, moderator, survey):
    client = client_of(moderator)
    page = client.get(address("delete_question", survey, "B"))
    assert "These questions go" in page.text and Question.objects.filter(code="B").exists()

    client.post(address("delete_question", survey, "B"), {"seen": seen(survey)})

    assert order(survey) == [["A"], ["C", "D"], []]
    assert not Choice.objects.exists()
    assert AuditEntry.objects.get(verb="deleted").facts == {"kind": "question", "code": "B"}


def test_what_another_question_depends_on_is_not_deleted(client_of, moderator, survey):
    first = survey.sections.first()
    pages = [
        client_of(moderator).post(address("delete_question", survey, "A"), {"seen": seen(survey)}),
        client_of(moderator).post(address("delete_section", survey, first.pk), {"seen": seen(survey)}),
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("Question C depends on it." in page.text for page in pages)
    assert order(survey) == [["A", "B"], ["C", "D"], []]


def test_a_section_goes_with_its_questions_and_the_others_move_up(client_of, moderator, survey):
    second = survey.sections.all()[1]

    client_of(moderator).post(address("delete_section", survey, second.pk), {"seen": seen(survey)})

    assert order(survey) == [["A", "B"], []]
    assert list(survey.sections.values_list("position", flat=True)) == [1, 2]


def test_a_section_that_got_a_question_meanwhile_is_not_deleted(client_of, moderator, survey):
    old, third = seen(survey), survey.sections.last()
    QuestionFactory(section=third, code="E")

    answer = client_of(moderator).post(address("delete_section", survey, third.pk), {"seen": old})

    assert answer.status_code == 409
    assert order(survey)[2] == ["E"]


def send_condition(client, survey: Survey, code: str, **lines):
    was = actions.condition_print(question(survey, code).shown_if)
    return client.post(address("condition", survey, code), {"seen": was, "joint": "all", **lines})


def test_a_condition_is_put_together_without_json(client_of, moderator, survey):
    lines = {
        "question_1": "A",
        "test_1": "equals",
        "choice_1": "A/no",
        "question_2": "B",
        "test_2": "unanswered",
    }

    answer = send_condition(client_of(moderator), survey, "D", **lines, joint="any")

    assert answer.status_code == 302
    assert question(survey, "D").shown_if == {
        "any": [{"question": "A", "equals": "no"}, {"question": "B", "answered": False}]
    }
    assert "at least one of these is true" in client_of(moderator).get(address("making", survey)).text


def test_one_line_is_no_list_and_lines_can_be_removed(client_of, moderator, survey):
    lines = {"question_1": "A", "test_1": "equals", "choice_1": "A/no", "question_2": "B", "remove_2": "on"}

    send_condition(client_of(moderator), survey, "D", **lines)

    assert question(survey, "D").shown_if == {"question": "A", "equals": "no"}


def test_a_question_is_always_asked_again(client_of, moderator, survey):
    send_condition(client_of(moderator), survey, "C", always="1")

    assert question(survey, "C").shown_if is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({}, "Fill in a line"),
        ({"question_1": "A"}, "Choose an answer to A."),
        ({"question_1": "A", "choice_1": "B/a"}, "This is no answer to A."),
        ({"choice_1": "B/a"}, "Choose the question that this is an answer to."),
        ({"question_1": "D", "test_1": "answered"}, "Select a valid choice"),
    ],
)
def test_a_line_that_makes_no_sense_is_said(client_of, moderator, survey, lines, sentence):
    answer = send_condition(client_of(moderator), survey, "D", **lines)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert question(survey, "D").shown_if is None


def test_a_question_in_words_can_only_be_answered_or_not(client_of, moderator, survey):
    QuestionFactory(section=survey.sections.last(), code="E")

    answer = send_condition(client_of(moderator), survey, "E", question_1="D", test_1="equals")

    assert answer.status_code == 422
    assert "D is answered in words." in answer.text


def test_a_deep_tree_is_shown_in_words_and_can_be_replaced(client_of, moderator, survey):
    deep = {"any": [EARLIER, {"all": [{"question": "B", "answered": True}, {"not": EARLIER}]}]}
    Question.objects.filter(code="D").update(shown_if=deep)

    page = client_of(moderator).get(address("condition", survey, "D")).text
    assert "(all of these are true: B was answered; the answer to A is not “Yes”)" in page
    assert "takes its place" in page
    send_condition(client_of(moderator), survey, "D", question_1="B", test_1="answered")

    assert question(survey, "D").shown_if == {"question": "B", "answered": True}


def test_a_condition_that_somebody_else_changed_stays_theirs(client_of, moderator, survey):
    old = actions.condition_print(None)
    actions.set_condition(survey, question(survey, "D"), EARLIER, was=old, by=moderator)

    answer = client_of(moderator).post(
        address("condition", survey, "D"), {"seen": old, "joint": "all", "always": "1"}
    )

    assert answer.status_code == 409
    assert question(survey, "D").shown_if == EARLIER


@pytest.mark.parametrize("condition", [{"question": "D", "answered": True}, {"question": "D"}, "D"])
def test_the_action_itself_refuses_what_is_no_condition_on_an_earlier_answer(moderator, survey, condition):
    none = actions.condition_print(None)

    with pytest.raises(ValidationError):
        actions.set_condition(survey, question(survey, "D"), condition, was=none, by=moderator)


def texts(survey: Survey) -> list[dict]:
    """All that a survey consists of, without keys: {field: value} of each row in its order."""
    rows = [survey]
    for section in Outline(survey).sections:
        rows.append(section)
        for one in section.questions.all():
            rows += [one, *one.choices.all()]
    return [
        {
            field.name: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not (field.primary_key or field.is_relation) and field.name not in KEPT_APART
        }
        for row in rows
    ]


KEPT_APART = {"slug", "state", "version", "is_generated", "edition"}


def test_a_copy_has_all_that_is_asked_in_all_languages_and_no_answers(client_of, moderator, survey):
    Question.objects.filter(code="B").update(text_fr="Que dites-vous ?", text_ar="ماذا تقول؟", most=3)
    Survey.objects.filter(pk=survey.pk).update(state="open", is_generated=True)
    actions.receive_answers(survey, values={"D": {"text": "Said"}}, language="en")

    typed = {"slug": "another", "title_en": survey.title_en}
    answer = client_of(moderator).post(address("copy", survey), typed)

    copy = Survey.objects.get(slug="another")
    assert answer.url == address("making", copy)
    assert texts(copy) == texts(Survey.objects.get(pk=survey.pk))
    assert (copy.state, copy.version, copy.previous_version, copy.is_generated) == ("draft", 1, None, False)
    assert copy.responses.count() == copy.weekly_counts.count() == 0
    assert {q.survey_id for s in copy.sections.all() for q in s.questions.all()} == {copy.pk}


def test_a_name_that_is_taken_is_said(client_of, moderator, survey):
    answer = client_of(moderator).post(address("copy", survey), {"slug": "made", "title_en": "Another"})

    assert answer.status_code == 422
    assert "There is a survey with this name already." in answer.text
    assert Survey.objects.count() == 1


def test_a_new_version_follows_the_one_before(client_of, moderator, survey):
    Survey.objects.filter(pk=survey.pk).update(**in_state("closed"))
    client = client_of(moderator)

    client.post(address("new_version", survey))
    second = Survey.objects.get(slug="made-v2")
    assert (second.version, second.previous_version_id, second.state) == (2, survey.pk, "draft")
    assert client.post(address("new_version", survey)).status_code == 409, "it has one already"
    assert client.post(address("new_version", second)).status_code == 409, "it is a draft"
    Survey.objects.filter(pk=second.pk).update(state="open")
    client.post(address("new_version", second))

    assert Survey.objects.get(version=3).slug == "made-v3"
    shown = client.get(address("making", second)).text
    assert address("making", survey) in shown and "/made-v3/making/" in shown


def test_the_database_knows_one_next_version(survey):
    SurveyFactory(previous_version=survey, version=2)

    with pytest.raises(IntegrityError, match="one_next_version"):
        SurveyFactory(previous_version=survey, version=2)


def test_the_workbench_says_who_changed_what_kind_of_thing(client_of, moderator, survey):
    client = client_of(moderator)
    row = question(survey, "A")
    at_the_desk = reverse("admin:surveys_question_change", args=[row.pk]) + "?making=1"
    sent = {
        "section": row.section_id,
        "position": 1,
        "code": "A",
        "kind": "yes_no",
        "text_en": "Do you?",
        "sensitivity": "normal",
        "choices-TOTAL_FORMS": 0,
        "choices-INITIAL_FORMS": 0,
    }

    answer = client.post(at_the_desk, sent)

    assert answer.url == address("making", survey), "the way back"
    row.refresh_from_db()
    assert row.text_en == "Do you?" and row.shown_if is None
    entry = AuditEntry.objects.get(verb="changed")
    assert (entry.thing_kind, entry.thing_key) == ("surveys.survey", str(survey.pk))
    assert entry.facts == {"kind": "question", "code": "A"}
    page = client.get(address("making", survey)).text
    assert "Changed</td><td>Question A" in page and str(moderator) in page
    assert client.post(at_the_desk, {**sent, "_continue": "1"}).url.endswith("making=1")


@pytest.mark.parametrize("kind", ["survey", "section", "question", "choice"])
def test_each_text_is_edited_at_the_desk_in_six_languages(client_of, moderator, survey, kind):
    rows = {"survey": survey, "section": survey.sections.first(), "question": question(survey, "B")}
    row = rows.get(kind) or Choice.objects.first()

    page = client_of(moderator).get(reverse(f"admin:surveys_{kind}_change", args=[row.pk])).text

    field = {"survey": "title", "section": "title", "question": "text", "choice": "label"}[kind]
    assert all(f'name="{field}_{language}"' in page for language in ("en", "fr", "es", "ar", "ru", "zh_hans"))
    assert "shown_if" not in page
    if kind == "question":
        assert 'name="choices-0-label_ar"' in page and "Always asked." in page


def test_choices_change_places_in_one_go(client_of, moderator, survey):
    row = question(survey, "B")
    one, two = row.choices.all()
    sent = {"section": row.section_id, "position": 2, "code": "B", "kind": "single", "text_en": "B?"}
    sent |= {"sensitivity": "normal", "choices-TOTAL_FORMS": 2, "choices-INITIAL_FORMS": 2}
    for number, (choice, place) in enumerate([(one, 2), (two, 1)]):
        sent |= {
            f"choices-{number}-id": choice.pk,
            f"choices-{number}-question": row.pk,
            f"choices-{number}-position": place,
            f"choices-{number}-code": choice.code,
            f"choices-{number}-label_en": choice.label,
        }

    answer = client_of(moderator).post(reverse("admin:surveys_question_change", args=[row.pk]), sent)

    assert answer.status_code == 302
    assert list(row.choices.values_list("code", flat=True)) == ["b", "a"]


@pytest.mark.parametrize("state", ["open", "closed"])
def test_once_opened_the_workbench_is_read_and_changes_nothing(client_of, moderator, survey, state):
    Survey.objects.filter(pk=survey.pk).update(**in_state(state))
    client, before = client_of(moderator), order(survey)

    page = client.get(address("making", survey))
    steps = [
        press(client, survey, down=f"question-{question(survey, 'A').pk}"),
        client.post(address("delete_question", survey, "D"), {"seen": seen(survey)}),
        send_condition(client, survey, "D", always="1"),
        client.post(address("open", survey)),
    ]

    assert page.status_code == 200 and 'form="moves"' not in page.text
    assert {step.status_code for step in steps} == {409}
    assert order(survey) == before


def test_the_actions_themselves_refuse_what_is_no_draft(moderator, survey):
    Survey.objects.filter(pk=survey.pk).update(state="open")

    with pytest.raises(WrongState):
        actions.move_section(survey, survey.sections.first(), step=1, seen=seen(survey), by=moderator)


def test_the_workbench_asks_a_fixed_number_of_queries(client_of, moderator, survey):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(moderator)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("making", survey))
        counts.append(len(queries))
        section = SectionFactory(survey=survey)
        QuestionFactory(section=section, code=f"N{number}", kind="single", codes=["a"], shown_if=EARLIER)

    assert len(set(counts)) == 1, counts


def test_the_check_page_is_red_or_green_and_opening_needs_a_second_look(client_of, moderator, survey):
    client = client_of(moderator)
    red = client.get(address("publication", survey)).text
    assert "✗" in red and "Section 3 has no question." in red and address("open", survey) not in red
    assert client.get(address("open", survey)).status_code == 422
    Section.objects.filter(survey=survey, position=3).delete()

    green = client.get(address("publication", survey)).text
    assert "✗" not in green and address("open", survey) in green
    page = client.get(address("open", survey))
    promise = page.context["form"]["seen"].value()
    assert "English" in page.text
    assert client.post(address("open", survey), {"seen": "other dates"}).status_code == 409
    client.post(address("open", survey), {"seen": promise})

    survey.refresh_from_db()
    assert survey.state == Survey.State.OPEN


def test_the_start_page_and_the_list_lead_moderators_to_the_workbench(client, client_of, moderator, survey):
    Survey.objects.filter(pk=survey.pk).update(state="draft")
    for path in (reverse("surveys:start", args=[survey.slug]), reverse("surveys:index")):
        assert address("making", survey) in client_of(moderator).get(path).text
        assert address("making", survey) not in client.get(path).text


def test_a_copy_is_proposed_a_title_of_its_own_in_each_language(client_of, moderator, survey):
    Survey.objects.filter(pk=survey.pk).update(title_en="Water", title_fr="L’eau", title_ar="الماء")
    client, page = client_of(moderator), address("copy", survey)
    proposed = {name: field.initial for name, field in client.get(page).context["form"].fields.items()}
    assert proposed["title_fr"] == "L’eau (copie)" and proposed["title_ar"] == "الماء (نسخة)"
    assert "title_es" not in proposed

    client.post(page, proposed | {"slug": "another", "title_en": "Water\r\n again"})

    copy = Survey.objects.get(slug="another")
    assert (copy.title_en, copy.title_fr, copy.title_es) == ("Water again", "L’eau (copie)", None)


def test_a_copy_without_a_title_is_refused_and_a_long_one_is_cut(client_of, moderator, survey):
    Survey.objects.filter(pk=survey.pk).update(title_en="W" * 200)
    client, page = client_of(moderator), address("copy", survey)

    answer = client.post(page, {"slug": "another", "title_en": ""})

    assert answer.status_code == 422 and "Give the copy a title in this language, too." in answer.text
    assert answer.context["form"].fields["title_en"].initial == "W" * 193 + " (copy)"
