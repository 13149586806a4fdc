"""Tables as people send them – csv of any age, old and new Excel – as rows of text with their line."""

import csv
import html
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from python_calamine import CalamineError, CalamineWorkbook

from recommendations.documents.unreadable import Unreadable

LARGEST_FILE = 30 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
SAMPLE = 4096

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
OTHER_FORMATS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
# Letters that texts of the United Nations do contain beyond ASCII; a wrong encoding gives others.
EXPECTED = frozenset("àâäáãåæçéèêëîïíìôöóòõøœùûüúñšžÀÂÄÁÃÅÆÇÉÈÊËÎÏÍÔÖÓÕØŒÙÛÜÚÑŠŽ’‘“”–—…«»°")

FOREIGN = re.compile(r"[^\x00-\x7f]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SPACES = re.compile(r"[ \t\u00a0]+")
UNCLEAN = re.compile(r"[^ -%'-~]|  ")  # anything but plain letters and single spaces


@dataclass(frozen=True)
class Line:
    """A row of a table: where it stands in the file, and its cells as clean text."""

    number: int
    cells: list[str]


def read_table(content: bytes) -> list[Line]:
    """All rows of a csv, xls or xlsx file, the headings first. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise Unreadable(
            _("The file is larger than %(limit)s MB. Split it and import the parts.") % {"limit": limit}
        )
    for beginning, name in OTHER_FORMATS.items():
        if content.startswith(beginning):
            raise Unreadable(_("This is a %(format)s file. Choose a csv or Excel file.") % {"format": name})
    spreadsheet = content.startswith((OLD_EXCEL, ZIP))
    lines = list(sheet_lines(content) if spreadsheet else csv_lines(content))
    if len(lines) > MOST_ROWS:
        raise Unreadable(
            ngettext(
                "The file has more than %(limit)s row. Split it and import the parts.",
                "The file has more than %(limit)s rows. Split it and import the parts.",
                MOST_ROWS,
            )
            % {"limit": MOST_ROWS}
        )
    return lines


def csv_lines(content: bytes):
    text = decoded(content)
    if "\0" in text:
        raise Unreadable(_("This is not a text file. Choose a csv or Excel file."))
    first = text[:SAMPLE].splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(start, [clean(cell) for cell in cells])
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)s cannot be read as csv (%(error)s). Save the table anew as csv.")
            % {"line": start, "error": error}
        ) from error


def decoded(content: bytes) -> str:
    """The text of a file that does not say how it is written: UTF, or the code of old Macs or of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded_as(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max((in_code(content, code) for code in ("mac_roman", "cp1252")), key=likelihood)


def decoded_as(content: bytes, code: Literal["utf-16"]) -> str:
    try:
        return content.decode(code)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The text of the file is damaged. Save the table anew as csv in UTF-8.")
        ) from error


def in_code(content: bytes, code: str) -> str:
    return content.decode(code, errors="replace")


def likelihood(text: str) -> int:
    """Expected letters count for a reading of the file, all other foreign ones against it."""
    return sum(1 if letter in EXPECTED else -1 for letter in FOREIGN.findall(text))


def sheet_lines(content: bytes):
    refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unreadable(
            _(
                "The spreadsheet cannot be read: it is damaged, protected or of another kind. "
                "Save it anew as xlsx or csv."
            )
        ) from error
    for number, row in enumerate(rows, start=1):
        cells = [clean(as_text(cell)) for cell in row]
        if any(cells):
            yield Line(number, cells)


def refuse_bombs(content: bytes) -> None:
    """An xlsx file is a zip archive, which may unpack to anything."""
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("The spreadsheet is damaged. Save it anew as xlsx or csv.")) from error
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(_("The spreadsheet is too large when unpacked. Save it as csv and split it."))


def as_text(cell) -> str:
    """Excel keeps every number as a fraction: 5.0 is "5"."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def clean(cell: str) -> str:
    """Without the entities of web pages (&#40;), control characters, and spaces that nobody sees."""
    if not UNCLEAN.search(cell):
        return cell.strip()
    text = unicodedata.normalize("NFC", html.unescape(cell)).replace("\r\n", "\n").replace("\r", "\n")
    return SPACES.sub(" ", CONTROL.sub("", text)).strip()
