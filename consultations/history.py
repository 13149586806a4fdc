"""What registered people know of a programme, and what has changed since: facts kept with the event.

Facts are kept at publication and at each announcement (`Event.announced`). Sentences are made when they are
needed, in the language of who reads them.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from consultations.models import AgendaItem, Day, Event, SubTopic
from consultations.outline import Outline
from upr_portal.templatetags.portal import with_weekday

Facts = dict[str, Any]


def facts_of(outline: Outline) -> Facts:
    """What is announced of a programme: names, places, days; of each item when it begins, and who speaks
    or when one can ask to."""
    event, items = outline.event, {}
    for day in outline.days:
        for slot in day.slots():
            row = slot.item.sub_topic or slot.item
            items[f"{row._meta.model_name}-{row.pk}"] = {
                "day": str(day.uid),
                "at": f"{slot.starts:%H:%M}",
                # Counted from the start of the day: what only moves with its day is not told.
                "after": round((slot.starts - day.starts_utc).total_seconds() / 60),
                "kind": slot.item.kind,
                "title": texts_of(row, "title"),
                **(window_facts(row) if slot.item.sub_topic else speaker_facts(slot.item)),
            }
    return {
        "title": texts_of(event, "title"),
        "venue": texts_of(event, "venue"),
        "mode": event.mode,
        "time_zone": event.time_zone,
        "days": {str(day.uid): day_facts(day) for day in outline.days},
        "items": items,
    }


def day_facts(day: Day) -> Facts:
    return {
        "date": day.date.isoformat(),
        "starts": f"{day.starts:%H:%M}",
        "ends": f"{day.ends:%H:%M}",
        "theme": texts_of(day, "theme"),
    }


def speaker_facts(item: AgendaItem) -> Facts:
    return {"speakers": texts_of(item, "speakers"), "confirmed": item.speakers_confirmed}


def window_facts(sub_topic: SubTopic) -> Facts:
    """From when to when it takes requests to speak."""
    moments = {"opens": sub_topic.requests_open, "closes": sub_topic.requests_close}
    return {name: moment.astimezone(UTC).isoformat() for name, moment in moments.items()}


def texts_of(row: Model, field: str) -> dict[str, str]:
    """{"en": …} in all languages in which it is written."""
    columns = {code: build_localized_fieldname(field, code) for code, _name in settings.LANGUAGES}
    return {code: text for code, column in columns.items() if (text := getattr(row, column))}


def days_removed(event: Event, known: Facts, now: Facts) -> list[Day]:
    """Days that people know of and that are no longer there; rows that are not saved."""
    return [
        Day(
            event=event,
            uid=uuid.UUID(uid),
            date=date.fromisoformat(facts["date"]),
            starts=time.fromisoformat(facts["starts"]),
            ends=time.fromisoformat(facts["ends"]),
        )
        for uid, facts in known["days"].items()
        if uid not in now["days"]
    ]


def changes(known: Facts, now: Facts) -> list[str]:
    """What has changed between two states of a programme: a sentence each, in the active language."""
    return [
        *of_meeting(known, now),
        *of_days(known, now),
        *of_items(known, now),
        *of_speakers(known, now),
        *of_windows(known, now),
    ]


def of_meeting(known: Facts, now: Facts) -> Iterator[str]:
    if said(known["title"]) != said(now["title"]):
        yield _("The meeting is now called “%(now)s”.") % {"now": said(now["title"])}
    if known["mode"] != now["mode"]:
        yield _("How it is held: %(now)s.") % {"now": Event.Mode(now["mode"]).label}
    if said(known["venue"]) != said(now["venue"]):
        yield _("Venue: %(now)s.") % {"now": said(now["venue"]) or "–"}
    if known["time_zone"] != now["time_zone"]:
        yield _("All times are now those of %(zone)s.") % {"zone": now["time_zone"]}


def of_days(known: Facts, now: Facts) -> Iterator[str]:
    for uid, before in by_date(known["days"]):
        after = now["days"].get(uid)
        if after is None:
            yield _("This day does not take place: %(day)s.") % {"day": hours(before)}
        elif hours(before) != hours(after):
            yield _("A day has moved from %(before)s to %(after)s.") % {
                "before": hours(before),
                "after": hours(after),
            }
        if after and said(before["theme"]) != said(after["theme"]):
            words = {"day": weekday(after), "theme": said(after["theme"]) or "–"}
            yield _("The theme of %(day)s is now “%(theme)s”.") % words
    for uid, after in by_date(now["days"]):
        if uid not in known["days"]:
            yield _("There is a new day: %(day)s.") % {"day": hours(after)}


def of_items(known: Facts, now: Facts) -> Iterator[str]:
    """Items of a day that does not take place go with it, and those of a new day come with it."""
    for key, before in in_order(known):
        after = now["items"].get(key)
        if after is None:
            if before["day"] in now["days"]:
                yield _("No longer in the programme: “%(title)s”.") % {"title": name_of(before)}
            continue
        if name_of(before) != name_of(after):
            names = {"before": name_of(before), "after": name_of(after)}
            yield _("“%(before)s” is now called “%(after)s”.") % names
        yield from of_place(before, after, known, now)
    for key, after in in_order(now):
        if key not in known["items"] and after["day"] in known["days"]:
            words = {"title": name_of(after), "when": moment(after, now)}
            yield _("New in the programme: “%(title)s”, %(when)s.") % words


def of_place(before: Facts, after: Facts, known: Facts, now: Facts) -> Iterator[str]:
    """Where an item stands in time, if it did not only move with its day."""
    words = {"title": name_of(after)}
    if before["day"] != after["day"]:
        words |= {"before": moment(before, known), "after": moment(after, now)}
        yield _("“%(title)s” moves from %(before)s to %(after)s.") % words
    elif before["after"] != after["after"]:
        words |= {"before": before["at"], "after": after["at"], "day": weekday(now["days"][after["day"]])}
        yield _("“%(title)s” moves from %(before)s to %(after)s, on %(day)s.") % words


def in_both(known: Facts, now: Facts, fact: str) -> Iterator[tuple[Facts, Facts]]:
    """Items before and after, in their order now; those alone of which this was kept before."""
    for key, after in in_order(now):
        before = known["items"].get(key, {})
        if fact in before and fact in after:
            yield before, after


def of_speakers(known: Facts, now: Facts) -> Iterator[str]:
    """Those of items that stood in the programme before; who speaks in a sub-topic is no fact of these."""
    for before, after in in_both(known, now, "speakers"):
        words = {"title": name_of(after), "speakers": speakers(after)}
        if speakers(before) == speakers(after):
            continue
        if names(before) == names(after) and after["confirmed"] and names(after):
            yield _("The speakers of “%(title)s” have confirmed: %(speakers)s.") % words
        else:
            yield _("Speakers of “%(title)s”: %(speakers)s.") % words


def names(item: Facts) -> str:
    return pgettext("between speakers", "; ").join(said(item["speakers"]).splitlines())


def speakers(item: Facts) -> str:
    """ "A, function; B, function (to be confirmed)"; "–" where nobody is named and nobody is to come."""
    if item["confirmed"]:
        return names(item) or "–"
    if not names(item):
        return _("to be confirmed")
    return _("%(names)s (to be confirmed)") % {"names": names(item)}


def of_windows(known: Facts, now: Facts) -> Iterator[str]:
    """When requests to speak are taken; sub-topics with the same new window are told together."""
    moved: dict[tuple[str, str], list[str]] = {}
    for before, after in in_both(known, now, "opens"):
        opens = after["opens"] if before["opens"] != after["opens"] else ""
        closes = after["closes"] if before["closes"] != after["closes"] else ""
        if opens or closes:
            title = _("“%(title)s”") % {"title": name_of(after)}
            moved.setdefault((opens, closes), []).append(title)
    for (opens, closes), titles in moved.items():
        words = {"opens": by_the_clock(opens, now), "closes": by_the_clock(closes, now)}
        words["titles"] = pgettext("between names", ", ").join(titles)
        if opens and closes:
            sentence = _("Requests to speak now open on %(opens)s and close on %(closes)s: %(titles)s.")
        elif opens:
            sentence = _("Requests to speak now open on %(opens)s: %(titles)s.")
        else:
            sentence = _("Requests to speak now close on %(closes)s: %(titles)s.")
        yield sentence % words


def by_the_clock(moment: str, facts: Facts) -> str:
    """As `Event.in_words` says it; "" for no moment."""
    if not moment:
        return ""
    return Event(time_zone=facts["time_zone"]).in_words(datetime.fromisoformat(moment))


def by_date(days: Facts) -> list[tuple[str, Facts]]:
    return sorted(days.items(), key=lambda pair: pair[1]["date"])


def in_order(facts: Facts) -> list[tuple[str, Facts]]:
    """Items as they follow one another."""
    days = facts["days"]
    return sorted(
        facts["items"].items(), key=lambda pair: (days[pair[1]["day"]]["date"], pair[1]["after"], pair[0])
    )


def said(texts: dict[str, str]) -> str:
    """In the active language, or in the next that it is written in."""
    return next((texts[code] for code in resolution_order(get_language()) if code in texts), "")


def name_of(item: Facts) -> str:
    return said(item["title"]) or str(AgendaItem.Kind(item["kind"]).label)


def weekday(day: Facts) -> str:
    return with_weekday(date.fromisoformat(day["date"]))


def hours(day: Facts) -> str:
    comma = pgettext("before a time", ", ")
    return f"{weekday(day)}{comma}{day['starts']}–{day['ends']}"


def moment(item: Facts, facts: Facts) -> str:
    comma = pgettext("before a time", ", ")
    return f"{weekday(facts['days'][item['day']])}{comma}{item['at']}"
