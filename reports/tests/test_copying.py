"""Arabic on paper says its letters: what the file's own tables say, no extractor between."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from reports import paper
from upr_portal.copying import ENTRY, letters_of

SHADDA = "\u0651"
# A line is drawn from the left: the shadda is first met beside a short vowel.
WORDS = "المعنيّين قصّ قوّة حقٌّ مدَّة يُعِدُّ"
HTML = f"<!doctype html><html lang=ar dir=rtl><title>عربي</title><p>{WORDS}</p><p><b>{WORDS}</b></p></html>"


def said_in(file: BytesIO) -> str:
    """The letters of all glyphs that are shown, through each font's ToUnicode; "?" where one says nothing."""
    with pikepdf.open(file) as document:
        return "".join(said for page in document.pages for said in said_on(page))


def said_on(page) -> Iterator[str]:
    tables = {name: table_of(font) for name, font in page.Resources.Font.items()}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) == "TJ":
            for shown in operands[0]:
                glyphs = bytes(shown).hex() if isinstance(shown, pikepdf.String) else ""
                yield from (table.get(glyphs[at : at + 4]) or "?" for at in range(0, len(glyphs), 4))


def table_of(font) -> dict[str, str]:
    entries = ENTRY.findall(font.ToUnicode.read_bytes())
    return {glyph.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in entries}


def typeset() -> str:
    file = BytesIO()
    with translation.override("ar"):
        paper.typeset(HTML, file)
    return said_in(file)


def test_every_glyph_says_its_letter_and_no_shadda_is_lost():
    said = typeset()

    assert "?" not in said
    for letter in set(WORDS) - {" "}:
        assert said.count(letter) >= 2 * WORDS.count(letter)
    assert said.count(SHADDA) == 2 * WORDS.count(SHADDA)


def test_the_control_the_typesetter_alone_loses_some(monkeypatch):
    monkeypatch.setattr(paper, "say_letters", lambda document, pdf: None)

    said = typeset()

    assert "?" in said and said.count(SHADDA) < 2 * WORDS.count(SHADDA)


@pytest.mark.parametrize("face", ["Amiri", "Amiri-Bold", "Amiri-Italic", "Amiri-BoldItalic"])
def test_each_face_of_the_font_knows_its_letters(face):
    assert {SHADDA, "\u064f", "ل", "أ"} <= set(letters_of(face).values())
