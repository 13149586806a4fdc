"""One version in several formats: the same facts, each file whole."""

import io
import json
import zipfile

import docx
import pypdf
import pytest
from django.core.files.storage import InMemoryStorage
from django.db import IntegrityError
from django.urls import reverse
from docx.oxml.ns import qn
from lxml import html

from reports import pdf
from reports.actions import cancel, compile_again, compile_files, compile_report
from reports.formats import FORMATS
from reports.models import Rendering
from reports.tests.factories import RenderingFactory, ReportFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def made(rendering: Rendering) -> Rendering:
    pdf.render(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.DONE, rendering.failure
    return rendering


def test_the_formats_of_a_language_are_one_version_with_the_same_facts(moderator):
    report = ReportFactory()
    first, *others = compile_files(report, ["en"], list(FORMATS), by=moderator)

    made(first)
    report.sections.filter(kind="summary").update(text_en="Something else.")
    others = [made(rendering) for rendering in others]

    assert {rendering.version for rendering in others} == {1}
    assert all(rendering.facts == first.facts for rendering in others)
    assert made(compile_report(report, "en", by=moderator)).version == 2
    assert "Something else" in str(Rendering.objects.get(version=2).facts), "the control: facts have changed"


def test_of_two_formats_made_at_once_the_first_freezes_the_facts_of_both(moderator, monkeypatch):
    report = ReportFactory()
    slow, quick = compile_files(report, ["en"], ["html", "docx"], by=moderator)
    freeze = pdf.freeze

    def after_the_other(rendering, facts):
        monkeypatch.setattr(pdf, "freeze", freeze)
        report.sections.filter(kind="summary").update(text_en="Something else.")
        made(quick)
        return freeze(rendering, facts)

    monkeypatch.setattr(pdf, "freeze", after_the_other)
    made(slow)
    quick.refresh_from_db()

    assert slow.facts == quick.facts
    assert "Something else." in slow.file.read().decode()


def test_an_archive_copy_carries_its_tables_and_facts(moderator):
    rendering = made(compile_report(ReportFactory(), "en", format="archive", by=moderator))

    document = pypdf.PdfReader(rendering.file.open())
    attached = dict(document.attachments)
    assert json.loads(attached["facts.json"][0]) == rendering.facts
    assert b"Consult civil society all through the cycle." in attached["key_issues.csv"][0]
    assert b"<pdfaid:part>3</pdfaid:part>" in document.trailer["/Root"]["/Metadata"].get_data().replace(
        b'pdfaid:part="3"', b"<pdfaid:part>3</pdfaid:part>"
    )
    assert rendering.pages >= 4


def test_a_word_file_has_real_headings_a_language_and_contents(moderator):
    rendering = made(compile_report(ReportFactory(), "en", format="docx", by=moderator))

    word = docx.Document(rendering.file.open())
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["Summary"] == "Heading 1"
    assert styles["1. Working together"] == "Heading 2"
    assert "Recommendation" in styles.values()
    assert word.core_properties.title == rendering.report.title
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert any("TOC" in (text.text or "") for text in word.element.iter(qn("w:instrText")))


def test_a_word_file_in_arabic_reads_from_right_to_left(moderator):
    report = ReportFactory(title_ar="تعزيز الدورة الرابعة")
    report.sections.filter(kind="summary").update(text_ar="يلتقي المجتمع المدني والدول.")

    word = docx.Document(made(compile_report(report, "ar", format="docx", by=moderator)).file.open())

    said = next(one for one in word.paragraphs if "المجتمع المدني" in one.text)
    borrowed = next(one for one in word.paragraphs if "States and civil society" in one.text)
    assert said._p.pPr.find(qn("w:bidi")) is not None
    assert said.runs[-1]._r.rPr.find(qn("w:rtl")) is not None
    assert borrowed._p.find(f".//{qn('w:bidi')}") is None
    assert borrowed.runs[-1]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_a_web_page_in_one_file_needs_nothing_beside_it(moderator):
    rendering = made(compile_report(ReportFactory(), "en", format="html", by=moderator))

    page = html.fromstring(rendering.file.read())
    assert page.xpath("//link | //script | //img | //iframe") == []
    assert "Consult civil society all through the cycle." in page.text_content()
    assert page.get("lang") == "en"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_sent_under_a_telling_name(client, format):
    report = ReportFactory(published=True, slug="outcome")
    made(RenderingFactory(report=report, format=format, version=3))
    suffix = FORMATS[format].suffix

    latest = client.get(reverse("reports:download", args=["outcome", "en", suffix]))
    page = client.get(report.get_absolute_url()).content.decode()

    assert latest["Content-Disposition"] == f'attachment; filename="outcome-en-v3.{suffix}"'
    assert latest["Content-Type"] == FORMATS[format].content_type
    assert f"/reports/outcome/en-v3.{suffix}" in page


def test_a_word_file_is_no_page_and_a_pdf_has_some():
    rendering = made(RenderingFactory(format="docx"))

    assert rendering.pages is None
    with pytest.raises(IntegrityError):
        Rendering.objects.update(pages=3)


# --- Storage ---


def test_any_storage_of_django_will_do(monkeypatch):
    storage = InMemoryStorage()
    monkeypatch.setattr(pdf, "default_storage", storage)
    rendering = RenderingFactory(format="docx", version=1)
    storage.save(pdf.name_of(rendering), io.BytesIO(b"left by a worker that died"))

    made(rendering)

    assert storage.listdir(f"reports/{rendering.report_id}") == ([], ["en-v1.docx"])
    assert zipfile.is_zipfile(storage.open(rendering.file.name))


# --- Cancelling ---


def test_one_that_waits_is_cancelled_and_can_be_tried_again(moderator):
    rendering = compile_report(ReportFactory(), "en", by=moderator)

    cancel(rendering, by=moderator)
    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.file.name) == (Rendering.State.CANCELLED, "")
    compile_again(rendering, by=moderator)
    assert made(rendering).version == 1


