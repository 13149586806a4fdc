"""One letter about a published report, to those who took part and wished to hear of it."""

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.actions.findings import contacts_of
from consultations.models import Registration
from reports import emails
from reports.emails import Reader, key_of, written_to
from reports.models import Report
from surveys.models import OptOut, Question
from surveys.sealing import opt_out_hashes
from upr_portal.states import WrongState


def who_registered(report: Report) -> list[Reader]:
    """Those registered for its meetings who wished a letter when the report is published."""
    of_meetings = (
        {"event": report.event} if report.event_id else {"event__consultation": report.told_consultation}
    )
    wished = Registration.objects.standing().filter(
        consents_to_updates=True, is_generated=False, **of_meetings
    )
    latest_last = wished.select_related("person").order_by("registered_at", "pk")
    found = [Reader(one.reader, one.language, from_survey=False) for one in latest_last]
    return list({reader.address: reader for reader in found}.values())


def who_left_an_address(report: Report) -> list[Reader]:
    """Those who left one in the consultation's surveys and asked for no end of letters since then.

    An address has no key in common with answers (docs/decisions/0009-unlinkable-answers.md).
    """
    if not report.consultation_id:
        return []
    stopped = set(OptOut.objects.values_list("address_hash", flat=True))
    return [
        Reader(contact.email, report.languages[0], from_survey=True)
        for contact in contacts_of(report.consultation)
        if stopped.isdisjoint(opt_out_hashes(contact.email))
    ]


def readers_of(report: Report, *, with_survey: bool) -> list[Reader]:
    """Whom a letter would go to now, each address once; not to those who were written to about it."""
    registered = {reader.address: reader for reader in who_registered(report)}
    left = {reader.address: reader for reader in who_left_an_address(report)} if with_survey else {}
    before = written_to(report)
    return [reader for reader in ({**left, **registered}).values() if key_of(report, reader) not in before]


def what_was_asked(report: Report):
    """The questions at which people left their addresses: what they were told that these are for."""
    if not report.consultation_id:
        return Question.objects.none()
    surveys = report.consultation.phases.exclude(survey=None).values("survey")
    return Question.objects.filter(survey__in=surveys, kind="contact").select_related("survey")


@transaction.atomic
def tell_those_who_took_part(report: Report, *, with_survey: bool, by: User) -> int:
    """Write to them; returns how many letters were written. WrongState unless the report is published."""
    report = Report.objects.select_for_update(of=["self"]).with_subjects().get(pk=report.pk)
    if report.state != Report.State.PUBLISHED:
        raise WrongState(f"{report!r} is not published")
    readers = readers_of(report, with_survey=with_survey)
    letters = sum(emails.tell_published(report, reader) for reader in readers)
    record(by, "told of", report, letters=letters)
    return letters
