"""`manage.py compile_report SLUG --language fr --out FILE`: the same job as the button's, waited for."""

import shutil
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.models import User
from accounts.models.people import Role
from reports import actions, pdf
from reports.formats import FORMATS
from reports.models import Rendering, Report

LOOK_EVERY = 0.5  # seconds
# A worker says that it is there as soon as it takes a job up; the clock posts a lost one after 40 seconds.
NOBODY_AFTER = 60
LONGEST = settings.CELERY_TASK_TIME_LIMIT * actions.ATTEMPTS_A_TRY


class Command(BaseCommand):
    help = (
        "Compile a report into a file: post the job, wait for it, copy the file. Ends with 1 and says why "
        "where no file could be made. With --here this process makes it, where no worker runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the report's name in its address")
        parser.add_argument("--language", required=True, choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--format", default="pdf", choices=list(FORMATS))
        parser.add_argument("--out", required=True, type=Path, help="where the file goes")
        parser.add_argument(
            "--by", metavar="EMAIL", help="the moderator in whose name; without it the one who came first"
        )
        parser.add_argument("--here", action="store_true", help="make it in this process, without a worker")
        parser.add_argument(
            "--patience", type=float, default=NOBODY_AFTER, help="seconds to wait for a worker (%(default)s)"
        )

    def handle(self, *args, slug: str, language: str, out: Path, **options) -> None:
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}. Make it, then try again.")
        report = Report.objects.filter(slug=slug).first()
        if report is None:
            raise CommandError(f"There is no report “{slug}”.")
        rendering = actions.compile_report(
            report, language, format=options["format"], by=moderator(options["by"])
        )
        if options["here"]:
            pdf.render(rendering.pk)
        rendering = waited_for(rendering, options["patience"], tell=self.tell)
        copy(rendering, out)
        self.stdout.write(f"{out}: {rendering.size} bytes, SHA-256 {rendering.sha256}")

    def tell(self, words: str) -> None:
        self.stderr.write(words)


def moderator(email: str | None) -> User:
    """In whose name the file is asked for, as the audit trail says. CommandError without a moderator."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    moderators = staff.filter(groups__name=Role.MODERATOR).order_by("pk")
    found = moderators.filter(email=email).first() if email else moderators.first()
    if found is None:
        raise CommandError(
            "There is no such moderator. Give somebody the role first, or name another (--by)."
        )
    return found


def waited_for(rendering: Rendering, patience: float, *, tell) -> Rendering:
    """The rendering once it is done. CommandError where it failed, was cancelled, or nobody takes it up."""
    asked, told = time.monotonic(), None
    while rendering.is_under_way:
        waited = time.monotonic() - asked
        if rendering.state == Rendering.State.QUEUED and waited > patience:
            raise CommandError(
                "No worker has taken the job up. Start one (see deploy/README.md), or make the file in this "
                "process with --here. The job still waits; cancel it on the report’s page if you want none."
            )
        if waited > LONGEST:
            raise CommandError("It takes longer than any job may. Look at the report’s page.")
        if (rendering.sections_done, rendering.sections_total) != told:
            told = (rendering.sections_done, rendering.sections_total)
            tell(f"{rendering.get_state_display()}: {told[0]}/{told[1]}")
        time.sleep(LOOK_EVERY)
        rendering = Rendering.objects.defer("facts").get(pk=rendering.pk)
    if rendering.state != Rendering.State.DONE:
        raise CommandError(why(rendering))
    return rendering


def why(rendering: Rendering) -> str:
    """What a moderator reads on the page, in English as all that the shell says."""
    with translation.override("en"):
        where = rendering.get_current_section_display()
        words = rendering.get_failure_display() or "Somebody has cancelled it."
        return f"{words} It stopped at: {where}." if where else str(words)


def copy(rendering: Rendering, out: Path) -> None:
    """Let the whole file appear at its place, or none."""
    unfinished = out.with_name(f".{out.name}.part")
    try:
        with rendering.file.open() as source, unfinished.open("wb") as target:
            shutil.copyfileobj(source, target)
        unfinished.replace(out)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"The file is made, but could not be copied to {out}: {error}") from error
