"""A report as a Word file, from the same HTML as the paper: what a template says once stands in both.

`body` goes through the HTML, `tables` makes its tables, `document` what holds for the whole file.
"""

from typing import IO

from lxml import html

from reports.paper import Document, document_of
from reports.word.body import Writer
from reports.word.document import new_document


def write_word(document: Document, target: IO[bytes]) -> None:
    """Write a .docx with real headings, lists, tables and alternative texts, in the active language."""
    page = html.document_fromstring(document_of(*document))
    word = new_document(document.facts["report"], document.language)
    Writer(word, document).write(page.find("body"))
    word.save(target)
