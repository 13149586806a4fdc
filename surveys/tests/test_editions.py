"""What is asked is kept by each process, and is never older than what stands in the database."""

import gc
from collections.abc import Callable
from types import FunctionType, ModuleType

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from reference.models import RegionalGroup, State
from reference.tests.factories import RegionalGroupFactory, StateFactory
from surveys.actions import open_survey
from surveys.forms import SectionForm, blanks
from surveys.models import Choice, Question, Section, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory, small_survey

CANARY = "the officer of the northern district"


@pytest.fixture
def asked(db) -> Survey:
    """A section with a question of every kind that shows what is asked, and a second section."""
    StateFactory(iso3="KEN", name="Kenya", regional_group=RegionalGroupFactory())
    survey = SurveyFactory(open=True, languages=["en", "fr"])
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, code="A", kind="single", codes=["a", "b"], text="Which one?")
    QuestionFactory(section=section, code="S", kind="states")
    QuestionFactory(section=SectionFactory(survey=survey), code="B")
    return survey


def page(survey: Survey, where="1/", language="en") -> str:
    return f"/{language}/surveys/{survey.slug}/{where}"


def rename_state(survey: Survey) -> None:
    State.objects.filter(iso3="KEN").update(name_en="Another word")


def save_question(survey: Survey) -> None:
    question = survey.questions.get(code="A")
    question.help_en = "Another word"
    question.save()


def update_many(survey: Survey) -> None:
    rows = list(survey.questions.all())
    for row in rows:
        row.text_en = "Another word"
    Question.objects.bulk_update(rows, ["text_en"])


def in_plain_sql(survey: Survey) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_choice SET label_en = 'Another word' WHERE code = 'a'")


def with_an_old_row(survey: Survey) -> None:
    """Who saves what they fetched long ago writes the old edition, too."""
    old = Survey.objects.get(pk=survey.pk)
    Section.objects.filter(survey=survey).update(title_en="Another word")
    old.save()


CHANGES: list[Callable] = [
    lambda survey: Survey.objects.filter(pk=survey.pk).update(title_en="Another word"),
    lambda survey: survey.sections.filter(position=1).update(introduction_en="Another word"),
    save_question,
    update_many,
    in_plain_sql,
    with_an_old_row,
    lambda survey: Choice.objects.create(
        question=survey.questions.get(code="A"), position=3, code="c", label="Another word"
    ),
    lambda survey: QuestionFactory(section=survey.sections.first(), text="Another word"),
    rename_state,
    lambda survey: RegionalGroup.objects.update(name_en="Another word"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_on_the_next_page_whichever_way_it_was_made(client, asked, change):
    assert "Another word" not in client.get(page(asked)).text

    change(asked)

    assert "Another word" in client.get(page(asked)).text


@pytest.mark.parametrize(
    ("delete", "gone"),
    [
        (lambda survey: Choice.objects.get(code="b").delete(), "Label b"),
        (lambda survey: survey.questions.get(code="A").delete(), "Which one?"),
        (lambda survey: survey.sections.get(position=2).delete(), "Section 1 of 2"),
    ],
)
def test_what_was_deleted_is_not_asked_any_more(client, asked, delete, gone):
    assert gone in client.get(page(asked)).text

    delete(asked)

    assert gone not in client.get(page(asked)).text


def test_a_question_that_goes_to_another_survey_leaves_the_one_and_is_in_the_other(client, asked):
    other = SectionFactory(survey=SurveyFactory(open=True))
    QuestionFactory(section=other)
    assert "Which one?" in client.get(page(asked)).text
    assert "Which one?" not in client.get(page(other.survey)).text

    Question.objects.filter(code="A").update(section=other, survey=other.survey, position=9)

    assert "Which one?" not in client.get(page(asked)).text
    assert "Which one?" in client.get(page(other.survey)).text


def test_without_the_trigger_the_page_would_be_an_old_one(client, asked):
    client.get(page(asked))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE surveys_choice DISABLE TRIGGER USER")

    in_plain_sql(asked)

    assert "Another word" not in client.get(page(asked)).text


def test_a_change_that_was_rolled_back_is_on_no_later_page(client, asked):
    client.get(page(asked))
    with transaction.atomic():
        save_question(asked)
        assert "Another word" in client.get(page(asked)).text
        transaction.set_rollback(True)

    assert "Another word" not in client.get(page(asked)).text


def test_a_survey_that_is_a_draft_again_or_closed_is_kept_as_neither(client, asked):
    client.get(page(asked))
    Survey.objects.filter(pk=asked.pk).update(state="draft")

    assert client.get(page(asked)).status_code == 404


def test_each_language_has_its_own_words(client, asked):
    asked.questions.filter(code="A").update(text_fr="Lequel ?")

    for language, words in [("en", "Which one?"), ("fr", "Lequel ?")] * 2:
        assert words in client.get(page(asked, language=language)).text


def test_what_moderators_change_is_on_the_next_page_of_the_trial(client_of, moderator, asked):
    Survey.objects.filter(pk=asked.pk).update(state="draft")
    client, row = client_of(moderator), asked.questions.get(code="A")
    trial = page(asked, "preview/en/1/")
    texts = {f"question-{row.pk}-text": "Lequel donc ?"}
    assert client.get(trial).text.index("Which one?") < client.get(trial).text.index("Kenya")

    client.post(
        reverse("admin:surveys_question_change", args=[row.pk]),
        {
            "section": row.section_id,
            "position": 1,
            "code": "A",
            "kind": "single",
            "text_en": "Which one, then?",
            "sensitivity": "normal",
            "choices-TOTAL_FORMS": 0,
            "choices-INITIAL_FORMS": 0,
        },
    )
    assert "Which one, then?" in client.get(trial).text

    form = client.get(reverse("surveys:translation", args=[asked.slug, "fr"])).context["form"]
    sent = {field.name: field.value() or "" for field in form} | texts
    client.post(reverse("surveys:translation", args=[asked.slug, "fr"]), sent)
    assert "Lequel donc ?" in client.get(page(asked, "preview/fr/1/", "fr")).text

    workbench = client.get(reverse("surveys:making", args=[asked.slug]))
    move = {"seen": workbench.context["outline"].order, "down": f"question-{row.pk}"}
    client.post(reverse("surveys:move", args=[asked.slug]), move)
    assert client.get(trial).text.index("Which one, then?") > client.get(trial).text.index("Kenya")


# What it saves ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_for_the_edition_and_the_draft_however_much_is_asked(
    client, db, rows, django_assert_num_queries
):
    survey = SurveyFactory(open=True)
    for _ in range(rows):
        section = SectionFactory(survey=survey)
        for _number in range(rows):
            QuestionFactory(section=section, kind="multiple", codes=["a", "b", "c"][:rows])
        QuestionFactory(section=section, kind="states")
    first = survey.questions.first().code
    client.get(page(survey))

    with django_assert_num_queries(1):
        client.get(page(survey))
    client.post(page(survey), {first: ["a"]})
    with django_assert_num_queries(2):
        client.get(page(survey))
    with django_assert_num_queries(3):
        assert client.post(page(survey), {first: ["a"]}).status_code == 302


def test_no_more_surveys_are_kept_than_are_said(client, db, monkeypatch):
    monkeypatch.setattr(blanks.blanks, "most", 2)
    monkeypatch.setattr(blanks.surveys, "most", 2)
    for _ in range(3):
        client.get(page(QuestionFactory(section__survey=SurveyFactory(open=True)).survey))

    assert len(blanks.blanks) == len(blanks.surveys) == 2


def reached_from(*things) -> set[str]:
    """All texts that somebody finds who follows every reference, but not into code."""
    seen, texts, waiting = set(), set(), list(things)
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, (type, ModuleType, FunctionType)):
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            texts.add(str(thing))
        waiting += gc.get_referents(thing)
    return texts


