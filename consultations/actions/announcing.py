"""What has changed is told once, to everybody who is registered and whom it concerns."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import translation

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.preparing import lock_event
from consultations.history import Facts, changes, days_removed, facts_of
from consultations.models import Day, Event, Registration
from consultations.outline import Outline
from surveys.outline import fingerprint
from upr_portal.states import WrongState


@dataclass
class News:
    """What registered people do not know of an event yet, as it stands now.

    `states` is what they know: the first, what all were told; then what was in view for those who registered
    after a change. Of an event that was in view before facts were kept (the first is None) they are told the
    days alone.
    """

    event: Event
    now: Facts
    since: list[datetime]
    states: list[Facts | None]
    told: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, outline: Outline) -> "News":
        event = outline.event
        versions = list(event.versions.all())
        since = [one.seen_from for one in versions]
        return cls(event, facts_of(outline), since, [event.announced, *(one.facts for one in versions)])

    def state_of(self, registration: Registration) -> int:
        """Which of the states somebody knows: the one that was in view when they registered."""
        return bisect_right(self.since, registration.registered_at)

    @property
    def is_empty(self) -> bool:
        """Do they know all that is told? What kind of item something is, for example, is not told."""
        return not any(
            self.concerns(code, state)
            for state in range(len(self.states))
            for code, _name in settings.LANGUAGES
        )

    @property
    def print(self) -> str:
        """The fingerprint of what is about to be told."""
        return fingerprint(f"{self.event.sequence} {sorted(self.now.items())}")

    def sentences(self, language: str, state: int = 0) -> list[str]:
        known = self.states[state]
        if known in (None, self.now):
            return []
        if (language, state) not in self.told:
            with translation.override(language):
                self.told[language, state] = changes(known, self.now)
        return self.told[language, state]

    def somewhere(self, language: str) -> tuple[str, list[str]]:
        """The sentences in this language; where it has none, in the first of the consultation that has."""
        languages = [language, *self.event.consultation.languages]
        found = (
            (one, said)
            for state in range(len(self.states))
            for one in languages
            if (said := self.sentences(one, state))
        )
        return next(found, (language, []))

    def concerns(self, language: str, state: int = 0) -> bool:
        """Is there anything to tell somebody who reads this language and knows this state?"""
        return self.states[state] is None or bool(self.sentences(language, state))

    def removed(self, state: int = 0) -> list[Day]:
        known = self.states[state]
        return days_removed(self.event, known, self.now) if known else []


def told_by_letter(event: Event) -> QuerySet[Registration]:
    return event.registrations.standing().filter(is_generated=False)


def readers_of(news: News) -> dict[tuple[str, int], int]:
    """How many letters would be written, by language and by what their readers know."""
    counts = Counter(
        (registration.language, news.state_of(registration))
        for registration in told_by_letter(news.event).only("language", "registered_at")
    )
    return {reader: counts[reader] for reader in sorted(counts) if news.concerns(*reader)}


@transaction.atomic
def announce_change(event: Event, *, by: User, seen: str | None = None) -> int:
    """Write what has changed to all who do not know it, with renewed calendar entries; keep what they know.

    Returns how many letters were written; when nothing is new, none, and nothing is kept. WrongState when
    what is new is no longer what was `seen` (the `print` of the news), or the consultation is closed.
    """
    event = lock_event(event)
    news = News.of(Outline(event))
    if seen not in (None, news.print):
        raise WrongState(f"{event!r} has changed since the letter was looked at")
    if news.is_empty:
        return 0
    event.sequence += 1
    prefetch_related_objects([event], "days")
    letters = 0
    for registration in told_by_letter(event).select_related("person"):
        state = news.state_of(registration)
        if news.concerns(registration.language, state):
            registration.event = event
            said = news.sentences(registration.language, state)
            emails.tell_change(registration, make_link(registration), said, news.removed(state))
            letters += 1
    event.announced = news.now
    event.save(update_fields=["sequence", "announced"])
    event.versions.all().delete()
    record(by, "announced", event, sequence=event.sequence, letters=letters)
    return letters
