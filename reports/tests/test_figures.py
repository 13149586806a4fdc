"""Numbers in a report come from the answers, and keep silent where few people stand behind them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.tests.factories import UserFactory
from consultations.models import Phase
from consultations.tests.factories import ConsultationFactory
from reports.demo import seed_outcome_report
from reports.figures import material_of
from reports.material import Material, UnknownFigure
from reports.mistakes import refuse_misspelt
from reports.models import Report
from reports.sections import facts_now
from reports.tests.factories import ReportFactory
from surveys.demo import seed_2021_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(reference) -> Report:
    """The demonstration's report on the 123 generated answers of 2021."""
    moderator = UserFactory(moderator=True)
    consultation = ConsultationFactory(slug="fourth-cycle", closed=True)
    survey = seed_2021_survey(by=moderator)
    Phase.objects.create(
        consultation=consultation,
        kind=Phase.Kind.SURVEY,
        starts=date(2021, 6, 1),
        ends=date(2021, 6, 30),
        survey=survey,
    )
    return seed_outcome_report(by=moderator, consultation=consultation)


def test_the_published_figures_come_out_when_counted(outcome):
    material = Material(outcome)

    assert material.filled("[[responses]]") == "123"
    assert material.filled("[[share Q16 all some]]") == "79%"
    assert material.number("count", "Q1", ["national-ngo"]) > 123 / 2


def test_the_report_has_three_key_issues_with_three_four_and_five_proposals(outcome):
    issues = outcome.consultation.key_issues.order_by("position")

    numbers = [list(issue.proposals.values_list("number", flat=True)) for issue in issues]

    assert numbers == [[1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_text_of_the_report_is_there_in_four_languages_with_its_figures(outcome, language):
    with translation.override(language):
        facts = facts_now(outcome)

    assert "[[" not in str(facts)
    texts = [section["text"] for section in facts["sections"] if section["text"]["text"]]
    assert [text["language"] for text in texts] == [language] * 3
    issues = next(section for section in facts["sections"] if section["kind"] == "key_issues")["key_issues"]
    assert {proposal["text"]["language"] for issue in issues for proposal in issue["proposals"]} == {language}


def test_charts_are_those_that_the_section_names_and_the_annex_holds_all_questions(outcome):
    sections = {section["kind"]: section for section in facts_now(outcome)["sections"]}

    assert [chart["id"] for chart in sections["methodology"]["charts"]] == ["Q1", "Q3", "Q13", "Q16"]
    assert sum(len(part["questions"]) for part in sections["questions"]["parts"]) == 20


def test_a_number_below_the_threshold_is_not_told(outcome):
    survey = Material(outcome).survey
    survey.threshold = 60
    survey.save()

    material = Material(outcome)

    assert material.filled("[[count Q16 none]]") == "(too few answers to tell)"
    assert material.filled("[[count Q1 national-ngo]]") != "(too few answers to tell)", "the control"


def test_a_survey_below_its_threshold_tells_nothing(outcome):
    survey = Material(outcome).survey
    survey.threshold = 124
    survey.save()

    material = Material(outcome)

    assert (
        material.filled("[[responses]] [[share Q16 all]]")
        == "(too few answers to tell) (too few answers to tell)"
    )
    assert material.chart("Q1")["rows"] == []


@pytest.mark.parametrize(
    "token", ["[[share Q99 yes]]", "[[count Q1 mistyped]]", "[[share Q2 women children]]"]
)
def test_a_figure_that_cannot_be_counted_is_refused(outcome, token):
    with pytest.raises(UnknownFigure):
        Material(outcome).filled(token)


def test_without_a_survey_there_are_no_figures():
    with pytest.raises(UnknownFigure):
        Material(ReportFactory()).filled("[[responses]]")


@pytest.mark.parametrize(
    "written", ["[[shares Q1 yes]]", "[[share Q1]]", "[[responses", "responses]]", "[[]]"]
)
def test_the_desk_refuses_what_is_not_a_figure(written):
    material = material_of(None)
    refuse_misspelt("Of [[responses]], [[share Q16 all some]] agree.", material)

    with pytest.raises(ValidationError):
        refuse_misspelt(f"Of all, {written} agree.", material)
