"""What must be right before a consultation is published: one class a check, all of them in CHECKS.

The page of checks and the action that publishes both ask here. What is only advised never blocks.
"""

from collections.abc import Iterator
from itertools import combinations

from django.db.models import Count, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from consultations.models import Consultation, Day, Event, Phase, Registration, SubTopic
from consultations.outline import outlines_of
from surveys.outline import languages_missing
from surveys.publication import Finding
from upr_portal.dates import in_words


class Candidate:
    """A consultation with its phases and the programmes of its events (or of one of them), loaded once."""

    def __init__(self, consultation: Consultation, event: Event | None = None):
        self.consultation, self.at = consultation, timezone.now()
        self.phases = list(consultation.phases.all())
        outlines = outlines_of(consultation)
        self.outlines = [one for one in outlines if event is None or one.event == event]
        people = Registration.objects.filter(event__consultation=consultation).standing().with_needs()
        waiting = people.filter(is_answered=False).values_list("event").annotate(Count("pk"))
        self.waiting: dict[int, int] = dict(waiting)
        children = Registration.objects.filter(event__consultation=consultation, is_under_18=True).standing()
        self.children: dict[int, int] = dict(children.values_list("event").annotate(Count("pk")))

    @property
    def workbench(self) -> str:
        return reverse("consultations:prepare_consultation", args=[self.consultation.slug])

    @property
    def own_page(self) -> str:
        return reverse("consultations:edit_consultation", args=[self.consultation.slug])


def page_of(row: Model, event: Event) -> str:
    """Where a row of this event is edited."""
    match row:
        case Event():
            return event.address_of("edit_event")
        case Day():
            return event.address_of("day", row.pk)
        case SubTopic():
            return event.address_of("sub_topic", row.pk)
        case _:
            return event.address_of("item", row.pk)


def name_of(row: Model) -> str:
    if isinstance(row, Day):
        return in_words(row.date)
    return str(row) or "…"


class Check:
    """`title` says what is looked at; `findings` what is wrong, nothing if all is well."""

    title: str | Promise = ""

    def findings(self, candidate: Candidate) -> Iterator[Finding]:
        raise NotImplementedError


class SomethingIsPlanned(Check):
    title = gettext_lazy("Phases and meetings")

    def findings(self, candidate):
        if not candidate.phases:
            yield Finding(_("There is no phase yet, so nobody knows the dates."), candidate.workbench, True)
        if not candidate.outlines:
            yield Finding(_("There is no meeting yet."), candidate.workbench, True)
        for outline in candidate.outlines:
            if not outline.days:
                sentence = _("“%(name)s” has no day yet.") % {"name": outline.event}
                yield Finding(sentence, outline.event.address_of("prepare"), True)


class EveryLanguageIsComplete(Check):
    title = gettext_lazy("Translations")

    def findings(self, candidate):
        rows = [(candidate.consultation, candidate.own_page)]
        for outline in candidate.outlines:
            rows += [(row, page_of(row, outline.event)) for row in outline.rows]
        for row, where in rows:
            missing = languages_missing(candidate.consultation.languages, row)
            if missing:
                names = pgettext("between names", ", ").join(name for _code, name in missing)
                sentence = _("“%(name)s” lacks texts in: %(languages)s.")
                yield Finding(sentence % {"name": name_of(row), "languages": names}, where)


class DaysAreLongEnough(Check):
    title = gettext_lazy("Length of the days")

    def findings(self, candidate):
        for outline in candidate.outlines:
            for day in outline.days:
                if day.overrun:
                    sentence = ngettext(
                        "%(day)s: the items take %(minutes)d minute more than the day has.",
                        "%(day)s: the items take %(minutes)d minutes more than the day has.",
                        day.overrun_minutes,
                    )
                    words = {"day": in_words(day.date), "minutes": day.overrun_minutes}
                    yield Finding(sentence % words, f"{outline.event.address_of('prepare')}#day-{day.pk}")


class SubTopicsHaveAPlace(Check):
    title = gettext_lazy("Place of the sub-topics")

    def findings(self, candidate):
        for outline in candidate.outlines:
            for one in outline.unplaced:
                sentence = _("“%(name)s” stands on no day of the programme.") % {"name": one}
                yield Finding(sentence, f"{outline.event.address_of('prepare')}#sub-topic-{one.pk}")


