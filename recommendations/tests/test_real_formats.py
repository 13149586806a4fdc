"""The formats on real documents: all are opened, and their paragraphs are numbered without a gap."""

import csv

import pytest

from recommendations.documents.manuscripts import Manuscript, Unreadable, read_manuscript
from recommendations.documents.paragraphs import clean

pytestmark = pytest.mark.real_data


def opened(file) -> Manuscript:
    return read_manuscript(file.read_bytes(), file_name=file.name)


def without_gaps(manuscript: Manuscript) -> int:
    """The last of the paragraph numbers 1, 2, 3 … that follow one another in the document's order."""
    last = 0
    for paragraph in manuscript.paragraphs:
        if paragraph.number == str(last + 1):
            last += 1
    return last


@pytest.mark.parametrize("folder", ["drafts", "slovenia-cycle-4", "china-2018"])
def test_every_file_is_opened(real_data, folder):
    refused = []
    for file in sorted((real_data / folder).iterdir()):
        try:
            assert opened(file).paragraphs or opened(file).tables
        except Unreadable as refusal:
            refused.append((file.name, str(refusal)))

    assert refused == []


def test_reports_as_pdf_and_as_text_have_the_same_paragraphs(real_data):
    """Each report lies there twice; both must lead to the same last paragraph, without a gap before it."""
    pdfs = sorted((real_data / "reports").glob("*.pdf"))

    ends = {
        file.stem: [without_gaps(opened(file.with_suffix(suffix))) for suffix in (".pdf", ".txt")]
        for file in pdfs
    }

    assert len(ends) == 26
    assert {name: end for name, end in ends.items() if end[0] != end[1] or end[0] < 40} == {}


def test_page_furniture_is_in_no_paragraph_of_a_report(real_data):
    manuscript = opened(real_data / "slovenia-cycle-4" / "g2502644.pdf")

    numbered = [paragraph for paragraph in manuscript.paragraphs if paragraph.number.startswith("140.")]
    assert [paragraph.number for paragraph in numbered] == [f"140.{place}" for place in range(1, 255)]
    texts = " ".join(paragraph.text for paragraph in numbered)
    assert "A/HRC/59/15" not in texts
    assert "GE.25" not in texts
    assert "A/HRC/59/15" in manuscript.running_heads


def test_word_s_automatic_numbers_are_complete(real_data):
    """Namibia's draft holds no number in its text. A table that somebody made of it left out the second
    entry, so that all its later numbers are one too low."""
    manuscript = opened(real_data / "drafts" / "Namibia---Draft-report-circulated-on-6-May-2026.docx")
    with (real_data / "drafts" / "namibia_upr_recommendations.csv").open(encoding="utf-8-sig") as table:
        known = [clean(row["recommendation"]) for row in csv.DictReader(table)]

    numbered = [paragraph for paragraph in manuscript.paragraphs if paragraph.number]
    texts = [paragraph.text for paragraph in numbered]

    assert [paragraph.number for paragraph in numbered] == [f"6.{place}" for place in range(1, 291)]
    pairs = zip([texts[0], *texts[2:]], known, strict=True)
    assert [ours for ours, theirs in pairs if not ours.startswith(theirs[:40])] == []


@pytest.mark.parametrize(("draft", "last"), [("Estonia---Draft-report-after", 273), ("Palau", 185)])
def test_typed_numbers_of_drafts_are_complete(real_data, draft, last):
    (file,) = (real_data / "drafts").glob(f"{draft}*.docx")

    numbers = [paragraph.number for paragraph in opened(file).paragraphs if paragraph.number]

    assert numbers == [f"6.{place}" for place in range(1, last + 1)]
