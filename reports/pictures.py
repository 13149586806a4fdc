"""Charts as pictures to reuse: SVG and PNG, drawn from the same facts by one layout, with a line of credit.

The layout measures with the fonts of the paper, so that words never run into bars. In a language written from
right to left everything is mirrored but the texts themselves. Parts of a bar differ in lightness and each bar
has its figure beside it: nothing is told by colour alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from reports.exports import XLSX, Table, csv_of, told, workbook_of
from upr_portal.languages import direction
from upr_portal.templatetags.portal import SYMBOL

WIDTH, MARGIN = 800, 24
LABELS, FIGURES = 300, 110  # columns: what is counted, and the figure after the bar
BARS = WIDTH - 2 * MARGIN - LABELS - FIGURES
SCALE = 2  # dots of the PNG a unit
INK, GREY, TRACK = "#1b2226", "#485157", "#e6eae8"
SHADES = ["#0e4a63", "#93b9c9", "#4f8aa3", "#d8d2c4", "#664300", "#f3c969"]
FAMILIES = {"ar": "Amiri", "zh-hans": "Noto Sans SC"}
FILES = {
    ("Noto Sans", False): ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("Noto Sans", True): ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("Amiri", False): ("fontpkg_amiri", "files/Amiri-Regular.ttf"),
    ("Amiri", True): ("fontpkg_amiri", "files/Amiri-Bold.ttf"),
    ("Noto Sans SC", False): ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("Noto Sans SC", True): ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
}


@dataclass(frozen=True)
class Words:
    """A line of text; `at_end` where it ends at `x` instead of starting there, as its chart is read."""

    x: float
    y: float
    text: str
    language: str
    size: int = 14
    bold: bool = False
    colour: str = INK
    at_end: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Picture:
    """Marks in the order of reading, and what the picture says to those who do not see it."""

    language: str
    height: float
    marks: list[Words | Box]
    title: str
    summary: str


def draw(chart: dict, credit: str, language: str, *, with_title: bool = True) -> Picture:
    """Lay a chart (reports.charts' shapes) out; `credit` is the last line, in the language of the report."""
    marks: list[Words | Box] = []
    y = MARGIN
    title = chart["title"]
    lines = wrapped(title["text"], title["language"], 17, WIDTH - 2 * MARGIN, bold=True)
    for line in lines if with_title else []:
        y += 24
        marks.append(Words(MARGIN, y, line, title["language"], 17, bold=True))
    y += 18 if with_title else -12
    if chart["kind"] == "stacked":
        y = add_key(marks, chart["series"], y)
    for row in chart["rows"]:
        y = add_row(marks, chart, row, y, language)
    for text in filter(None, [chart["note"], credit]):
        for line in wrapped(text, language, 12, WIDTH - 2 * MARGIN):
            y += 18
            marks.append(Words(MARGIN, y, line, language, 12, colour=GREY))
        y += 4
    return Picture(language, y + MARGIN, marks, title["text"], chart["summary"])


def add_key(marks: list, series: list[dict], y: float) -> float:
    """What the shades of a divided bar mean, one a line."""
    for number, name in enumerate(series):
        marks.append(Box(MARGIN, y, 14, 14, SHADES[number % len(SHADES)]))
        marks.append(Words(MARGIN + 22, y + 12, name["label"]["text"], name["label"]["language"], 13))
        y += 21
    return y + 8


def add_row(marks: list, chart: dict, row: dict, y: float, language: str) -> float:
    """A label, its bar and its figure; returns where the next row begins."""
    label = row["label"]
    lines = wrapped(label["text"], label["language"], 14, LABELS - 16)
    for number, line in enumerate(lines):
        marks.append(Words(MARGIN, y + 15 + 19 * number, line, label["language"]))
    start = MARGIN + LABELS
    if row["length"] is not None:
        marks += [Box(start, y + 3, BARS, 14, TRACK), *boxes(chart, row, start, y + 3)]
    end = WIDTH - MARGIN
    if row["count"] is None:
        marks.append(Words(end, y + 15, told(row, chart), language, 13, colour=GREY, at_end=True))
    else:
        marks.append(Words(end, y + 15, figure(row), language, at_end=True))
    lower = y + 19 * max(1, len(lines))
    if chart["kind"] == "stacked":
        lower = max(lower, add_parts(marks, chart, row, y + 31, language))
    return lower + 7


def add_parts(marks: list, chart: dict, row: dict, y: float, language: str) -> float:
    """Under a divided bar what its parts are, so that nobody must compare shades."""
    names = {name["code"]: name["label"]["text"] for name in chart["series"]}
    parts = [f"{names[part['code']]}\u00a0{part['count']}" for part in row["parts"] if part["count"]]
    for line in wrapped(pgettext("between names", ", ").join(parts), language, 11, BARS + FIGURES):
        marks.append(Words(MARGIN + LABELS, y, line, language, 11, colour=GREY))
        y += 16
    return y - 10


def boxes(chart: dict, row: dict, x: float, y: float) -> Iterator[Box]:
    whole = BARS * row["length"] / 100
    if chart["kind"] != "stacked":
        yield Box(x, y, whole, 14, SHADES[0])
        return
    for number, part in enumerate(row["parts"]):
        width = whole * part["count"] / (row["count"] or 1)
        yield Box(x, y, width, 14, SHADES[number % len(SHADES)])
        x += width


def figure(row: dict) -> str:
    percent = row.get("percent")
    if percent is None:
        return str(row["count"])
    return f"{row['count']} ({_('%(percent)s%%') % {'percent': percent}})"


def credit_of(source) -> str:
    """Where a chart is from, in the words of the rendering's language: report, version, address."""
    report = source.facts["report"]
    return _("Source: %(kind)s “%(title)s”, version %(version)s, %(address)s") % {
        "kind": report["kind"],
        "title": report["title"]["text"],
        "version": source.version,
        "address": f"{settings.SITE_URL}/reports/{report['slug']}/",
    }


def content_of(table: Table, kind: str, credit: str) -> tuple[bytes, str]:
    """A table as csv, xlsx, svg or png, with its content type; in the active language."""
    if kind == "csv":
        return csv_of(table), "text/csv; charset=utf-8"
    if kind == "xlsx":
        return workbook_of([table], credit), XLSX
    picture = draw(table.chart, credit, get_language())
    if kind == "svg":
        return svg_of(picture).encode(), "image/svg+xml"
    return png_of(picture), "image/png"


# --- Fonts -------------------------------------------------------------------------------------------------


def points(language: str, size: int) -> int:
    """Arabic letters are smaller than Latin ones of the same size."""
    return round(size * 1.2) if language == "ar" else size


@cache
def font(language: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The paper's font for texts of this language."""
    package, file = FILES[FAMILIES.get(language, "Noto Sans"), bold]
    path = Path(find_spec(package).submodule_search_locations[0]) / file
    found = ImageFont.truetype(str(path), points(language, size), layout_engine=ImageFont.Layout.RAQM)
    if bold and "wght" in file:
        found.set_variation_by_name("Bold")
    return found


def wrapped(text: str, language: str, size: int, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; Chinese breaks between any two signs, others at blanks."""
    face = font(language, size, bold)
    pieces = list(text) if language.startswith("zh") else text.split(" ")
    joint = "" if language.startswith("zh") else " "
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}{joint}{piece}" if lines[-1] else piece
        if lines[-1] and face.getlength(longer) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def isolated(words: Words) -> str:
    """In Arabic, symbols and addresses between the signs that keep them in one piece from left to right."""
    if direction(words.language) == "ltr":
        return words.text
    return SYMBOL.sub("\u2066\\1\u2069", words.text)


# --- SVG ---------------------------------------------------------------------------------------------------


def svg_of(picture: Picture) -> str:
    """An SVG that names itself and says what it shows, with its texts as texts."""
    mirrored = direction(picture.language) == "rtl"
    marks = "\n".join(
        svg_words(mark, mirrored) if isinstance(mark, Words) else svg_box(mark, mirrored)
        for mark in picture.marks
    )
    size = f'width="{WIDTH}" height="{picture.height:.0f}" viewBox="0 0 {WIDTH} {picture.height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:lang="{picture.language}"'
        f' aria-labelledby="title summary">\n<title id="title">{escape(picture.title)}</title>\n'
        f'<desc id="summary">{escape(picture.summary)}</desc>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{marks}\n</svg>\n'
    )


def svg_box(box: Box, mirrored: bool) -> str:
    x = WIDTH - box.x - box.width if mirrored else box.x
    place = f'x="{x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<rect {place} fill="{box.colour}"/>'


def svg_words(words: Words, mirrored: bool) -> str:
    rtl = direction(words.language) == "rtl"
    at_left = words.at_end == mirrored
    anchor = "start" if at_left != rtl else "end"
    family = quoteattr(f"{FAMILIES.get(words.language, 'Noto Sans')}, 'Noto Sans', Amiri, sans-serif")
    x = WIDTH - words.x if mirrored else words.x
    size = points(words.language, words.size)
    return (
        f'<text x="{x:.1f}" y="{words.y:.1f}" font-family={family} font-size="{size}"'
        f'{" font-weight=" + quoteattr("700") if words.bold else ""} fill="{words.colour}"'
        f' text-anchor="{anchor}" direction="{"rtl" if rtl else "ltr"}" xml:lang="{words.language}">'
        f"{escape(isolated(words))}</text>"
    )


# --- PNG ---------------------------------------------------------------------------------------------------


def png_of(picture: Picture) -> bytes:
    """The same in dots, twice as fine as a screen."""
    mirrored = direction(picture.language) == "rtl"
    image = Image.new("RGB", (WIDTH * SCALE, round(picture.height * SCALE)), "#ffffff")
    canvas = ImageDraw.Draw(image)
    for mark in picture.marks:
        paint: Callable = paint_words if isinstance(mark, Words) else paint_box
        paint(canvas, mark, mirrored)
    file = BytesIO()
    image.save(file, "PNG", optimize=True, dpi=(192, 192))
    return file.getvalue()


def paint_box(canvas: ImageDraw.ImageDraw, box: Box, mirrored: bool) -> None:
    if box.width * SCALE < 1:
        return
    x = WIDTH - box.x - box.width if mirrored else box.x
    corners = [x, box.y, x + box.width, box.y + box.height]
    canvas.rectangle([corner * SCALE for corner in corners], fill=box.colour)


def paint_words(canvas: ImageDraw.ImageDraw, words: Words, mirrored: bool) -> None:
    x = WIDTH - words.x if mirrored else words.x
    canvas.text(
        (x * SCALE, words.y * SCALE),
        isolated(words),
        fill=words.colour,
        font=font(words.language, words.size * SCALE, words.bold),
        anchor="ls" if words.at_end == mirrored else "rs",
        direction=direction(words.language),
    )
