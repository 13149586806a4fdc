"""The job that makes the file of a rendering: section by section, then the whole, one whole file or none.

A worker may die at any moment and a message may come five times. So the row is claimed by compare-and-set,
each claim has a number (`attempts`), and whoever writes says which claim it writes for: a worker that was
given up or cancelled changes nothing any more. The file appears in the storage only when it is whole, in the
same step as "done".
"""

import errno
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from reports.exports import data_files
from reports.material import Material
from reports.models import Rendering, Report
from reports.paper import (
    ARCHIVE,
    Document,
    NoTypesetter,
    document_of,
    page_in_one_file,
    section_as_html,
    typeset,
)
from reports.sections import SECTIONS, head_of, number_paragraphs, sections_of
from reports.word import write_word
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Somebody else has taken this rendering up meanwhile."""


class Failed(Exception):
    """The rendering cannot be made; `failure` says why, as one of `Rendering.Failure`."""

    def __init__(self, failure: str):
        super().__init__(failure)
        self.failure = failure


@shared_task
def render(rendering_id: int) -> None:
    """Make the file of this rendering, if it waits; else do nothing."""
    rendering = Rendering.objects.select_related("report").get(pk=rendering_id)
    try:
        rendering.move_to(
            Rendering.State.RUNNING,
            attempts=rendering.attempts + 1,
            started_at=timezone.now(),
            seen_at=timezone.now(),
            sections_done=0,
            current_section="",
        )
    except WrongState:
        logger.info("rendering %s is in other hands, or done", rendering_id)
        return
    try:
        with translation.override(rendering.language), reasons():
            make(rendering)
    except ClaimLost:
        logger.warning("rendering %s was taken up by somebody else meanwhile", rendering_id)
    except Failed as failed:
        logger.warning("rendering %s failed: %s", rendering_id, failed.failure, exc_info=failed.__cause__)
        give_up(rendering, failed.failure)


def make(rendering: Rendering) -> None:
    """Write to a file that has no name, then let it appear whole."""
    document = compose(rendering)
    with tempfile.TemporaryFile() as unfinished:
        pages = MAKERS[rendering.format](document, unfinished, lambda: tell(rendering))
        finish(rendering, unfinished, pages)


def make_pdf(document: Document, target: IO[bytes], on_sign: Callable) -> int:
    return typeset(document_of(*document), target, on_sign=on_sign)


def make_archive(document: Document, target: IO[bytes], on_sign: Callable) -> int:
    """PDF/A-3, with the tables as csv and all facts as JSON beside the pages."""
    return typeset(
        document_of(*document), target, on_sign=on_sign, variant=ARCHIVE, attached=data_files(document.facts)
    )


def make_word(document: Document, target: IO[bytes], on_sign: Callable) -> None:
    on_sign()
    write_word(document, target)


def make_page(document: Document, target: IO[bytes], on_sign: Callable) -> None:
    on_sign()
    target.write(page_in_one_file(document).encode())


MAKERS = {"pdf": make_pdf, "archive": make_archive, "docx": make_word, "html": make_page}


@contextmanager
def reasons() -> Iterator[None]:
    """Turn what can go wrong into `Failed`, with the reason that a moderator is told."""
    try:
        yield
    except (ClaimLost, Failed):
        raise
    except SoftTimeLimitExceeded as error:
        raise Failed(Rendering.Failure.TIME) from error
    except MemoryError as error:
        raise Failed(Rendering.Failure.MEMORY) from error
    except NoTypesetter as error:
        raise Failed(Rendering.Failure.TYPESETTER) from error
    except OSError as error:
        disk = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)
        raise Failed(Rendering.Failure.DISK if disk else Rendering.Failure.TYPESETTING) from error
    except Exception as error:
        raise Failed(Rendering.Failure.TYPESETTING) from error


# --- Claims, progress, ends --------------------------------------------------------------------------------


def mine(rendering: Rendering):
    """The row, as long as it is still this claim's."""
    return Rendering.objects.filter(
        pk=rendering.pk, state=Rendering.State.RUNNING, attempts=rendering.attempts
    )


