"""A document of any format as its readers see it: paragraphs in reading order, and tables."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as a person would read it: no page furniture, no deleted text, lines joined.

    `number` is the number with which it begins, where that is certain: Word's automatic number, or a typed
    one ("6.12"), which then is not repeated in `text`. `page` is counted from 1 where the format has pages.
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
    """What one file holds: `tables` are rows of cells in reading order, `problems` what was left unread."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    format: str = ""
    file_title: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All paragraphs with their numbers, one a line: for guessing the family and the language."""
        return "\n".join(f"{paragraph.number} {paragraph.text}".strip() for paragraph in self.paragraphs)
