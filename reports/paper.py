"""A report on paper: from facts to one HTML document, and from that to a tagged PDF."""

import gc
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from reports.exports import Attached
from reports.sections import SECTIONS, fingerprint_of
from upr_portal.copying import say_letters
from upr_portal.languages import direction
from upr_portal.typesetting import load_weasyprint

SIGN_OF_LIFE_EVERY = 5  # seconds
STATIC = Path(settings.BASE_DIR) / "static"
STYLE = STATIC / "report.css"
# The variants of PDF: to read for everybody, and to keep. WeasyPrint makes one a file.
ACCESSIBLE, ARCHIVE = "pdf/ua-1", "pdf/a-3a"


class NoTypesetter(Exception):
    """WeasyPrint or a library that it needs is not there."""


class Document(NamedTuple):
    """A report put together: its facts, and each section as HTML."""

    facts: dict
    sections: list[str]
    language: str
    version: int


def section_as_html(section: dict, language: str, *, paper: bool = True) -> str:
    """A section from its facts, for the paper or for the page, in the active language."""
    context = {"section": section, "language": language, "paper": paper, "site": settings.SITE_URL}
    return render_to_string(SECTIONS[section["kind"]].template, context)


def article_of(facts: dict, language: str) -> str:
    """All sections for the page."""
    sections = ([section_as_html(section, language, paper=False)] for section in facts["sections"])
    return format_html_join("", "{}", sections)


def document_of(facts: dict, sections: list[str], language: str, version: int) -> str:
    """The whole document for the typesetter, in the active language."""
    parts = [
        {"facts": section, "html": html, "starts_new_page": SECTIONS[section["kind"]].starts_new_page}
        for section, html in zip(facts["sections"], sections, strict=True)
    ]
    return render_to_string(
        "reports/paper.html",
        {
            "facts": facts,
            "report": facts["report"],
            "parts": parts,
            "version": version,
            "language": language,
            "page_direction": direction(language),
            "fingerprint": fingerprint_of(facts),
            "today": timezone.localdate(),
        },
    )


def page_in_one_file(document: Document) -> str:
    """The report as a web page that needs nothing beside it, in the active language."""
    return render_to_string(
        "reports/one_file.html",
        {
            "facts": document.facts,
            "report": document.facts["report"],
            "sections": document.sections,
            "version": document.version,
            "language": document.language,
            "page_direction": direction(document.language),
            "fingerprint": fingerprint_of(document.facts),
            "today": timezone.localdate(),
            # Our own style sheet; it holds no text of anybody.
            "style": mark_safe((STATIC / "portal.css").read_text()),  # noqa: S308
        },
    )


def page_rules() -> str:
    """Running heads and feet as CSS, in the words and the direction of the active language.

    Margin boxes know left and right only, so the sides are chosen here.
    """
    start, end = ("right", "left") if get_language_bidi() else ("left", "right")
    words = _("Page %(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    pieces = (
        f"counter({piece})" if piece in ("page", "pages") else f'"{piece}"'
        for piece in words.split("\0")
        if piece
    )
    head = "font: 8.5pt 'Noto Sans', Amiri, 'Noto Sans SC'; color: #485157; vertical-align: bottom; "
    return f"""
        @page {{
          @top-{start} {{ content: string(title); {head} text-align: {start}; padding-block-end: 6mm }}
          @top-{end} {{ content: string(section, start); {head} text-align: {end}; padding-block-end: 6mm }}
          @bottom-center {{ content: {" ".join(pieces)} }}
        }}
        @page cover {{ @top-{start} {{ content: none }} @top-{end} {{ content: none }}
          @bottom-center {{ content: none }} }}
    """


def bar_widths() -> str:
    """Bars are drawn with classes: nothing on the page has a style of its own."""
    return "".join(f".w{percent}{{inline-size:{percent}%}}" for percent in range(101))


class SignsOfLife(logging.Handler):
    """WeasyPrint logs every page it lays out; every few seconds one of these lines becomes a sign of life.

    Two reports may be laid out in two threads of one worker; each hears of its own pages only.
    """

    def __init__(self, on_sign):
        super().__init__()
        self.on_sign, self.last, self.thread = on_sign, time.monotonic(), threading.get_ident()

    def emit(self, record) -> None:
        if record.thread != self.thread:
            return
        if time.monotonic() - self.last > SIGN_OF_LIFE_EVERY:
            self.last = time.monotonic()
            self.on_sign()


@contextmanager
def signs_of_life(on_sign) -> Iterator[None]:
    progress, handler = logging.getLogger("weasyprint.progress"), SignsOfLife(on_sign)
    level, passes_on = progress.level, progress.propagate
    progress.setLevel(logging.INFO)
    progress.propagate = False
    progress.addHandler(handler)
    try:
        yield
    finally:
        progress.removeHandler(handler)
        progress.propagate = passes_on
        progress.setLevel(level)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Without Python's collector of rings: it reads every box again and again, and finds next to none.

    A fifth of the time for one or two hundredths more memory (bench/reports.py). What is not in a ring
    is freed as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def typeset(
    html: str,
    target: Path | IO[bytes],
    on_sign=lambda: None,
    variant: str = ACCESSIBLE,
    attached: Iterable[Attached] = (),
) -> int:
    """Write a tagged PDF and return its number of pages. Raises NoTypesetter.

    Call it with the document's language active. Nothing is fetched: only `data:` addresses are allowed.
    WeasyPrint's own fetcher reads any address, and any file of this machine, that a text names
    (docs/decisions/0010-paper.md). What is attached is handed over as bytes.
    """
    try:
        weasyprint = load_weasyprint()
    except (OSError, ImportError) as error:
        raise NoTypesetter from error
    fetcher = confined_fetcher(weasyprint)
    style = STYLE.read_text() + page_rules() + bar_widths()
    with nothing_collected(), signs_of_life(on_sign):
        sheet = weasyprint.CSS(string=style, url_fetcher=fetcher)
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[sheet], pdf_variant=variant
        )
        document.write_pdf(
            target,
            finisher=say_letters,
            pdf_variant=variant,
            attachments=attachments(weasyprint, fetcher, attached),
        )
    return len(document.pages)


def attachments(weasyprint, fetcher, attached: Iterable[Attached]) -> list:
    return [
        weasyprint.Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            relationship="Data",
            url_fetcher=fetcher,
        )
        for one in attached
    ]


def confined_fetcher(weasyprint):
    return weasyprint.urls.URLFetcher(allowed_protocols=["data"])
