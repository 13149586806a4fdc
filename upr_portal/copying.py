"""Arabic that can be copied out of a PDF as it was written: each glyph says which letter it is.

WeasyPrint lets a glyph say what the cluster says that it was first met in. Where a cluster has several
glyphs, one of them says all and the others nothing (https://github.com/Kozea/WeasyPrint/issues/2841), and so
in the whole file: a shadda first met beside a short vowel is lost everywhere. In Amiri a mark and each shape
of a letter is a glyph of its own, and the font knows which letter it is a shape of.
"""

import re
import unicodedata
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def say_letters(document, pdf) -> None:
    """WeasyPrint's finisher: mend, in the unfinished file, what the glyphs of Amiri say."""
    for font in pdf.objects:
        name = font.get("BaseFont", b"") if isinstance(font, dict) else b""
        if b"+Amiri" in name and "ToUnicode" in font:
            said = pdf.objects[int(font["ToUnicode"].split()[0])]
            mend = partial(mended, letters=letters_of(name.decode().partition("+")[2]))
            said.stream = [ENTRY.sub(mend, line) for line in said.stream]


def mended(entry: re.Match, letters: dict[int, str]) -> bytes:
    """An entry of the table, with the glyph's letter where it says nothing or a whole cluster."""
    glyph, text = int(entry[1], 16), bytes.fromhex(entry[2].decode()).decode("utf-16-be")
    clustered = len(text) > 1 and any(map(unicodedata.combining, text))
    if glyph not in letters or (text and not clustered):
        return entry[0]
    return b"<%s> <%s>" % (entry[1], letters[glyph].encode("utf-16-be").hex().encode())


@cache
def letters_of(face: str) -> dict[int, str]:
    """Each glyph of "Amiri", "Amiri-Bold" … that is a letter or a shape of one: {its number: the letter}."""
    font = TTFont(file_of(face), lazy=True)
    letters: dict[str, str] = {}
    for code, glyph in font.getBestCmap().items():
        letters.setdefault(glyph, chr(code))
    plainer = plainer_shapes(font)
    found = {}
    for shape in {*letters, *plainer}:
        glyph, passed = shape, set()
        while glyph not in letters and glyph in plainer and glyph not in passed:
            passed.add(glyph)
            glyph = plainer[glyph]
        if glyph in letters:
            found[font.getGlyphID(shape)] = letters[glyph]
    return found


def file_of(face: str) -> Path:
    folder = Path(find_spec("fontpkg_amiri").submodule_search_locations[0]) / "files"
    return folder / f"{face if '-' in face else face + '-Regular'}.ttf"


def plainer_shapes(font: TTFont) -> dict[str, str]:
    """Each glyph that the font puts in the place of one other: {glyph: that other}."""
    plainer: dict[str, str] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 1:
                for plain, shape in table.mapping.items():
                    plainer.setdefault(shape, plain)
    return plainer
