"""What must be right before a survey is opened: each check speaks, or is silent."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from surveys.actions import open_survey
from surveys.models import Question, Section, Survey
from surveys.outline import Outline
from surveys.publication import CHECKS, checked, what_is_missing
from surveys.reach import can_be_reached
from surveys.tests.factories import (
    QuestionFactory,
    SectionFactory,
    SurveyFactory,
    in_state,
    officers_key,
    shipped_survey,
)

EARLIER = {"question": "A", "equals": "a"}


@pytest.fixture
def survey(db) -> Survey:
    """Two sections: a choice (A), and a text (B)."""
    survey = SurveyFactory(minutes=3)
    QuestionFactory(section__survey=survey, code="A", kind="single", codes=["a", "b"])
    QuestionFactory(section=SectionFactory(survey=survey), code="B")
    return survey


def ask(survey: Survey, code: str = "C", **more) -> Question:
    """One more question, in a section of its own."""
    return QuestionFactory(section=SectionFactory(survey=survey), code=code, **more)


def change(survey: Survey, **changes) -> None:
    """Without the database's own guards, where they would refuse first."""
    for field, value in changes.items():
        setattr(survey, field, value)


def findings_of(survey: Survey, name: str):
    return next(found for check, found in checked(survey) if type(check).__name__ == name)


# What makes each check speak, and whether it blocks: (check, what is done to a survey in order, is advice).
def no_question(survey):
    Question.objects.filter(survey=survey).delete()


def empty_section(survey):
    SectionFactory(survey=survey)


def without_choices(survey):
    ask(survey, kind="multiple")


def another_language(survey):
    survey.languages = ["en", "fr"]


def forward(survey):
    Question.objects.filter(code="A").update(shown_if={"question": "B", "answered": True})


def unknown(survey):
    ask(survey, shown_if={"question": "Z", "answered": True})


def no_such_answer(survey):
    ask(survey, shown_if={"question": "A", "equals": "z"})


def never_both(survey):
    ask(survey, shown_if={"all": [EARLIER, {"question": "A", "equals": "b"}]})


def long_section(survey):
    for _number in range(5):
        QuestionFactory(section=survey.sections.first())


RED = [
    ("SomethingIsAsked", no_question),
    ("EverySectionAsks", empty_section),
    ("ChoicesAreThere", without_choices),
    ("EveryLanguageIsComplete", another_language),
    ("ConditionsPointBack", forward),
    ("ConditionsPointBack", unknown),
    ("AnswersCanBeGiven", no_such_answer),
    ("EverybodyCanBeAsked", never_both),
    ("MinutesArePlausible", lambda survey: change(survey, minutes=0)),
    ("MinutesArePlausible", lambda survey: change(survey, minutes=121)),
    ("DatesAreInOrder", lambda survey: change(survey, closes=survey.opens)),
    ("DatesAreInOrder", lambda survey: change(survey, closes=timezone.now() - timedelta(minutes=1))),
    ("FewPeopleAreProtected", lambda survey: change(survey, threshold=4)),
    ("NoticeIsThere", lambda survey: change(survey, notice_version="1999-01")),
    ("NoticeIsThere", lambda survey: change(survey, notice_version="")),
    ("SomebodyCanBeAsked", lambda survey: change(survey, contact=" ")),
    ("SealedAnswersCanBeRead", lambda survey: ask(survey, sensitivity="reprisal")),
    ("SensitiveQuestionsCanBeDeclined", lambda survey: ask(survey, kind="yes_no", sensitivity="special")),
    ("SensitiveQuestionsCanBeDeclined", lambda survey: ask(survey, sensitivity="personal", required=True)),
    ("ContactComesLast", lambda survey: [ask(survey, kind="contact"), ask(survey, "D")]),
    ("ChildrenAreLookedAfter", lambda survey: change(survey, invites_children=True)),
    (
        "ChildrenAreLookedAfter",
        lambda survey: [
            change(survey, invites_children=True, safeguarding_officer="Ann"),
            ask(survey, kind="contact"),
        ],
    ),
]


def namesake(survey):
    SurveyFactory(title=survey.title, **in_state("open"))


