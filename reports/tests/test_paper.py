"""What the typesetter makes: tagged, in its language, and its text can be read back."""

import pdfua
import pypdf
import pytest
from django.utils import translation

from reports import paper
from reports.models import Report
from reports.sections import facts_now
from reports.tests.factories import ReportFactory

pytestmark = pytest.mark.django_db

ARABIC = "يلتقي المجتمع المدني والدول، ويستشهدان بالقرار A/HRC/RES/16/21 كثيرا."


def put_on_paper(report, language: str, target) -> pypdf.PdfReader:
    with translation.override(language):
        facts = facts_now(report)
        written = [paper.section_as_html(section, language) for section in facts["sections"]]
        paper.typeset(paper.document_of(facts, written, language, version=1), target)
    return pypdf.PdfReader(target)


@pytest.fixture
def arabic_report():
    report = ReportFactory(title_ar="تعزيز الدورة الرابعة")
    report.sections.filter(kind="summary").update(text_ar=ARABIC)
    return report


def text_of(document: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_file_names_its_language_and_title_and_is_tagged(arabic_report, tmp_path, language):
    document = put_on_paper(arabic_report, language, tmp_path / "report.pdf")

    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    with translation.override(language):
        assert document.metadata.title == arabic_report.title


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_checker_of_pdf_ua_finds_no_error(arabic_report, tmp_path, language):
    put_on_paper(arabic_report, language, tmp_path / "report.pdf")

    found = pdfua.validate(tmp_path / "report.pdf").findings

    assert [finding for finding in found if finding.severity is pdfua.Severity.ERROR] == []


def test_the_control_an_untagged_file_is_found(tmp_path):
    weasyprint = paper.load_weasyprint()
    weasyprint.HTML(string="<p>Text</p>").write_pdf(tmp_path / "bare.pdf")

    found = pdfua.validate(tmp_path / "bare.pdf").findings

    assert [finding for finding in found if finding.severity is pdfua.Severity.ERROR]


def test_proposals_are_numbered_within_their_key_issue_and_paragraphs_through_the_report(tmp_path):
    document = put_on_paper(ReportFactory(), "en", tmp_path / "report.pdf")

    text = text_of(document)

    assert "1.1 Consult civil society all through the cycle." in text
    with translation.override("en"):
        summary, _, issues = facts_now(Report.objects.get())["sections"][:3]
    assert [paragraph["number"] for paragraph in summary["text"]["paragraphs"]] == [1]
    assert [paragraph["number"] for paragraph in issues["key_issues"][0]["narrative"]["paragraphs"]] == [2, 3]


def test_arabic_can_be_copied_and_symbols_stay_whole(arabic_report, tmp_path):
    document = put_on_paper(arabic_report, "ar", tmp_path / "report.pdf")

    text = text_of(document)

    assert "المجتمع المدني" in text
    assert "A/HRC/RES/16/21" in text


def test_borrowed_text_keeps_its_own_direction(arabic_report):
    with translation.override("ar"):
        facts = facts_now(arabic_report)
        html = paper.section_as_html(facts["sections"][2], "ar")

    assert '<p id="p2" class="para" lang="en" dir="ltr">' in html


def test_text_that_people_wrote_is_never_markup(tmp_path):
    report = ReportFactory()
    report.sections.filter(kind="summary").update(text_en="<img src=x onerror=alert(1)> & <b>bold</b>")

    with translation.override("en"):
        html = paper.article_of(facts_now(report), "en")

    assert "<b>bold" not in html and "<img" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_the_cover_names_edition_and_file_on_one_line(tmp_path):
    cover = put_on_paper(ReportFactory(), "en", tmp_path / "report.pdf").pages[0].extract_text()

    assert "1 (file 1, made on " in cover
    assert "Version" not in cover