def test_nothing_that_anybody_typed_is_kept_by_the_process(client, private_key):
    survey = small_survey()
    for position, sent in enumerate(({"A": "yes"}, {"B": CANARY, "C": ["a"]}, {"D": CANARY}), 1):
        client.post(page(survey, f"{position}/"), sent)
        assert client.get(page(survey, f"{position}/")).status_code == 200
    client.post(page(survey, "2/"), {"B": f"{CANARY} " * 300})
    assert CANARY in client.get(page(survey, "check/")).text

    kept = reached_from(blanks.blanks, blanks.surveys)
    assert "What do you say?" in kept, "the control: the questions are found there"
    assert not any(CANARY in text for text in kept)
    blank = blanks.blanks[survey.pk]
    blank.asked()(blank.sections[1][1][0]).fields["B"].initial = CANARY
    assert any(CANARY in text for text in reached_from(blanks.blanks)), "the control: so would an answer be"
    del blanks.blanks[survey.pk]


def test_two_who_answer_at_once_see_their_own_answers_only(asked):
    one, two = Client(), Client()
    one.post(page(asked, "2/"), {"B": "of the one"})
    two.post(page(asked, "2/"), {"B": "of the other"})

    assert "of the other" not in one.get(page(asked, "2/")).text
    assert "of the one" not in two.get(page(asked, "2/")).text


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_nobody_touched_looks_as_if_it_were_drawn_anew(db, kind):
    StateFactory(iso3="KEN", name="Kenya")
    codes = ["a", "b"] if QUESTION_TYPES[kind].needs_choices else []
    offers = dict.fromkeys(["offers_other", "offers_decline", "invites_comment"], True)
    question = QuestionFactory(code="A", kind=kind, codes=codes, **offers)

    for form in SectionForm([question], {}), SectionForm([question], {}, MultiValueDict()):
        assert str(form) == "".join(field.as_field_group() for field in form)


def test_the_one_who_opens_a_survey_opens_it_for_all_processes(client, moderator, private_key):
    survey = small_survey(languages=["en"])
    Survey.objects.filter(pk=survey.pk).update(state="draft")
    assert client.get(page(survey)).status_code == 404

    open_survey(Survey.objects.get(pk=survey.pk), by=moderator)

    assert client.get(page(survey)).status_code == 200
