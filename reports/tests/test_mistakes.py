"""Live figures that are mistyped: each is named, with the nearest that would be right."""

from datetime import date

import pytest

from consultations.models import Phase
from consultations.tests.factories import ConsultationFactory
from reports.figures import example_of, material_of
from reports.material import Material
from reports.mistakes import mistakes_in
from reports.publication.check import Passage
from reports.publication.figures import NumbersAreLive
from reports.tests.factories import ReportFactory
from surveys.demo import seed_2021_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def material(reference, moderator) -> Material:
    """Of a draft on the 123 generated answers of 2021."""
    consultation = ConsultationFactory(closed=True)
    days = {"starts": date(2021, 6, 1), "ends": date(2021, 6, 30)}
    survey = seed_2021_survey(by=moderator)
    Phase.objects.create(consultation=consultation, kind=Phase.Kind.SURVEY, survey=survey, **days)
    return Material(ReportFactory(consultation=consultation))


def said(text: str, material: Material) -> list[str]:
    return [one.replace("\u2066", "").replace("\u2069", "") for one in mistakes_in(text, material)]


NEAREST = {
    "[[respones]]": "Do you mean [[responses]]?",
    "[[ Responses ]]": "Do you mean [[responses]]?",
    "[[shares Q16 al some]]": "Do you mean [[share Q16 all some]]?",
    "[[count q1 nationl-ngo]]": "Do you mean [[count Q1 national-ngo]]?",
    "[[share Q16 mistyped]]": "Q16 has no answer “mistyped”. Write it like [[share Q1 ",
    "[[share Q99 all]]": "The survey has no question Q99. Write it like [[share Q1 ",
    "Of [[responses people": "“[[responses people” is not closed: write ]] after the figure.",
    "Of all the people responses]] agree": "“all the people responses]]” was not opened",
}


def test_each_mistake_is_told_with_what_would_be_right(material):
    for written, rather in NEAREST.items():
        (sentence,) = said(f"Of [[responses]], {written}\nand more.", material)

        assert rather in sentence
    assert said("Of [[responses]], [[share Q16 all some]] agree.", material) == [], "the control"


def test_of_several_mistakes_all_are_told(material):
    found = said("[[respones]] of [[share Q99 yes]] and [[count Q1\n[[count Q1 national-ngo]]", material)

    named = [sentence.split("”")[0] for sentence in found]
    assert named == ["“[[respones]]", "“[[share Q99 yes]]", "“[[count Q1"]


def test_the_example_works_in_this_very_report_and_without_a_survey_there_is_none(material):
    assert said(example_of(material), material) == [] and example_of(material).startswith("[[share ")

    assert example_of(material_of(None)) == ""
    for written in ("[[respones]]", "[[responses]]"):
        assert said(written, material_of(None))[0].count("Without a survey there are no figures") == 1


ADVISED = {
    "All 123 answered.": "[[responses]]",
    "Of all, 54 % were from a national non-governmental organisation.": "[[share Q1 national-ngo]]",
    "Of all, 66 were from a national non-governmental organisation.": "[[count Q1 national-ngo]]",
    "There were 66 rooms.": "",
    "Of all, 12 were from a national human rights institution.": "",
    "There were 70 States.": "",
    "In 2021, 47 national parliaments sat.": "",
    "We had 66 answers of 7 organisations.": "",
    "We had 1,066 answers.": "1,066 stands nowhere in the data",
}


def test_a_typed_number_is_advised_upon_only_where_a_figure_is_very_probably_meant(material):
    for text, token in ADVISED.items():
        found = advice(text, material)

        assert (token in found[0]) if token else found == []


def advice(text: str, material: Material) -> list[str]:
    class Candidate:
        passages = [Passage("Summary", {"en": text}, "")]
        today = {"en": {"sections": []}}

    Candidate.material = material
    return [one.sentence for one in NumbersAreLive().findings(Candidate)]
