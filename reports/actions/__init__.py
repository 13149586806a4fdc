"""What can be done with reports."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from reports import pdf
from reports.models import KeyIssue, Proposal, Rendering, Report, ReportSection
from reports.naming import free_slug, titles_of
from reports.sections import REPORT_KINDS
from upr_portal.jobs import post_on_commit
from upr_portal.states import WrongState

# Workers that may die of a rendering before somebody must ask again. Attempts are counted on, never back:
# they number the claims.
ATTEMPTS_A_TRY = 3


@transaction.atomic
def write_key_issue(
    consultation: Consultation, *, position: int, proposals: list[dict[str, str]], by: User, **texts: str
) -> KeyIssue:
    """Add a key issue and its proposals, numbered from 1.

    Texts are given by column: `title_en=`, `narrative_fr=` …, and each proposal as {"text_en": …}.
    """
    issue = KeyIssue.objects.create(consultation=consultation, position=position, **texts)
    for number, proposal in enumerate(proposals, start=1):
        Proposal.objects.create(key_issue=issue, number=number, **proposal)
    record(by, "wrote", issue, proposals=len(proposals))
    return issue


@transaction.atomic
def create_report(subject, *, kind: str, slug: str, languages: list[str], by: User, **titles: str) -> Report:
    """A draft about a consultation, event, State, review or cycle, with the sections of its kind.

    Titles are given by column (`title_en=`, `title_fr=` …).
    """
    about = {Report.field_for(subject): subject}
    report = Report.objects.create(kind=kind, slug=slug, languages=languages, **about, **titles)
    lay_out(report)
    record(by, "created", report)
    return report


@transaction.atomic
def make_report(subject, *, kind: str, languages: list[str], by: User) -> Report:
    """A draft named after what it is about, in every language in which that has a name."""
    titles = titles_of(kind, subject)
    return create_report(
        subject, kind=kind, slug=free_slug(kind, titles), languages=languages, by=by, **titles
    )


def lay_out(report: Report) -> None:
    """Give a new report its sections; those that would be too long for what it is about are switched off."""
    made = REPORT_KINDS[report.kind]
    too_long = made.too_long.get(report.subject_field, [])
    for position, kind in enumerate(made.sections, start=1):
        ReportSection.objects.create(
            report=report, position=position, kind=kind, switched_on=kind not in too_long
        )


def lock_to_write(report: Report) -> Report:
    """Hold the report as long as something of it is written, so that nobody approves it at that moment.

    Call it in a transaction. WrongState if it is no longer a draft or in review.
    """
    held = Report.objects.select_for_update().get(pk=report.pk)
    if not held.is_writable:
        raise WrongState(f"{report!r} is {held.state}")
    return held


@transaction.atomic
def compile_files(report: Report, languages: list[str], formats: list[str], *, by: User) -> list[Rendering]:
    """Ask for files in several languages and formats; the formats of a language are one version."""
    return [
        compile_report(report, language, format=format, by=by) for language in languages for format in formats
    ]


@transaction.atomic
def compile_report(report: Report, language: str, *, by: User, format: str = "pdf") -> Rendering:
    """Ask for the report's file in a language and format, made by a job.

    Whoever asks while one is under way is given that one. While a version of this language is under way, a
    further format of it is made from the same facts; else a new version begins. Once the report is published,
    its version stays: only other formats of it are made, and languages that have none yet. WrongState if the
    report is superseded.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_superseded:
        raise WrongState(f"{report!r} is superseded")
    of_language = report.renderings.filter(language=language)
    under_way = of_language.under_way().filter(format=format).first()
    if under_way:
        return under_way
    if report.is_public and (standing := published_version(of_language)):
        return format_of_version(report, language, standing, format, by)
    return begin_rendering(report, language, version_for(of_language, format), format, by)


def published_version(of_language) -> int | None:
    """The version of this language that readers have; None if there is none."""
    return of_language.done().aggregate(latest=Max("version"))["latest"]


def format_of_version(report: Report, language: str, version: int, format: str, by: User) -> Rendering:
    """The file of a version in a format: the one that there is, else one from the version's own facts."""
    found = report.renderings.filter(language=language, version=version, format=format).first()
    if found is None:
        return begin_rendering(report, language, version, format, by)
    if found.can_be_tried_again:
        compile_again(found, by=by)
    return found


def begin_rendering(report: Report, language: str, version: int, format: str, by: User) -> Rendering:
    rendering = Rendering.objects.create(
        report=report,
        language=language,
        format=format,
        version=version,
        created_by=by,
        seen_at=timezone.now(),
    )
    record(by, "compiled", rendering)
    post(rendering)
    return rendering


def version_for(of_language, format: str) -> int:
    """The version that is under way, if it lacks this format; else the next. The report is locked."""
    latest = of_language.order_by("-version").values_list("version", flat=True).first() or 0
    of_latest = of_language.filter(version=latest)
    joins = of_latest.under_way().exists() and not of_latest.filter(format=format).exists()
    return latest if joins else latest + 1


@transaction.atomic
def compile_again(rendering: Rendering, *, by: User) -> None:
    """Try one that failed or was cancelled once more, from the facts of its version, else of today.

    WrongState if it is neither, if a newer one is under way in its language and format, or if the report is
    published in another version.
    """
    report = Report.objects.select_for_update().get(pk=rendering.report_id)
    standing = published_version(report.renderings.filter(language=rendering.language))
    if report.is_public and standing not in (None, rendering.version):
        raise WrongState(f"{report!r} is published in another version")
    same = rendering.report.renderings.filter(language=rendering.language, format=rendering.format)
    if same.under_way().exists():
        raise WrongState(f"{rendering!r} has a newer one under way")
    rendering.move_to(
        Rendering.State.QUEUED,
        failure="",
        facts=None,
        sections_done=0,
        sections_total=0,
        current_section="",
        finished_at=None,
        seen_at=timezone.now(),
    )
    record(by, "compiled again", rendering)
    post(rendering)


@transaction.atomic
def cancel(rendering: Rendering, *, by: User) -> None:
    """Make no file of it any more. A worker that has it in hand stops at its next sign of life.

    WrongState if it has ended meanwhile.
    """
    # It may be taken up by a worker between the page and the button: both are fine to cancel.
    rendering = Rendering.objects.select_for_update().get(pk=rendering.pk)
    rendering.move_to(Rendering.State.CANCELLED, current_section="", finished_at=timezone.now())
    record(by, "cancelled", rendering)


@transaction.atomic
def take_up_again(rendering: Rendering, *, silent_since) -> None:
    """Post a rendering whose message or worker was lost; give it up after several workers died of it.

    Does nothing if it was heard of since that moment.
    """
    silent = Rendering.objects.silent_since(silent_since).select_for_update(skip_locked=True)
    rendering = silent.filter(pk=rendering.pk).first()
    if rendering is None:
        return
    now = timezone.now()
    if rendering.state == Rendering.State.QUEUED:
        Rendering.objects.filter(pk=rendering.pk).update(seen_at=now)
        post(rendering)
    elif rendering.attempts % ATTEMPTS_A_TRY == 0:
        rendering.move_to(Rendering.State.FAILED, failure=Rendering.Failure.LOST, finished_at=now)
    else:
        rendering.move_to(Rendering.State.QUEUED, sections_done=0, current_section="", seen_at=now)
        post(rendering)


def post(rendering: Rendering) -> None:
    """Send the job on commit. Where the broker is away the row waits, and the clock posts it later."""
    post_on_commit(pdf.render, rendering.pk)