AMBER = [
    ("TitleIsItsOwn", namesake),
    ("SectionsAreShort", long_section),
    ("MinutesArePlausible", lambda survey: change(survey, minutes=60)),
    (
        "ChildrenAreLookedAfter",
        lambda survey: change(survey, invites_children=True, safeguarding_officer="Ann, ann@example.org"),
    ),
]


@pytest.mark.parametrize(("name", "spoil"), RED, ids=lambda part: part if isinstance(part, str) else "")
def test_what_is_wrong_is_said_and_stops_the_opening(survey, moderator, name, spoil):
    spoil(survey)

    found = findings_of(survey, name)

    assert [finding for finding in found if not finding.is_advice]
    assert all(finding.sentence and finding.where.startswith("/en/") for finding in found)
    assert what_is_missing(survey)


@pytest.mark.parametrize(("name", "spoil"), AMBER, ids=lambda part: part if isinstance(part, str) else "")
def test_advice_never_stops_the_opening(survey, moderator, name, spoil):
    spoil(survey)
    survey.save()

    assert [finding.is_advice for finding in findings_of(survey, name)] == [True]
    open_survey(survey, by=moderator)
    assert survey.state == Survey.State.OPEN


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: type(check).__name__)
def test_a_survey_in_order_is_green_in_each_check(survey, check):
    assert findings_of(survey, type(check).__name__) == []


@pytest.mark.parametrize(
    ("title", "state", "lasts", "is_said"),
    [
        ("The same", "open", timedelta(days=2), True),
        ("Another", "open", timedelta(days=2), False),
        ("The same", "draft", timedelta(days=2), False),
        ("The same", "open", -timedelta(minutes=1), False),
    ],
)
def test_a_title_is_told_from_those_of_open_surveys(survey, title, state, lasts, is_said):
    change(survey, title="The same")
    now = timezone.now()
    days = {"opens": now - timedelta(days=3), "closes": now + lasts}
    SurveyFactory(title=title, **days, **in_state(state))

    said = [finding.sentence for finding in findings_of(survey, "TitleIsItsOwn")]

    assert said == (
        ["Another open survey is called “The same”, too. People cannot tell the two apart."] * is_said
    )


def test_every_check_is_seen_failing():
    """Two are tried by themselves below: the database holds nothing of what they look for."""
    tried = {name for name, _spoil in [*RED, *AMBER]} | {"NobodyMustSpeakOfReprisals", "FilesAreNotSealed"}

    assert {type(check).__name__ for check in CHECKS} == tried


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        (
            "NobodyMustSpeakOfReprisals",
            {"sensitivity": "reprisal", "required": True},
            {"sensitivity": "reprisal"},
        ),
        ("FilesAreNotSealed", {"kind": "file", "sensitivity": "reprisal"}, {"kind": "file"}),
    ],
)
def test_what_the_database_refuses_is_said_before(name, wrong, right):
    check = next(check for check in CHECKS if type(check).__name__ == name)

    assert check.is_wrong(Question(**wrong))
    assert not check.is_wrong(Question(**right))


def test_what_the_action_says_is_what_the_page_says(survey, moderator):
    forward(survey)
    survey.contact = ""
    survey.save()

    with pytest.raises(ValidationError) as refused:
        open_survey(survey, by=moderator)

    red = [f.sentence for _check, found in checked(survey) for f in found if not f.is_advice]
    assert refused.value.messages == red
    survey.refresh_from_db()
    assert survey.state == Survey.State.DRAFT


def test_one_key_opens_and_a_second_is_advised(survey, moderator):
    ask(survey, sensitivity="reprisal", kind="yes_no", offers_decline=True)
    officers_key(moderator)
    assert [finding.is_advice for finding in findings_of(survey, "SealedAnswersCanBeRead")] == [True]

    officers_key(moderator)

    assert findings_of(survey, "SealedAnswersCanBeRead") == []
    assert what_is_missing(survey) == []


