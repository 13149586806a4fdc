"""What programs may ask for. Each operation reads; none knows who asks, so all give what a stranger sees."""

from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Path, Query, Router, Status

from consultations.api.answers import (
    consultation_item,
    days_with_items,
    event_detail,
    event_item,
    events_with_days,
    phase_item,
)
from consultations.api.schemas import ConsultationDetail, ConsultationPage, EventDetail
from consultations.models import Consultation, Event
from consultations.standing import standings
from upr_portal.api.asked import InLanguage, Paged, page_at
from upr_portal.api.limit import Limit
from upr_portal.api.schemas import REFUSALS, Problem

NAME = "^[-a-zA-Z0-9_]{1,50}$"
Slug = Annotated[str, Path(pattern=NAME, description="Its `slug`.", example="dialogue-2021")]
EventSlug = Annotated[str, Path(pattern=NAME, description="The `slug` of the event.", example="days")]

router = Router(tags=["Consultations"], throttle=[Limit()])


class AskedConsultations(InLanguage, Paged):
    """One page of the list."""


def seen_by_all():
    return Consultation.objects.visible_to(AnonymousUser())


@router.get(
    "consultations/",
    response={200: ConsultationPage, **REFUSALS},
    url_name="consultations",
    operation_id="consultations",
)
def consultations(request: HttpRequest, asked: Query[AskedConsultations]):
    """Consultations that are public, page by page; the one that ends last comes first."""
    with translation.override(asked.language):
        found, end = seen_by_all().with_dates(), asked.offset + asked.limit
        count = found.count()
        return Status(
            200,
            {
                "count": count,
                "limit": asked.limit,
                "offset": asked.offset,
                "next": page_at(request, end) if end < count else None,
                "items": [
                    consultation_item(one)
                    for one in found.order_by(F("ends").desc(nulls_last=True), "-pk")[asked.offset : end]
                ],
            },
        )


@router.get(
    "consultations/{slug}/",
    response={200: ConsultationDetail, 404: Problem, **REFUSALS},
    url_name="consultation",
    operation_id="consultation",
)
def consultation(request: HttpRequest, slug: Slug, asked: Query[InLanguage]):
    """One consultation with its phases and events."""
    with translation.override(asked.language):
        one = seen_by_all().with_dates().filter(slug=slug).first()
        if one is None:
            return Status(404, {"detail": "No public consultation has this name."})
        events = standings(events_with_days(one.events.visible_to(AnonymousUser())), timezone.now())
        return Status(
            200,
            consultation_item(one)
            | {
                "phases": [phase_item(phase) for phase in one.phases.select_related("event")],
                "events": [event_item(standing) for standing in events],
            },
        )


@router.get(
    "consultations/{slug}/events/{event}/",
    response={200: EventDetail, 404: Problem, **REFUSALS},
    url_name="event",
    operation_id="event",
)
def event(request: HttpRequest, slug: Slug, event: EventSlug, asked: Query[InLanguage]):
    """One event with its programme: days, items with their instants, sub-topics with seats and speakers."""
    with translation.override(asked.language):
        events = Event.objects.visible_to(AnonymousUser())
        one = events_with_days(events).filter(consultation__slug=slug, slug=event).first()
        if one is None:
            return Status(404, {"detail": "No public event has this name."})
        [standing] = standings([one], timezone.now())
        return Status(200, event_detail(standing, days_with_items(one)))
