"""The steps of a report: each a verb, each kept with who took it, when, and what they noted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from reports import embargo
from reports.actions import lock_to_write
from reports.actions.composing import hand_on
from reports.actions.printing import hold_key_issues, keep_what_is_printed
from reports.models import Report, ReportMove
from reports.naming import slug_of_edition
from reports.publication import Candidate, what_is_missing, words_of_key_issues
from upr_portal.states import WrongState

State = Report.State


class NotReady(Exception):
    """Something must be mended first; `missing` says what, in sentences for a moderator."""

    def __init__(self, missing: list[str]):
        super().__init__(f"{len(missing)} to mend")
        self.missing = missing


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
    """From here on its texts stand still. Key issues do not, but it is published only as they were approved.

    NotReady if a check before publishing says that something must be mended.
    """
    hold_key_issues(report)
    step_is_checked(report, what_is_missing(lock(report)))
    step(
        report,
        State.APPROVED,
        "approved",
        by,
        note,
        approved_words=words_of_key_issues(Candidate(report).issues),
    )


@transaction.atomic
def take_back(report: Report, *, by: User, note: str = "") -> None:
    """Make an approved report a draft again, so that it can be changed."""
    if report.state != State.APPROVED:
        raise WrongState(f"{report!r} is not approved")
    step(report, State.DRAFT, "took back", by, note)


@transaction.atomic
def publish_report(report: Report, *, by: User, note: str = "") -> None:
    """Show the report to everybody. The one before it, of the same kind, is superseded and stays readable.

    NotReady if a check says that something must be mended; WrongState if it is not approved or under embargo,
    or if its consultation is still a draft.
    """
    hold_subject(report)
    hold_key_issues(report)
    step_is_checked(report, what_is_missing(lock(report), to_publish=True))
    make_public(report, by=by, note=note)


@transaction.atomic
def make_public(report: Report, *, by: User, note: str = "") -> None:
    """The step itself, with rows of what it prints; alone for what is published without looking: the
    demonstration, whose files come later."""
    hold_subject(report)
    told = report.told_consultation
    if told and Consultation.objects.get(pk=told.pk).is_draft:
        raise WrongState(f"{told!r} is not published")
    if not embargo.is_over(Report.objects.select_for_update().get(pk=report.pk)):
        raise WrongState(f"{report!r} is under embargo")
    earlier = Report.objects.published().filter(kind=report.kind, **{report.subject_field: report.subject})
    for old in earlier.exclude(pk=report.pk):
        step(old, State.SUPERSEDED, "superseded", by)
    keep_what_is_printed(report)
    step(report, State.PUBLISHED, "published", by, note, published_at=timezone.now())


def hold_subject(report: Report) -> None:
    """Reports of one thing are published, and revised, one after the other, so that the later supersedes."""
    subject = report.subject
    type(subject).objects.select_for_update().get(pk=subject.pk)


def lock(report: Report) -> Report:
    """The report as it is, held so that nobody writes in it or asks for a file until the step is taken."""
    return Report.objects.select_for_update().get(pk=report.pk)


def step_is_checked(report: Report, missing: list[str]) -> None:
    if missing:
        raise NotReady(missing)


@transaction.atomic
def begin_edition(report: Report, *, by: User, **what_changed: str) -> Report:
    """A draft of the next edition, with the texts of this one, under an address of its own.

    `what_changed_en=` …: what its readers are told of it, which may be written later. WrongState if the
    report is not published, or if its next edition was begun already.
    """
    hold_subject(report)
    held = lock(report)
    if held.state != State.PUBLISHED or Report.objects.filter(revises=held).exists():
        raise WrongState(f"{report!r} has no next edition to begin")
    sections = list(held.sections.all())
    edition = held
    edition.pk, edition.revises, edition.edition = None, report, report.edition + 1
    edition.embargo_until, edition.approved_words = None, ""
    edition.slug, edition.state, edition.published_at = slug_of_edition(report), State.DRAFT, None
    for field in Report.what_changed_fields():
        setattr(edition, field, what_changed.get(field, ""))
    edition._state.adding = True
    edition.save(force_insert=True)
    for section in sections:
        section.pk, section.report = None, edition
        section._state.adding = True
        section.save(force_insert=True)
    hand_on(report, edition)
    record(by, "began a new edition", edition, revises=report.pk)
    return edition


@transaction.atomic
def tell_what_changed(report: Report, *, by: User, **what_changed: str) -> None:
    """What readers are told of an edition after the first, by column. WrongState once it is approved."""
    held = lock_to_write(report)
    if held.edition == 1:
        raise WrongState(f"{report!r} changes nothing")
    for field, text in what_changed.items():
        setattr(held, field, text)
    held.save(update_fields=list(what_changed))
    record(by, "wrote", report, changed=sorted(what_changed))