def test_the_shipped_questionnaire_has_nothing_but_the_advice_of_a_second_key(moderator, reference):
    officers_key(moderator)

    shipped = shipped_survey(moderator)

    sentences = [finding.sentence for _check, found in checked(shipped) for finding in found]
    assert [sentence[:34] for sentence in sentences] == ["Only one safeguarding officer has "]


@pytest.mark.parametrize(
    ("break_it", "name", "where"),
    [
        (without_choices, "ChoicesAreThere", "/question/{question}/change/?making=1#choices-group"),
        (another_language, "EveryLanguageIsComplete", "/languages/fr/#id_survey-{survey}-title"),
        (empty_section, "EverySectionAsks", "/making/#section-{section}"),
        (forward, "ConditionsPointBack", "/making/A/condition/"),
        (lambda survey: change(survey, contact=""), "SomebodyCanBeAsked", "?making=1#id_contact"),
    ],
)
def test_each_finding_leads_to_the_very_place(survey, break_it, name, where):
    break_it(survey)

    last = Section.objects.filter(survey=survey).last()
    places = {"survey": survey.pk, "section": last.pk, "question": Question.objects.last().pk}
    assert findings_of(survey, name)[0].where.endswith(where.format(**places))


def test_a_text_that_nobody_wrote_is_missing_nowhere(survey):
    survey.languages = ["fr"]

    keys = {wording.key.split("-")[-1] for wording in Outline(survey).missing("fr")}

    assert keys == {"title", "introduction", "text", "label"}, (
        "help and introductions of sections are optional"
    )
    Question.objects.filter(code="A").update(help_en="Think of last year.")
    assert "help" in {wording.field for wording in Outline(survey).missing("fr")}


@pytest.mark.parametrize(
    ("condition", "is_reached"),
    [
        (None, True),
        ({"question": "A", "equals": "a"}, True),
        ({"not": {"question": "A", "answered": True}}, True),
        ({"all": [{"question": "A", "answered": False}, EARLIER]}, False),
        ({"all": [{"not": EARLIER}, {"question": "A", "answered": True}]}, True),
        ({"any": [{"all": [EARLIER, {"not": EARLIER}]}, {"question": "A", "equals": "b"}]}, True),
        ({"all": [EARLIER, {"not": EARLIER}]}, False),
        ({"all": [{"question": "M", "includes": "x"}, {"question": "M", "includes": "y"}]}, True),
        ({"all": [{"question": "M", "equals": "x"}, {"question": "M", "includes": "y"}]}, False),
        ({"all": [{"question": "M", "includes": "x"}, {"question": "M", "includes": "declined"}]}, False),
        ({"question": "R", "answered": False}, False),
        # D is asked only of those who chose "a".
        ({"all": [{"question": "D", "answered": True}, {"question": "A", "equals": "b"}]}, False),
        ({"all": [{"question": "D", "answered": False}, {"question": "A", "equals": "b"}]}, True),
    ],
)
def test_whether_anybody_can_reach_a_question(survey, condition, is_reached):
    ask(survey, "M", kind="multiple", codes=["x", "y"], offers_decline=True)
    ask(survey, "R", kind="yes_no", required=True)
    ask(survey, "D", shown_if=EARLIER)
    last = ask(survey, "L", shown_if=condition)

    assert can_be_reached(last, Outline(survey).by_code) is is_reached


def test_a_check_asks_a_fixed_number_of_queries(survey, django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(4):
            what_is_missing(survey)
        ask(survey, f"N{number}", kind="single", codes=["a"], shown_if=EARLIER)


def test_sections_are_named_by_their_place(survey):
    Section.objects.filter(survey=survey, position=2).update(position=7)
    empty_section(survey)

    assert "Section 3" in findings_of(survey, "EverySectionAsks")[0].sentence


def test_findings_about_conditions_ask_for_nothing_more(survey, django_assert_num_queries):
    section = SectionFactory(survey=survey)
    for number in (1, 2, 3):
        # It looks at a question of its own section: each is a finding with an address.
        QuestionFactory(section=section, code=f"D{number}", shown_if={"question": "D1", "answered": True})
        fresh = Survey.objects.get(pk=survey.pk)

        with django_assert_num_queries(4):
            assert len(findings_of(fresh, "ConditionsPointBack")) == number
