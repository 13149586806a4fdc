"""Documents as people have them – Word, PDF, text, tables – opened into paragraphs and tables."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from recommendations.documents.apart import read_apart
from recommendations.documents.paragraphs import Manuscript, Paragraph, clean
from recommendations.documents.plain import read_plain
from recommendations.documents.tables import OLD_EXCEL, ZIP, read_table
from recommendations.documents.unreadable import Unreadable

__all__ = ["LARGEST_FILE", "Manuscript", "Paragraph", "Unreadable", "read_manuscript"]

LARGEST_FILE = 30 * 1024 * 1024
LONGEST_TEXT = 2 * 1024 * 1024
PDF_BEGINS_WITHIN = 1024  # mails and servers put lines before the beginning
ENCRYPTED, OLD_WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
WEB_PAGE = (b"<!doctype html", b"<html")
TABLES = (".csv", ".tsv")  # nothing but the name tells these from text


def read_manuscript(content: bytes, *, file_name: str = "") -> Manuscript:
    """The paragraphs and tables of a file; its format is found from its content, a csv's from its name.

    Raises Unreadable, with a sentence that says what was seen and what to do. Takes bounded time and memory.
    """
    refuse_large(len(content))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    name = PurePath(file_name)
    is_table = name.suffix.lower() in TABLES and not content.startswith((ZIP, OLD_EXCEL))
    manuscript = (read_sheet if is_table else reader_for(content))(content)
    manuscript.file_name = name.name
    if not manuscript.paragraphs and not manuscript.tables:
        raise Unreadable(_("The document holds no text. Choose another, or paste the text."))
    return manuscript


def refuse_large(size: int) -> None:
    """Raises Unreadable for a file of so many bytes, which then need not be read at all."""
    if size > LARGEST_FILE:
        raise Unreadable(
            _("The file is larger than %(limit)s MB. Choose the document alone, without pictures.")
            % {"limit": LARGEST_FILE // 1024 // 1024}
        )


def reader_for(content: bytes) -> Callable[[bytes], Manuscript]:
    """What reads the file. Raises Unreadable where nothing does."""
    if b"%PDF-" in content[:PDF_BEGINS_WITHIN]:
        return lambda pdf: read_apart("pdf", pdf)
    if content.startswith(ZIP):
        return reader_of_archive(content)
    if content.startswith(OLD_EXCEL):
        if ENCRYPTED in content:
            raise Unreadable(_("The document is protected by a password. Save it without one."))
        if OLD_WORD in content:
            raise Unreadable(_("This is a Word document of the old kind (.doc). Save it as .docx."))
        return read_sheet
    if content.startswith(b"{\\rtf"):
        raise Unreadable(_("This is a document in RTF. Open it in Word or LibreOffice and save it as .docx."))
    if content.startswith(PICTURES):
        raise Unreadable(_("This is a picture. Choose the document as it was written."))
    if content.lstrip()[:20].lower().startswith(WEB_PAGE):
        raise Unreadable(_("This is a web page. Copy the text of the document and paste it."))
    if len(content) > LONGEST_TEXT:
        raise Unreadable(_("The text is far longer than any report. Choose the one document that is meant."))
    return read_plain


def reader_of_archive(content: bytes) -> Callable[[bytes], Manuscript]:
    """Word, Excel and OpenDocument files are all zip archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(_("The file is damaged: only a part of it is there. Save it anew.")) from error
    if "[Content_Types].xml" not in names:
        raise Unreadable(
            _("This is an archive, or a document of another program. Choose a Word or PDF document.")
        )
    if any(name.startswith("xl/") for name in names):
        return read_sheet
    return lambda document: read_apart("docx", document)


def read_sheet(content: bytes) -> Manuscript:
    """The first sheet of a spreadsheet as one table, its rows of one width."""
    lines = read_table(content)
    width = max((len(line.cells) for line in lines), default=0)
    rows = [[clean_cell(cell) for cell in line.cells] + [""] * (width - len(line.cells)) for line in lines]
    return Manuscript(tables=[rows] if rows else [], format="table")


def clean_cell(cell: str) -> str:
    """Its lines, each clean: what Word has as paragraphs of a cell, a sheet has as lines."""
    return "\n".join(line for line in map(clean, cell.split("\n")) if line)
