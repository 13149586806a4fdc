"""What is kept only for a time of those who registered, and goes when its time is over (docs/privacy.md)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.models import (
    AccessAnswer,
    Consultation,
    DraftDecision,
    Event,
    Registration,
    SpeakingRequest,
    Statement,
    Verification,
)

KEEP_DETAILS = timedelta(days=30)  # after the last day of the meeting
KEEP_REGISTRATIONS = timedelta(days=731)  # 24 months, after the last phase and the last day of all meetings
NOBODY = "left.invalid"


def erase_details() -> None:
    """Access needs with their answers, what moderators who choose were told, and who accompanies a child.

    That somebody is a child stays, so that they are not named. Each meeting by itself; what was written
    afterwards goes the next time.
    """
    last_day = timezone.localdate() - KEEP_DETAILS
    for event in Event.objects.annotate(last=Max("days__date")).filter(last__lt=last_day).order_by("pk"):
        erase_details_of(event)


@transaction.atomic
def erase_details_of(event: Event) -> None:
    answers = AccessAnswer.objects.filter(registration=OuterRef("pk"))
    motivated = SpeakingRequest.objects.filter(registration=OuterRef("pk")).exclude(motivation="")
    kept = ~Q(access_needs="") | ~Q(accompanying_adult="") | ~Q(adult_contact="")
    kept |= Exists(answers) | Exists(motivated)
    people = list(event.registrations.filter(kept, is_generated=False).values_list("pk", flat=True))
    if not people:
        return
    AccessAnswer.objects.filter(registration__in=people).delete()
    motivated = SpeakingRequest.objects.filter(registration__in=people)
    motivated.update(motivation="", motivation_language="")
    Registration.objects.filter(pk__in=people).update(
        access_needs="", accompanying_adult="", adult_contact="", details_erased_at=timezone.now()
    )
    record(None, "erased needs and accompanying adults of", event, people=len(people))


def erase_registrations() -> None:
    """Of consultations that ended long ago nobody can be found any more; all rows stay, and are counted."""
    last_day = timezone.localdate() - KEEP_REGISTRATIONS
    ended = Consultation.objects.annotate(
        last=Greatest(Max("phases__ends"), Max("events__days__date"))
    ).filter(last__lt=last_day)
    for consultation in ended.order_by("pk"):
        erase_registrations_of(consultation)


@transaction.atomic
def erase_registrations_of(consultation: Consultation) -> None:
    """Statements stay, without a name, only where they are published or a report rests on them."""
    people = Registration.objects.filter(event__consultation=consultation, is_generated=False)
    people = list(people.exclude(email__endswith=f"@{NOBODY}"))
    if not people:
        return
    written = Statement.objects.filter(request__registration__in=people)
    used = written.filter(Q(pk__in=Statement.objects.published().values("pk")) | Q(excerpts__isnull=False))
    written.exclude(pk__in=list(used.values_list("pk", flat=True))).delete()
    for registration in people:
        erase_person(registration, person=None)
    record(None, "erased the registrations of", consultation, people=len(people))


def erase_person(registration: Registration, *, person: User | None) -> None:
    """A row that is counted, with nothing personal: kind, way of taking part, seats and places stay."""
    Verification.objects.filter(registration=registration).delete()
    DraftDecision.objects.filter(request__registration=registration).delete()
    # A refusal needs its reason, and the reason may tell of the person.
    registration.requests.not_selected().update(is_not_selected=False, withdrawn_at=timezone.now())
    registration.links.all().delete()
    registration.access_answers.all().delete()
    # Addresses of standing registrations differ, also when several people have left.
    registration.email = f"{registration.public_id}@{NOBODY}"
    registration.person = person
    registration.name = registration.organisation_name = registration.access_needs = ""
    registration.is_under_18 = None
    registration.accompanying_adult = registration.adult_contact = ""
    registration.public_name, registration.region = "", None
    registration.consents_to_listing = registration.consents_to_updates = False
    registration.save()
    registration.requests.update(
        organisation_key="",
        draw_region=None,
        draw_kind="",
        draw_first_time=None,
        criteria=[],
        reason="",
        reason_language="",
        motivation="",
        motivation_language="",
    )
