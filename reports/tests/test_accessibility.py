"""The files of the demonstration in six languages: tagged, and their text is the text that was written."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from django.utils import timezone, translation

from reports import paper, pdf
from reports.management.commands.seed_demo import seed
from reports.models import Report
from reports.sections import facts_now, paragraphs_in
from reports.tests.accessibility import faults_of, walk

pytestmark = pytest.mark.django_db  # or a run of this file alone would have no database

MM = 72 / 25.4
LANGUAGES = ["en", "fr", "es", "ar", "ru", "zh-hans"]
ARCHIVED = ["en", "ar"]


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, tuple[Path, dict]]:
    """{language: (its PDF, its facts)} of the demo's outcome report; the demo is taken back at once."""
    folder, made = tmp_path_factory.mktemp("files"), {}
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        seed(timezone.localdate())
        report = Report.objects.get(slug="outcome-2021")
        for language in LANGUAGES:
            with translation.override(language):
                facts = facts_now(report)
                written = [paper.section_as_html(section, language) for section in facts["sections"]]
                made[language] = (folder / f"{language}.pdf", facts)
                paper.typeset(paper.document_of(facts, written, language, version=1), made[language][0])
                if language in ARCHIVED:
                    document = paper.Document(facts, written, language, 1)
                    with (folder / f"{language}.archive.pdf").open("wb") as target:
                        pdf.make_archive(document, target, lambda: None)
        transaction.set_rollback(True)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checker_finds_nothing(files, language):
    assert faults_of(files[language][0]) == []


@pytest.mark.parametrize("language", ARCHIVED)
def test_an_archive_copy_is_as_accessible_and_carries_its_data(files, language):
    path = files[language][0].with_suffix(".archive.pdf")

    assert faults_of(path) == []
    with pikepdf.open(path) as document, document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert "facts.json" in document.attachments and len(document.attachments) > 5
        assert {str(file.AFRelationship) for file in document.Root.AF} == {"/Data"}


def squeezed(text: str) -> str:
    """Letters alone: blanks, line ends, hyphens, marks of direction and forms of letters do not count."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\x02\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe-]", "", text)


def text_of(path: Path) -> str:
    """What PDFium reads between the margins: no running heads, no numbers of paragraphs."""
    column = {"left": 23 * MM, "right": 187 * MM, "bottom": 26 * MM, "top": 269 * MM}
    pages = pypdfium2.PdfDocument(path)
    return squeezed("".join(page.get_textpage().get_text_bounded(**column) for page in pages))


def stands_in(sentence: str, found: str) -> bool:
    """In one piece, or in two where a page ends within it."""
    places = range(1, len(sentence))
    return sentence in found or any(sentence[:at] in found and sentence[at:] in found for at in places)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "ar"])
def test_the_text_that_can_be_copied_is_the_text_that_was_written(files, language):
    path, facts = files[language]
    found = text_of(path)

    lines = [
        sentence
        for paragraph in paragraphs_in(facts["sections"])
        for sentence in re.split(r"(?<=[.!?。؟])\s*", paragraph["text"])
        if sentence
    ]
    lost = [line for line in lines if not stands_in(squeezed(line), found)]
    assert len(lines) > 40
    assert lost == []


def test_every_arabic_letter_can_be_copied(files):
    """Extractors put the pieces of Arabic lines in an order of their own: letters are counted, not lines."""
    path, facts = files["ar"]
    written = squeezed("".join(paragraph["text"] for paragraph in paragraphs_in(facts["sections"])))

    assert Counter(written)["\u0651"] > 20
    assert Counter(written) - Counter(text_of(path)) == Counter()


# --- Controls: what is taken away is missed ---


def spoiled(files, tmp_path, change) -> list[str]:
    path = tmp_path / "spoiled.pdf"
    with pikepdf.open(files["en"][0]) as document:
        change(document)
        document.save(path)
    return faults_of(path)


def without(*keys: str):
    def change(document: pikepdf.Pdf) -> None:
        holder = document.Root
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return change


def without_in_structure(kind: str, key: str):
    def change(document: pikepdf.Pdf) -> None:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(kind) and key in one:
                del one[key]

    return change


def with_a_figure(document: pikepdf.Pdf) -> None:
    first = next(one for kind, one, _path in walk(document.Root.StructTreeRoot, []) if kind == "/P")
    first.S = pikepdf.Name("/Figure")


def without_links_in_structure(document: pikepdf.Pdf) -> None:
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name("/Link"):
            one.S = pikepdf.Name("/Span")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without("/StructTreeRoot"), "The file has no tags."),
        (without("/Lang"), "The file does not name its language."),
        (without("/Metadata"), "The file has no title."),
        (without("/Outlines"), "There are no bookmarks."),
        (without_in_structure("/TD", "/A"), "A cell of a table does not name its heads."),
        (with_a_figure, "A picture has no alternative text."),
        (without_links_in_structure, "links 0 are tagged."),
    ],
)
def test_the_control_what_is_taken_away_is_missed(files, tmp_path, change, fault):
    assert any(fault in found for found in spoiled(files, tmp_path, change))
