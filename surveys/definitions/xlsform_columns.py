"""The columns of XLSForm sheets, under the many headings that were ever in use."""

import re
from dataclasses import dataclass, field

from surveys.definitions.readings import Texts
from surveys.definitions.tongues import plain

OURS = "upr"
ALIASES = {
    "caption": "label",
    "relevance": "relevant",
    "command": "type",
    "tag": "name",
    "value": "name",
    "calculate": "calculation",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "count": "repeat_count",
    "title": "form_title",
    "set_form_title": "form_title",
}
TEXTS = {"label", "hint"}
WRAPPERS = {"bind", "control", "media", "jr"}
SEPARATOR = re.compile(r"\s*::\s*")
# Escapes what pyxform would take for the name of a question; see xlsform_writing.
NOT_A_NAME = "$\u2060{"


@dataclass
class Cells:
    """A row of a sheet: texts by language, and everything else as it is written."""

    number: int
    texts: dict[str, Texts] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)

    def text(self, column: str) -> Texts:
        return self.texts.get(column, {})

    def get(self, column: str) -> str:
        return self.plain.get(column, "")


def column_of(heading: str) -> tuple[str, str]:
    """(column, language): ("label", "French (fr)") of "label::French (fr)" or the old "label:French (fr)"."""
    parts = SEPARATOR.split(heading.strip())
    if len(parts) == 1 and ":" in heading:
        parts = [part.strip() for part in heading.split(":")]
    first = parts[0].lower().replace(" ", "_")
    if first == OURS:
        return OURS, "::".join(parts[1:])
    if first in WRAPPERS and len(parts) > 1:
        return column_of("::".join(parts[1:]))
    return ALIASES.get(first, first), "::".join(parts[1:])


def cells_of(number: int, row: dict[str, str], *, is_ours: bool) -> Cells:
    cells = Cells(number)
    for heading, value in row.items():
        column, language = column_of(heading)
        if column == OURS:
            cells.ours[language] = value
        elif column in TEXTS:
            text = value.replace(NOT_A_NAME, "${") if is_ours else plain(value)
            cells.texts.setdefault(column, {}).setdefault(language, text)
        else:
            cells.plain.setdefault(column, value)
    return cells