def tell(rendering: Rendering, **progress) -> None:
    """Write a sign of life and how far the rendering is, for all to see. Raises ClaimLost."""
    if not mine(rendering).update(seen_at=timezone.now(), **progress):
        raise ClaimLost


def give_up(rendering: Rendering, failure: str) -> None:
    mine(rendering).update(state=Rendering.State.FAILED, failure=failure, finished_at=timezone.now())


def finish(rendering: Rendering, unfinished: IO[bytes], pages: int | None) -> None:
    """Let the file appear under its name and the row say so. Raises ClaimLost, and then no file appears."""
    size = unfinished.seek(0, os.SEEK_END)
    unfinished.seek(0)
    sha256 = hashlib.file_digest(unfinished, "sha256").hexdigest()
    with transaction.atomic():
        if not mine(rendering).select_for_update().exists():
            raise ClaimLost
        rendering.move_to(
            Rendering.State.DONE,
            file=keep(unfinished, name_of(rendering)),
            size=size,
            pages=pages,
            sha256=sha256,
            current_section="",
            seen_at=timezone.now(),
            finished_at=timezone.now(),
        )


def keep(unfinished: IO[bytes], name: str) -> str:
    """Put the file into the storage; returns its name there.

    One that is there already was left by a worker that died before its row said "done".
    """
    if default_storage.exists(name):
        default_storage.delete(name)
    unfinished.seek(0)
    return default_storage.save(name, File(unfinished))


def name_of(rendering: Rendering) -> str:
    return f"reports/{rendering.report_id}/{rendering.language}-v{rendering.version}.{rendering.suffix}"


# --- Sections ----------------------------------------------------------------------------------------------


def compose(rendering: Rendering) -> Document:
    """Gather and write section after section, each step told in the row.

    The facts are frozen in the row when all are there: a rendering that is taken up again is made from them.
    Raises Failed where a section cannot be put together; `current_section` then says which.
    """
    head, steps = steps_of(rendering)
    facts, written = {"report": head, "sections": []}, []
    for done, (kind, gather) in enumerate(steps):
        tell(rendering, sections_total=len(steps), sections_done=done, current_section=kind)
        with section_reasons():
            facts["sections"].append(gather())
            number_paragraphs(facts)
            written.append(write(rendering, facts["sections"][-1]))
    tell(rendering, sections_total=len(steps), sections_done=len(steps), current_section="")
    if frozen := freeze(rendering, facts):
        facts, written = frozen, [write(rendering, section) for section in frozen["sections"]]
    return Document(facts, written, rendering.language, rendering.version)


def write(rendering: Rendering, section: dict) -> str:
    return section_as_html(section, rendering.language, paper=rendering.format != "html")


def freeze(rendering: Rendering, facts: dict) -> dict | None:
    """Keep the facts in the row; where another format of this version was first, keep and return its own."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=rendering.report_id)
        frozen = frozen_facts(rendering)
        tell(rendering, facts=frozen or facts)
    return frozen


def frozen_facts(rendering: Rendering) -> dict | None:
    """The facts of this version, if one of its formats has them already."""
    frozen = Rendering.objects.of_version(rendering).exclude(facts=None)
    return frozen.values_list("facts", flat=True).first()


def steps_of(rendering: Rendering) -> tuple[dict, list[tuple[str, Callable[[], dict]]]]:
    """What the cover says, and each section's kind with what gives its facts: frozen ones, else of now."""
    if frozen := frozen_facts(rendering):
        return frozen["report"], [(facts["kind"], partial(dict, facts)) for facts in frozen["sections"]]
    report = rendering.report
    material = Material(report)
    steps = [
        (section.kind, partial(SECTIONS[section.kind].gather, section, material))
        for section in sections_of(report)
    ]
    return head_of(report, material), steps


@contextmanager
def section_reasons() -> Iterator[None]:
    try:
        yield
    except (ClaimLost, SoftTimeLimitExceeded, MemoryError, OSError):
        raise
    except Exception as error:
        raise Failed(Rendering.Failure.SECTION) from error