class DatesAreInOrder(Check):
    title = gettext_lazy("Dates")

    def findings(self, candidate):
        yield from self.phases(candidate)
        for outline in candidate.outlines:
            if outline.days:
                yield from self.registration(outline.event, outline.days)
                yield from self.requests(outline.event, outline.days)
                yield from self.days(candidate, outline.event, outline.days)
                yield from self.past(candidate, outline.event, outline.days)

    def phases(self, candidate) -> Iterator[Finding]:
        order = list(Phase.Kind)
        phases = sorted(candidate.phases, key=lambda phase: order.index(phase.kind))
        for earlier, later in combinations(phases, 2):
            if later.kind != earlier.kind and later.starts < earlier.starts:
                sentence = _("The phase “%(later)s” starts before the phase “%(earlier)s”.")
                names = {"later": later.get_kind_display(), "earlier": earlier.get_kind_display()}
                yield Finding(sentence % names, candidate.workbench)
            elif later.kind == earlier.kind and max(later.starts, earlier.starts) <= min(
                later.ends, earlier.ends
            ):
                sentence = _("Two phases “%(kind)s” overlap.") % {"kind": later.get_kind_display()}
                yield Finding(sentence, candidate.workbench, True)

    def past(self, candidate, event: Event, days: list[Day]) -> Iterator[Finding]:
        """Before it is public; where all phases are over, too, the record of an earlier time is written."""
        if not (event.is_draft or candidate.consultation.is_draft):
            return
        today = timezone.localdate(candidate.at)
        is_record = bool(candidate.phases) and all(phase.ends < today for phase in candidate.phases)
        for day in days:
            if day.ends_at <= candidate.at:
                sentence = _("%(day)s has passed already.") % {"day": in_words(day.date)}
                yield Finding(sentence, event.address_of("day", day.pk), is_record)

    def registration(self, event: Event, days: list[Day]) -> Iterator[Finding]:
        end = days[-1].ends_at
        if event.registration_opens >= end:
            yield self.about(event, event, _("Registration for “%(name)s” opens when the meeting is over."))
        elif event.registration_closes > end:
            yield self.about(event, event, _("Registration for “%(name)s” closes after the meeting."))

    def requests(self, event: Event, days: list[Day]) -> Iterator[Finding]:
        for day in days:
            for item in day.items.all():
                if item.sub_topic and item.sub_topic.requests_close > day.starts_at:
                    sentence = _("Requests to speak on “%(name)s” close after its day has begun.")
                    yield self.about(event, item.sub_topic, sentence)

    def days(self, candidate, event: Event, days: list[Day]) -> Iterator[Finding]:
        for phase in candidate.phases:
            for day in days:
                if phase.event_id == event.pk and not phase.starts <= day.date <= phase.ends:
                    sentence = _("%(day)s lies outside the phase to which its meeting belongs.")
                    yield Finding(sentence % {"day": in_words(day.date)}, event.address_of("day", day.pk))

    def about(self, event: Event, row: Model, sentence: str) -> Finding:
        return Finding(sentence % {"name": row}, page_of(row, event))


class PeopleFindIn(Check):
    title = gettext_lazy("Joining link and venue")

    def findings(self, candidate):
        for outline in candidate.outlines:
            event, where = outline.event, outline.event.address_of("edit_event")
            is_over = bool(outline.days) and outline.days[-1].ends_at <= candidate.at
            if event.mode != Event.Mode.IN_PERSON and not event.joining_link and not is_over:
                sentence = _("“%(name)s” can be joined online, and has no joining link.")
                yield Finding(sentence % {"name": event}, where)
            if event.mode != Event.Mode.ONLINE and not event.venue:
                sentence = _("“%(name)s” is held in a room, and names no venue.") % {"name": event}
                yield Finding(sentence, where, True)


class NeedsAreAnswered(Check):
    title = gettext_lazy("What people need to take part")

    def findings(self, candidate):
        for outline in candidate.outlines:
            yield from self.about(candidate, outline.event)

    def about(self, candidate: Candidate, event: Event) -> Iterator[Finding]:
        if waiting := candidate.waiting.get(event.pk):
            sentence = ngettext(
                "“%(name)s”: %(count)d person waits for an answer.",
                "“%(name)s”: %(count)d people wait for an answer.",
                waiting,
            )
            words = {"name": event, "count": waiting}
            yield Finding(sentence % words, event.address_of("access_needs"), True)


class ChildrenAreLookedAfter(Check):
    title = gettext_lazy("Safety of children")

    def findings(self, candidate):
        for outline in candidate.outlines:
            event, children = outline.event, candidate.children.get(outline.event.pk)
            if event.takes_children:
                continue
            if children:
                sentence = ngettext(
                    "“%(name)s”: %(count)d person under 18 is registered, and no safeguarding officer is"
                    " named.",
                    "“%(name)s”: %(count)d people under 18 are registered, and no safeguarding officer is"
                    " named.",
                    children,
                )
                yield Finding(sentence % {"name": event, "count": children}, event.address_of("edit_event"))
            else:
                sentence = _("“%(name)s” names no safeguarding officer, so nobody under 18 can register.")
                yield Finding(sentence % {"name": event}, event.address_of("edit_event"), True)


class SomebodyCanBeAsked(Check):
    title = gettext_lazy("Somebody to ask")

    def findings(self, candidate):
        if not candidate.consultation.contact:
            yield Finding(_("Say who answers questions about the consultation."), candidate.own_page)


CHECKS: tuple[Check, ...] = (
    SomethingIsPlanned(),
    EveryLanguageIsComplete(),
    DaysAreLongEnough(),
    SubTopicsHaveAPlace(),
    DatesAreInOrder(),
    PeopleFindIn(),
    NeedsAreAnswered(),
    ChildrenAreLookedAfter(),
    SomebodyCanBeAsked(),
)


def checked(consultation: Consultation, event: Event | None = None) -> list[tuple[Check, list[Finding]]]:
    """Each check with what it found; of the meetings in one of them alone, where it is given."""
    candidate = Candidate(consultation, event)
    return [(check, list(check.findings(candidate))) for check in CHECKS]


def what_is_missing(consultation: Consultation, event: Event | None = None) -> list[str]:
    """Why it, or this meeting of it, cannot be published yet, in sentences for the moderator."""
    return [
        finding.sentence
        for _check, findings in checked(consultation, event)
        for finding in findings
        if not finding.is_advice
    ]
