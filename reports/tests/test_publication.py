"""Checks before publishing: each finds what is wrong, and nothing where all is well."""

import pytest
from django.conf import settings

from reports.actions.composing import write_section
from reports.models import Rendering, Report, ReportSection
from reports.publication import CHECKS, checked
from reports.tests.factories import ReportFactory
from reports.tests.made import in_english, with_files
from reports.tests.material import Room
from surveys.tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(moderator) -> Room:
    room = Room(moderator)
    room.answer(25, kind="academia", text="We need much more time to prepare our words.")
    return room


@pytest.fixture
def report(room) -> Report:
    return in_english(ReportFactory(consultation=room.consultation, title="A report"))


def found(report: Report, check: str) -> list[str]:
    """What a check says, by the name of its class."""
    findings = next(finds for one, finds in checked(report) if type(one).__name__ == check)
    said = [f"{'advice: ' if one.is_advice else ''}{one.sentence}" for one in findings]
    return [sentence.replace("\u2066", "").replace("\u2069", "") for sentence in said]


def write(report: Report, text: str, **more) -> None:
    ReportSection.objects.filter(report=report, kind="summary").update(text_en=text, **more)


def test_a_report_that_is_well_passes_all_checks(report, moderator):
    write(report, "All [[responses]] say so; see A/HRC/48/2 of 2021 and https://example.org/page.")
    with_files(report, by=moderator)

    assert [finds for _check, finds in checked(report)] == [[] for _check in CHECKS]


WRONG = [
    ("FiguresAreKnown", "Of [[everybody]].", "“Summary”: “[[everybody]]” is not a figure."),
    ("FiguresAreKnown", "So [[share Q99 yes]].", "cannot be filled in. The survey has no question Q99."),
    ("NumbersAreLive", "All 25 said so.", "advice: “Summary”: 25 is typed. Write [[responses]]"),
    ("NumbersAreLive", "And 100 % of them.", "advice: “Summary”: 100% is typed. Write [[share Q1 academia]]"),
    ("NumbersAreLive", "Some 99% were content.", ""),
    ("NumbersAreLive", "Some 99% chose academia.", "no figure says 99% today. The nearest is"),
    ("NumbersAreLive", "Only 37 % were content.", "advice: “Summary”: 37% stands nowhere in the data"),
    ("NumbersAreLive", "We read 63 answers.", "advice: “Summary”: 63 stands nowhere in the data"),
    ("LinksLeadSomewhere", "See www.example.org.", "“Summary”: www.example.org is not a whole address."),
    ("LinksLeadSomewhere", f"See {settings.SITE_URL}/en/nothing/.", "does not open for everybody"),
    ("LinksLeadSomewhere", f"See {settings.SITE_URL}/en/make-a-report/.", "does not open for everybody"),
    ("QuotationsAreAllowed", "“We need much more time to prepare”", ""),
    ("FilesAreUpToDate", "Anything.", "There is no file in English yet."),
]


@pytest.mark.parametrize(("check", "text", "says"), WRONG)
def test_what_is_wrong_is_found(report, check, text, says):
    write(report, text)

    sentences = found(report, check)

    assert (says in sentences[0]) if says else sentences == []


def test_a_number_with_which_a_live_figure_is_meant_is_advised_upon_once(report):
    write(report, "All 25 responses say so, and 99% chose academia.")

    assert len(found(report, "NumbersAreLive")) == 2


def test_what_a_proposal_asks_for_need_not_be_in_the_data(report, room):
    room.proposal(text_en="Give 37 % of the time to civil society.")
    assert found(report, "NumbersAreLive") == []

    # The control: the narrative beside it tells of what was.
    room.consultation.key_issues.update(narrative_en="They had 37 % of the time.")
    assert "37% stands nowhere" in found(report, "NumbersAreLive")[0]


@pytest.mark.parametrize("page", ["/en/reports/", "/reports/", "/en/about/", "/en/reports/{slug}/"])
def test_a_page_of_the_portal_that_everybody_can_open_is_no_dead_link(report, page):
    write(report, f"See {settings.SITE_URL}{page.format(slug=report.slug)}, please.")

    assert found(report, "LinksLeadSomewhere") == []


