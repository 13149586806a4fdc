"""What a version of a report can be had as. Each format is made from the version's frozen facts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Format:
    """A kind of file: its name for readers, the end of its file name, and whether it has pages to count."""

    label: Promise
    suffix: str
    content_type: str
    has_pages: bool = False


FORMATS: dict[str, Format] = {
    "pdf": Format(_("PDF to print"), "pdf", "application/pdf", has_pages=True),
    "archive": Format(_("PDF for archives, with the data"), "archive.pdf", "application/pdf", has_pages=True),
    "docx": Format(
        _("Word"), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "html": Format(_("Web page in one file"), "html", "text/html; charset=utf-8"),
}
WITH_PAGES = [name for name, one in FORMATS.items() if one.has_pages]


def format_choices() -> list[tuple[str, Promise]]:
    return [(name, one.label) for name, one in FORMATS.items()]


def format_of(suffix: str) -> str:
    """ "archive" from "archive.pdf". KeyError for a suffix that no format has."""
    return {one.suffix: name for name, one in FORMATS.items()}[suffix]
