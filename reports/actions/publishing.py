"""The steps of a report: each a verb, each kept with who took it, when, and what they noted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from reports import embargo
from reports.models import Report, ReportMove
from upr_portal.states import WrongState

State = Report.State


def step(report: Report, state: str, verb: str, by: User, note: str = "", **changes) -> None:
    """Take one step and keep it; the note is in the language that its writer reads the portal in."""
    before = report.state
    report.move_to(state, **changes)
    ReportMove.objects.create(
        report=report,
        from_state=before,
        to_state=state,
        by=by,
        note=note.strip(),
        note_language=get_language(),
    )
    record(by, verb, report)


@transaction.atomic
def ask_for_review(report: Report, *, by: User, note: str = "") -> None:
    """Hand a draft to those who review it; they and its writers may still write."""
    step(report, State.IN_REVIEW, "asked for review", by, note)


@transaction.atomic
def send_back(report: Report, *, by: User, note: str) -> None:
    """Give a report in review back to its writers, with what they are to mend."""
    if report.state != State.IN_REVIEW:
        raise WrongState(f"{report!r} is not in review")
    step(report, State.DRAFT, "sent back", by, note)


@transaction.atomic
def approve(report: Report, *, by: User, note: str = "") -> None:
    """From here on its texts stand still."""
    step(report, State.APPROVED, "approved", by, note)


@transaction.atomic
def take_back(report: Report, *, by: User, note: str = "") -> None:
    """Make an approved report a draft again, so that it can be changed."""
    if report.state != State.APPROVED:
        raise WrongState(f"{report!r} is not approved")
    step(report, State.DRAFT, "took back", by, note)


@transaction.atomic
def publish_report(report: Report, *, by: User, note: str = "") -> None:
    """Show the report to everybody. The one before it, of the same kind, is superseded and stays readable.

    WrongState if it is not approved or under embargo, or if its consultation is still a draft.
    """
    # Two reports of one thing are published one after the other, so that the later supersedes.
    field, subject = report.subject_field, report.subject
    type(subject).objects.select_for_update().get(pk=subject.pk)
    told = report.told_consultation
    if told and Consultation.objects.get(pk=told.pk).is_draft:
        raise WrongState(f"{told!r} is not published")
    if not embargo.is_over(Report.objects.select_for_update().get(pk=report.pk)):
        raise WrongState(f"{report!r} is under embargo")
    earlier = Report.objects.published().filter(kind=report.kind, **{field: subject})
    for old in earlier.exclude(pk=report.pk):
        step(old, State.SUPERSEDED, "superseded", by)
    step(report, State.PUBLISHED, "published", by, note, published_at=timezone.now())
