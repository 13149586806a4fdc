"""An event for the websites of others: in the words of schema.org (https://schema.org/Event), and as a frame.

The public page is its address; how to join is for those who are registered, and never here.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from consultations.models import Day, Event

SCHEMA = "https://schema.org"
ATTENDANCE = {
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
    Event.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Event.Mode.HYBRID: "MixedEventAttendanceMode",
}
WORDS_OF_DESCRIPTION = 40
HEIGHT_OF_FRAME = 700  # pixels


def structured_event(event: Event) -> SafeString:
    """The event (with its days and consultation) as a data block of HTML, in the active language.

    "" for an event without days: schema.org wants a date.
    """
    days = sorted(event.days.all(), key=lambda day: day.date)
    if not days:
        return SafeString("")
    return data_block("Event", facts_of(event, days))


def data_block(kind: str, facts: dict) -> SafeString:
    """Something of a kind of schema.org, for programs that read pages.

    A browser never runs a block of this type, so the policy that forbids inline scripts does not concern it.
    """
    block = json_script({"@context": SCHEMA, "@type": kind, **facts})
    # Django escapes what could end the block (<, >, &), and knows one type only.
    return mark_safe(block.replace("application/json", "application/ld+json", 1))  # noqa: S308 – escaped


def publisher() -> dict:
    """Who holds meetings and publishes reports, in the words of schema.org."""
    home = settings.SITE_URL + reverse("reports:home")
    return {"@type": "Organization", "name": gettext("UPR portal"), "url": home}


def facts_of(event: Event, days: list[Day]) -> dict:
    page = settings.SITE_URL + event.get_absolute_url()
    return {
        "name": event.title,
        "description": Truncator(event.consultation.summary).words(WORDS_OF_DESCRIPTION),
        "url": page,
        "startDate": days[0].starts_at.isoformat(),
        "endDate": days[-1].ends_at.isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[Event.Mode(event.mode)]}",
        "location": places_of(event, page),
        "inLanguage": event.interpretation or event.consultation.languages,
        "organizer": organiser(event),
        **({"subEvent": [facts_of_day(day) for day in days]} if len(days) > 1 else {}),
    }


def facts_of_day(day: Day) -> dict:
    return {
        "@type": "Event",
        "name": " – ".join(filter(None, [day.event.title, day.theme])),
        "startDate": day.starts_at.isoformat(),
        "endDate": day.ends_at.isoformat(),
    }


def organiser(event: Event) -> dict:
    """Who holds the consultation, by the name that people are given to ask; else the portal."""
    parts = [part.strip() for part in event.consultation.contact.split(",")]
    name = ", ".join(part for part in parts if part and "@" not in part)
    return {"@type": "Organization", "name": name} if name else publisher()


def places_of(event: Event, page: str) -> list[dict]:
    places = []
    if event.mode != Event.Mode.ONLINE:
        # “Room XX, Palais des Nations, Geneva”: what it is called, then where it is.
        name, _comma, address = (event.venue or event.place).partition(",")
        places.append({"@type": "Place", "name": name, "address": address.strip() or name})
    if event.mode != Event.Mode.IN_PERSON:
        places.append({"@type": "VirtualLocation", "url": page})
    return places


def frame_of(event: Event) -> str:
    """What others put into their page to show the programme, in the active language."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
        settings.SITE_URL + event.address_of("embed"),
        gettext("Programme: %(title)s") % {"title": event.title},
        HEIGHT_OF_FRAME,
    )
