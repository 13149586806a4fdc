"""What everybody may read of a consultation, kept by each process under its edition (decision 0023).

The database draws a new edition with each change of it (migration 0016), so what was kept under another one
is not used. Who holds which seat changes with every request and is asked each time.
"""

import copy
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from consultations.models import Event, SpeakingRequest, SubTopic
from consultations.models.programme import Slot
from consultations.slots import slots_of
from upr_portal.shelves import Shelf

events = Shelf(most=50)  # {(consultation's and event's names in the address): KeptEvent}
cards = Shelf(most=600)  # {(key of a sub-topic, language): (all on which it depends, card)}

EDITION = "SELECT edition FROM consultations_consultation WHERE slug = %s AND state <> 'draft'"

# Of each seat that is held or offered what the public list says of its holder; of each sub-topic how many
# wait, and of how many nothing is decided.
STATE = """
SELECT consultation.edition, (
    SELECT md5(string_agg(seen, ',' ORDER BY seen)) FROM (
        SELECT ROW(
            request.seat_id, request.offer_ends_at IS NULL,
            CASE WHEN registration.consents_to_listing THEN ROW(
                registration.public_name, registration.name, registration.organisation_name,
                registration.region_id, registration.stakeholder_kind, registration.is_under_18
            )::text END
        )::text AS seen
        FROM consultations_speakingrequest request
        JOIN consultations_registration registration ON registration.id = request.registration_id
        JOIN consultations_event event ON event.id = registration.event_id
        WHERE event.consultation_id = consultation.id AND request.seat_id IS NOT NULL
        UNION ALL
        SELECT ROW(
            sub_topic.id, count(request.waiting_place), count(*) FILTER (WHERE request.is_pending)
        )::text
        FROM consultations_speakingrequest request
        JOIN consultations_subtopic sub_topic ON sub_topic.id = request.sub_topic_id
        JOIN consultations_event event ON event.id = sub_topic.event_id
        WHERE event.consultation_id = consultation.id GROUP BY sub_topic.id
    ) AS rows
)
FROM consultations_consultation consultation WHERE slug = %s AND state <> 'draft'
"""

# Of all consultations, and of each meeting that one can still register for how many seats are taken.
STATE_OF_ALL = """
SELECT (
    SELECT md5(string_agg(edition::text, ',' ORDER BY id))
    FROM consultations_consultation WHERE state <> 'draft'
), (
    SELECT string_agg(taken, ',' ORDER BY taken) FROM (
        SELECT ROW(event.id, count(request.seat_id))::text AS taken FROM consultations_event event
        JOIN consultations_subtopic sub_topic ON sub_topic.event_id = event.id
        JOIN consultations_speakingrequest request ON request.sub_topic_id = sub_topic.id
        WHERE event.registration_closes > now() GROUP BY event.id
    ) AS rows
)
"""


class KeptEvent:
    """An event with its consultation, days and sub-topics, to be read only."""

    def __init__(self, event: Event):
        self.event = event

    @cached_property
    def sub_topics(self) -> dict[int, SubTopic]:
        """By their keys, in the order of the programme; read when somebody asks for the first."""
        found = {}
        in_order = self.event.sub_topics.order_by("item__day__date", "item__position", "pk")
        for sub_topic in in_order.select_related("item__day"):
            if item := getattr(sub_topic, "item", None):
                item.day.event = self.event
            found[sub_topic.pk] = sub_topic
        return found

    @cached_property
    def slots(self) -> dict[int, Slot]:
        """When each sub-topic with a place comes, by its key."""
        return slots_of(self.event)


def kept_event(slug: str, event: str) -> KeptEvent | None:
    """The event of this address as it stands; None where not everybody may see it."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION, [slug])
        edition = cursor.fetchone()
    if edition is None:
        return None
    kept = events.get((slug, event))
    if kept is None or kept.event.consultation.edition != edition[0]:
        visible = Event.objects.visible_to(AnonymousUser())
        found = visible.select_related("consultation").prefetch_related("days")
        found = found.filter(consultation__slug=slug, slug=event).first()
        if found is None:
            return None
        kept = KeptEvent(found)
        events.keep((slug, event), kept)
    return kept


def event_for_everybody(slug: str, event: str) -> Event | None:
    """A copy that a view may hang things on."""
    kept = kept_event(slug, event)
    return kept and copy.copy(kept.event)


def event_and_sub_topic(slug: str, event: str, sub_topic: int) -> tuple[Event, SubTopic] | None:
    """Both as they stand, to hang things on; None where one is not there for everybody."""
    kept = kept_event(slug, event)
    if kept is None or sub_topic not in kept.sub_topics:
        return None
    event, sub_topic = copy.copy(kept.event), copy.copy(kept.sub_topics[sub_topic])
    sub_topic.event = event
    return event, sub_topic


def counted_sub_topics(event: Event) -> dict[int, SubTopic]:
    """All of an event by their keys, in the order of the programme, to hang things on.

    Each knows when it comes (`slot`, None without a place), how many seats are `taken`, how many people are
    `waiting` and of how many nothing is decided (`pending`), counted now and all at once.
    """
    kept = events.get((event.consultation.slug, event.slug))
    if kept is None or kept.event.consultation.edition != event.consultation.edition:
        kept = KeptEvent(event)  # a draft, or a moderator
    requests = SpeakingRequest.objects.active().filter(sub_topic__event=event).order_by()
    counts = requests.values_list("sub_topic").annotate(
        taken=Count("seat"), waiting=Count("waiting_place"), pending=Count("pk", filter=Q(is_pending=True))
    )
    counted = {key: numbers for key, *numbers in counts}
    found = {}
    for key, sub_topic in kept.sub_topics.items():
        found[key] = sub_topic = copy.copy(sub_topic)
        sub_topic.event, sub_topic.slot = event, kept.slots.get(key)
        sub_topic.taken, sub_topic.waiting, sub_topic.pending = counted.get(key, (0, 0, 0))
    return found


def card_of(sub_topic: SubTopic, now: datetime) -> SafeString:
    """What a counted sub-topic says to everybody who may ask for a seat: written without any reader."""
    key, event = (sub_topic.pk, get_language()), sub_topic.event
    counts = (sub_topic.taken, sub_topic.waiting, sub_topic.pending)
    state = (event.consultation.edition, counts, minute_of(now))
    kept = cards.get(key)
    if kept is None or kept[0] != state:
        said = {"event": event, "sub_topic": sub_topic, "now": now}
        kept = (state, render_to_string("consultations/open_sub_topic.html", said))
        cards.keep(key, kept)
    return kept[1]


def minute_of(now: datetime) -> datetime:
    """Openings, closings and days are in whole minutes, so a page is good for the rest of one."""
    return now.replace(second=0, microsecond=0)


def state_of(slug: str | None) -> tuple | None:
    """All on which the public pages of a consultation depend: its edition, its seats, and the minute.

    Of the list of all consultations without a `slug`. None where there is nothing that everybody may see.
    """
    with connection.cursor() as cursor:
        if slug is None:
            cursor.execute(STATE_OF_ALL)
        else:
            cursor.execute(STATE, [slug])
        found = cursor.fetchone()
    return found and (*found, minute_of(timezone.now()))
