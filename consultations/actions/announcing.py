"""What has changed is told once, to everybody who is registered and whom it concerns."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Count, prefetch_related_objects
from django.utils import translation

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.preparing import lock_event
from consultations.history import Facts, changes, days_removed, facts_of
from consultations.models import Day, Event
from consultations.outline import Outline
from surveys.outline import fingerprint
from upr_portal.states import WrongState


@dataclass
class News:
    """What registered people do not know of an event yet, as it stands now.

    Of an event that was in view before facts were kept (`known` is None) they are told the days alone.
    """

    event: Event
    now: Facts
    told: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, outline: Outline) -> "News":
        return cls(outline.event, facts_of(outline))

    @property
    def known(self) -> Facts | None:
        return self.event.announced

    @property
    def is_empty(self) -> bool:
        """Do they know all that is told? What kind of item something is, for example, is not told."""
        if self.known is None:
            return False
        return self.known == self.now or not any(self.sentences(code) for code, _name in settings.LANGUAGES)

    @property
    def print(self) -> str:
        """The fingerprint of what is about to be told."""
        return fingerprint(f"{self.event.sequence} {sorted(self.now.items())}")

    def sentences(self, language: str) -> list[str]:
        if self.known is None:
            return []
        if language not in self.told:
            with translation.override(language):
                self.told[language] = changes(self.known, self.now)
        return self.told[language]

    def somewhere(self, language: str) -> tuple[str, list[str]]:
        """The sentences in this language; where it has none, in the first of the consultation that has."""
        languages = [language, *self.event.consultation.languages]
        return next(((one, said) for one in languages if (said := self.sentences(one))), (language, []))

    def concerns(self, language: str) -> bool:
        """Is there anything to tell somebody who reads this language?"""
        return not self.is_empty and (self.known is None or bool(self.sentences(language)))

    @property
    def removed(self) -> list[Day]:
        return days_removed(self.event, self.known, self.now) if self.known else []


def readers_of(news: News) -> dict[str, int]:
    """How many letters would be written, by language."""
    standing = news.event.registrations.standing().filter(is_generated=False)
    counts = standing.order_by("language").values_list("language").annotate(Count("pk"))
    return {language: count for language, count in counts if news.concerns(language)}


@transaction.atomic
def announce_change(event: Event, *, by: User, seen: str | None = None) -> int:
    """Write what has changed to all who are registered, with renewed calendar entries; keep what they know.

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
    for registration in event.registrations.standing().filter(is_generated=False).select_related("person"):
        if news.concerns(registration.language):
            registration.event = event
            said = news.sentences(registration.language)
            emails.tell_change(registration, make_link(registration), said, news.removed)
            letters += 1
    event.announced = news.now
    event.save(update_fields=["sequence", "announced"])
    record(by, "announced", event, sequence=event.sequence, letters=letters)
    return letters