def test_a_worker_stops_at_its_next_sign_of_life(files, moderator, monkeypatch):
    rendering = compile_report(ReportFactory(), "en", by=moderator)
    asked, tell = [], pdf.tell

    def cancelled_meanwhile(rendering, **progress):
        asked.append(progress)
        if len(asked) == 3:
            cancel(rendering, by=moderator)
        tell(rendering, **progress)

    monkeypatch.setattr(pdf, "tell", cancelled_meanwhile)
    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert len(asked) == 3
    assert rendering.state == Rendering.State.CANCELLED
    assert not files.exists()


def test_what_is_done_is_not_cancelled(moderator):
    rendering = made(RenderingFactory(format="html"))

    with pytest.raises(WrongState):
        cancel(rendering, by=moderator)


def test_a_running_one_is_cancelled_by_a_button(client_of, moderator):
    rendering = RenderingFactory(running=True)
    desk = client_of(moderator)

    page = desk.get(reverse("reports:compile", args=[rendering.report.slug])).content.decode()
    desk.post(reverse("reports:cancel", args=[rendering.report.slug, rendering.pk]))

    rendering.refresh_from_db()
    assert reverse("reports:cancel", args=[rendering.report.slug, rendering.pk]) in page
    assert rendering.state == Rendering.State.CANCELLED


def words_of(rendering: Rendering) -> str:
    """The text of a file, as a program reads it out, after the cover: that has the number of the version."""
    with rendering.file.open() as file:
        return "\n".join(page.extract_text() for page in list(pypdf.PdfReader(file).pages)[1:])


def test_the_same_facts_compiled_twice_say_the_same_in_text_and_figures(moderator):
    report = ReportFactory()
    first, second = (made(compile_report(report, "en", by=moderator)) for _ in range(2))
    report.sections.filter(kind="summary").update(text_en="Something else.")
    third = made(compile_report(report, "en", by=moderator))

    assert (first.facts, words_of(first)) == (second.facts, words_of(second))
    assert words_of(third) != words_of(first), "the control: other facts say something else"