def test_words_are_quoted_only_as_their_writers_agreed(report, room):
    answer = room.sheet("ngo", "", "Nobody should ever have to wait so long.", room.words, "en")
    said = room.statement("We were promised a room of our own there.")
    room.taken(answer)
    inside = room.excerpt(said, "We were promised a room of our own")

    write(report, "They say: nobody should ever have to wait, so long.")
    of_answer = found(report, "QuotationsAreAllowed")
    write(report, "“We were promised a room of our own …”")
    kept_inside = found(report, "QuotationsAreAllowed")
    type(inside).objects.filter(pk=inside.pk).update(consent_level="anonymous")
    agreed = found(report, "QuotationsAreAllowed")

    assert "quotes an answer to the survey" in of_answer[0]
    assert "stays inside" in kept_inside[0]
    assert agreed == []


@pytest.mark.parametrize(
    ("sensitivity", "level", "redacted", "says"),
    [
        ("normal", "anonymous", "", None),
        ("normal", "internal", "", "stays inside"),
        ("normal", "anonymous", "Nobody should wait.", "words that were taken out"),
        ("special", "anonymous", "", "an answer to a sensitive question"),
    ],
)
def test_an_answer_is_quoted_where_its_survey_said_so(moderator, sensitivity, level, redacted, says):
    room = Room(moderator, answers_may_be_quoted=True)
    question = QuestionFactory(section=room.words.section, code="Q5", kind="text", sensitivity=sensitivity)
    excerpt = room.taken(room.sheet("ngo", "", "Nobody should ever have to wait so long.", question, "en"))
    type(excerpt).objects.filter(pk=excerpt.pk).update(consent_level=level, redacted=redacted)
    report = in_english(ReportFactory(consultation=room.consultation))
    write(report, "They say: nobody should ever have to wait, so long.")

    sentences = found(report, "QuotationsAreAllowed")

    assert sentences == [] if says is None else says in sentences[0]


def test_what_is_nothing_but_a_text_is_needed_unless_it_is_switched_off(report):
    assert found(report, "EveryLanguageIsThere") == []

    write(report, "")
    needed = found(report, "EveryLanguageIsThere")
    write(report, "", switched_on=False)

    assert needed == ["“Summary” has no text in English. Write it."]
    assert found(report, "EveryLanguageIsThere") == []


def test_a_language_without_its_text_is_named(report):
    Report.objects.filter(pk=report.pk).update(languages=["en", "fr"], title_fr="Un rapport")
    report.refresh_from_db()

    sentences = found(report, "EveryLanguageIsThere")

    assert "“Summary” has no text in French. Write it." in sentences
    assert not any(sentence.startswith("“Title”") for sentence in sentences)


def test_an_empty_proposal_and_a_gap_in_the_numbers_are_found(report):
    issue = report.consultation.key_issues.get()
    issue.proposals.update(number=2, text="", text_en="")

    sentences = found(report, "ProposalsAreComplete")

    assert "not numbered 1, 2, 3" in sentences[0] and "“Proposal 1.2” is empty" in sentences[1]


def test_a_text_that_was_changed_makes_the_file_old(report, moderator):
    with_files(report, by=moderator)
    assert found(report, "FilesAreUpToDate") == []

    write(report, "Other words.")

    assert "have changed since the file in English was made" in found(report, "FilesAreUpToDate")[0]


def test_a_name_whose_consent_was_taken_back_is_found_in_the_file(report, room, moderator):
    registration = room.statement("We speak.").request.registration
    Rendering.objects.all().delete()
    with_files(report, by=moderator)
    file = report.renderings.get()
    annex = next(one for one in file.facts["sections"] if one["kind"] == "speakers_annex")
    annex["sub_topics"] = [{"event": {}, "title": {}, "names": [registration.listed_as]}]
    file.save()

    assert "prints 1 name or statement that may no longer be shown" in found(report, "ConsentsStillHold")[0]


def test_a_file_that_tells_of_a_few_people_is_found(report, room, moderator):
    report.sections.filter(kind="methodology").update(questions=["Q1"])
    with_files(report, by=moderator)
    assert found(report, "SmallNumbersAreHidden") == []

    file = report.renderings.get()
    methodology = next(one for one in file.facts["sections"] if one["kind"] == "methodology")
    methodology["charts"][0]["rows"][0]["count"] = 2
    file.save()

    assert "tells of too few people" in found(report, "SmallNumbersAreHidden")[0]


def test_a_translation_that_is_older_than_its_source_is_advised_upon(moderator):
    report = ReportFactory()
    write_section(report, "summary", text_en="A summary.", text_fr="Un résumé.", by=moderator)
    write_section(report, "summary", text_en="A better summary.", by=moderator)

    said = found(report, "TranslationsKeepUp")

    assert said == ["advice: “Summary” in French is older than its source. Compare the two."]
