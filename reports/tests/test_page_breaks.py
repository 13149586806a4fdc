"""Where pages break: in a report long enough for breaks to fall anywhere, nothing stands alone."""

import re

import pytest
from django.utils import translation

from reports import paper
from reports.sections import facts_now
from reports.tests.factories import KeyIssueFactory, ProposalFactory, ReportFactory
from reports.tests.test_paper import put_on_paper

pytestmark = pytest.mark.django_db

SENTENCE = "What was promised in Geneva is kept or broken in a village that never heard of it. "
NUMBERED = re.compile(r"(\d+\.\d+) ")
COVER_AND_CONTENTS = 2


@pytest.fixture
def long_report():
    """Sixteen more key issues, each of another length, with two to five proposals."""
    report = ReportFactory()
    for position in range(2, 18):
        issue = KeyIssueFactory(
            consultation=report.consultation,
            position=position,
            title=f"The issue {position}",
            narrative=f"{SENTENCE * (position % 7 + 3)}\n\n{SENTENCE * (position % 5 + 2)}",
        )
        for number in range(1, position % 4 + 3):
            ProposalFactory(key_issue=issue, number=number, text=SENTENCE * (number % 3 + 1))
    report.sections.filter(kind="conclusion").update(text_en="\n\n".join([SENTENCE * 4] * 3))
    return report


def pages_of(report, target) -> list[list[str]]:
    """The lines of each page from top to bottom; the first is the running head, the last the foot."""
    document = put_on_paper(report, "en", target)
    pages = [page.extract_text(extraction_mode="layout").splitlines() for page in document.pages]
    return [[line.strip() for line in page if line.strip()] for page in pages[COVER_AND_CONTENTS:]]


def labels_on_an_edge(pages: list[list[str]]) -> list[int]:
    """Pages whose text begins or ends with the label of the proposals."""
    return [number for number, page in enumerate(pages) if "Recommendations" in (page[1], page[-2])]


def first_proposals_alone(pages: list[list[str]]) -> list[str]:
    """Issues whose first proposal stands on another page than its second."""
    where = {
        found[1]: number
        for number, page in enumerate(pages)
        for line in page
        if (found := NUMBERED.match(line))
    }
    issues = {name.split(".")[0] for name in where if name.endswith(".2")}
    return [issue for issue in issues if where[f"{issue}.1"] != where[f"{issue}.2"]]


def test_labels_and_first_proposals_and_a_short_section_are_never_torn_apart(long_report, tmp_path):
    pages = pages_of(long_report, tmp_path / "report.pdf")

    concluding = next(page for page in pages if "Conclusion" in page)
    assert len(pages) > 6
    assert (labels_on_an_edge(pages), first_proposals_alone(pages)) == ([], [])
    assert " ".join(concluding[concluding.index("Conclusion") :]).count(SENTENCE.strip()) == 12


def test_the_control_without_the_rules_they_are(long_report, tmp_path, monkeypatch):
    bare = re.sub(r"break-(before|after|inside): avoid;?", "", paper.STYLE.read_text())
    (tmp_path / "bare.css").write_text(bare)
    monkeypatch.setattr(paper, "STYLE", tmp_path / "bare.css")

    pages = pages_of(long_report, tmp_path / "report.pdf")

    assert labels_on_an_edge(pages) + first_proposals_alone(pages) != []


def test_a_page_is_headed_by_the_section_that_it_begins_with(tmp_path):
    report = ReportFactory()
    report.sections.filter(kind="summary").update(text_en=SENTENCE * 60)

    pages = pages_of(report, tmp_path / "report.pdf")

    assert "Methodology" in pages[1]
    assert [page[0].endswith("Summary") for page in pages[:2]] == [True, True]


def test_short_texts_end_without_a_blank():
    report = ReportFactory()

    with translation.override("en"):
        html = paper.section_as_html(facts_now(report)["sections"][2], "en")

    # The typesetter counts such a blank, and breaks a line that is just full after its first word.
    assert "Working together</h3>" in html
    assert re.findall(r"\s</(?:li|h3)>", html) == []
