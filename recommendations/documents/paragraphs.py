"""A document of any format as its readers see it: paragraphs in reading order, and tables."""

import re
import unicodedata
from dataclasses import dataclass, field

# "6.12", "140." or "(a)" and then a space; a bare "140" may be the beginning of a sentence.
TYPED_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.)])|\((?:[a-z]{1,2}|[ivx]{1,5})\))[.)]?\s+(?=\S)"
)
HEADING_NUMBER = re.compile(r"(?P<number>[IVX]{1,5}|[A-Z])\.\s+")
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as a person would read it: no page furniture, no deleted text, lines joined.

    `number` is the number with which it begins, where that is certain: Word's automatic number, or a typed
    one, which then is not repeated in `text`. It is as printed, but for a full stop or bracket that ends it:
    "6.12", "140", "(a)", a heading's "II". `page` is counted from 1 where the format has pages.
    `level` is the depth of the numbering or indentation, 0 outermost. `footnotes` are the texts of the notes
    whose marks stand in the paragraph. Cells of tables come as paragraphs, too, with `in_table`: a reader
    that reads `Manuscript.tables` leaves them out.
    """

    text: str
    number: str = ""
    page: int | None = None
    level: int = 0
    is_heading: bool = False
    footnotes: tuple[str, ...] = ()
    in_table: bool = False


@dataclass
class Manuscript:
    """What one file holds: `tables` are rows of cells in reading order, `problems` what was left unread.

    All rows of a table have one width: a cell merged over columns stands in the first of them and leaves
    the others empty, one merged over rows is repeated in each. Paragraphs of a cell are lines of its text.
    `running_heads` are the headers and footers, which stand in no paragraph: the symbol is often among them.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    format: str = ""
    file_title: str = ""
    file_name: str = ""
    running_heads: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All paragraphs with their numbers, one a line: for guessing the family and the language."""
        return "\n".join(f"{paragraph.number} {paragraph.text}".strip() for paragraph in self.paragraphs)


def clean(text: str) -> str:
    """Words with single spaces between them, without what nobody sees."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def split_number(text: str, *, is_heading: bool = False) -> tuple[str, str]:
    """The typed number with which a paragraph begins, and the rest; ("", text) where none is certain.

    A number alone stays text: it is a heading that names what follows.
    """
    found = TYPED_NUMBER.match(text) or (HEADING_NUMBER.match(text) if is_heading else None)
    return (found["number"], text[found.end() :].strip()) if found else ("", text)
