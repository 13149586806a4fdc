"""The job that makes the file of a rendering: section by section, then the pages, one whole file or none.

A worker may die at any moment and a message may come five times. So the row is claimed by compare-and-set,
each claim has a number (`attempts`), and whoever writes says which claim it writes for: a worker that was
given up changes nothing any more. The file appears under its name only when it is whole, in the same step
as "done".
"""

import errno
import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from reports.material import Material
from reports.models import Rendering
from reports.paper import NoTypesetter, document_of, section_as_html, typeset
from reports.sections import SECTIONS, head_of, number_paragraphs, sections_of
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
    remove_leavings(rendering)
    try:
        with translation.override(rendering.language), reasons():
            make(rendering)
    except ClaimLost:
        logger.warning("rendering %s was taken up by somebody else meanwhile", rendering_id)
    except Failed as failed:
        logger.warning("rendering %s failed: %s", rendering_id, failed.failure, exc_info=failed.__cause__)
        give_up(rendering, failed.failure)


def make(rendering: Rendering) -> None:
    """Write to a file of this claim's own, then let it appear whole."""
    html = compose(rendering)
    unfinished = leaving_of(rendering)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    try:
        pages = typeset(html, unfinished, on_sign=lambda: tell(rendering))
        finish(rendering, unfinished, pages)
    finally:
        unfinished.unlink(missing_ok=True)


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


def finish(rendering: Rendering, unfinished: Path, pages: int) -> None:
    """Let the file appear under its name and the row say so. Raises ClaimLost, and then no file appears."""
    content = unfinished.read_bytes()
    with transaction.atomic():
        if not mine(rendering).select_for_update().exists():
            raise ClaimLost
        name = name_of(rendering)
        write_through(unfinished, Path(settings.MEDIA_ROOT) / name)
        rendering.move_to(
            Rendering.State.DONE,
            file=name,
            size=len(content),
            pages=pages,
            sha256=hashlib.sha256(content).hexdigest(),
            current_section="",
            seen_at=timezone.now(),
            finished_at=timezone.now(),
        )


def write_through(unfinished: Path, target: Path) -> None:
    """Rename, so that the whole file is there or none, also after the power has failed."""
    sync(unfinished)
    unfinished.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def name_of(rendering: Rendering) -> str:
    return f"reports/{rendering.report_id}/{rendering.language}-v{rendering.version}.pdf"


def leaving_of(rendering: Rendering) -> Path:
    """Where this claim writes until its file is whole."""
    folder = Path(settings.MEDIA_ROOT) / f"reports/{rendering.report_id}"
    return folder / f".{rendering.pk}-{rendering.attempts}.part"


def remove_leavings(rendering: Rendering) -> None:
    """Throw away what workers that died have left of this rendering."""
    for left in leaving_of(rendering).parent.glob(f".{rendering.pk}-*.part"):
        left.unlink(missing_ok=True)


# --- Sections ----------------------------------------------------------------------------------------------


def compose(rendering: Rendering) -> str:
    """Gather and write section after section, each step told in the row; returns the document as HTML.

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
            written.append(section_as_html(facts["sections"][-1], rendering.language))
    tell(rendering, facts=facts, sections_total=len(steps), sections_done=len(steps), current_section="")
    return document_of(facts, written, rendering.language, rendering.version)


def steps_of(rendering: Rendering) -> tuple[dict, list[tuple[str, Callable[[], dict]]]]:
    """What the cover says, and each section's kind with what gives its facts: frozen ones, else of now."""
    if frozen := rendering.facts:
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
