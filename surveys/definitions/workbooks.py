"""Workbooks with an XLSForm in them: their sheets as rows of text, of bounded size."""

import io
import logging
import warnings
import zipfile
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import xls_to_dict, xlsx_value_to_str

from recommendations.documents.unreadable import Unreadable

logger = logging.getLogger(__name__)

LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 500
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NOT_SHEETS = "_header"

Sheet = list[tuple[int, dict[str, str]]]


def read_workbook(content: bytes, *, is_old: bool) -> dict[str, Sheet]:
    """{sheet in small letters: [(row, {heading: text}), …]} without empty rows. Raises Unreadable."""
    if is_old and ENCRYPTED in content:
        raise Unreadable(_("The workbook is protected by a password. Save it without one."))
    try:
        return old_sheets(content) if is_old else sheets(content)
    except PyXFormError as error:
        raise Unreadable(
            _("The workbook cannot be read: %(error)s. Correct it, or save it anew as .xlsx.")
            % {"error": str(error).rstrip(".")}
        ) from error
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged file brings up in the libraries that open it
        logger.warning("a workbook could not be read: %s", type(error).__name__)
        raise Unreadable(_("The workbook is damaged. Open it and save it anew as .xlsx.")) from error


def sheets(content: bytes) -> dict[str, Sheet]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # zipfile unpacks no more of an entry than it says, so that what the archive says is enough to know.
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise Unreadable(
                _("The workbook is too large when unpacked. Take out pictures and spare sheets.")
            )
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable(_("This is an archive or a document, but no workbook. Choose the XLSForm."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return {
            sheet.title.strip().lower(): table(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
            for sheet in book.worksheets
        }


def table(rows: Iterable[tuple]) -> Sheet:
    """The rows of a sheet under the headings of its first one. Raises Unreadable."""
    iterator = iter(rows)
    headings = [" ".join(text_of(cell).split()) for cell in next(iterator, ())]
    twice = next((one for one in headings if one and headings.count(one) > 1), None)
    if twice:
        raise Unreadable(
            _("Two columns have the heading “%(heading)s”. Rename or remove one of them.")
            % {"heading": twice}
        )
    found: Sheet = []
    for number, cells in enumerate(iterator, start=2):
        texts = zip(headings, map(text_of, cells), strict=False)
        row = {heading: text for heading, text in texts if heading and text}
        if row:
            found.append((number, row))
        if len(found) > MOST_ROWS:
            raise Unreadable(
                _("A sheet has more than %(limit)d rows. No questionnaire is as long.") % {"limit": MOST_ROWS}
            )
    return found


def text_of(cell) -> str:
    if cell is None:
        return ""
    # pyxform's own way with numbers and truth values, but non-breaking spaces stay.
    return cell.strip() if isinstance(cell, str) else xlsx_value_to_str(cell).strip()


def old_sheets(content: bytes) -> dict[str, Sheet]:
    """Of .xls, by pyxform; sheets that XLSForm does not know are only named."""
    book = xls_to_dict(io.BytesIO(content))
    named: dict[str, Sheet] = {name.strip().lower(): [] for name in book["sheet_names"]}
    for name, rows in book.items():
        if name != "sheet_names" and not name.endswith(NOT_SHEETS):
            named[name.lower()] = [(place, row) for place, row in enumerate(rows, start=2) if row]
    return named
