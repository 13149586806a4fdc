"""What the front page tells: what can be done now, and the portal in figures. A handful of queries."""

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Consultation, Event, SubTopic
from recommendations.models import ImportBatch, Recommendation
from reports.models import PrintedProposal

MOST_CONSULTATIONS = 6
REMEMBERED_FOR = 60  # seconds; counting all recommendations anew for every visitor helps nobody


def open_consultations() -> list[Consultation]:
    """Published consultations with a phase still to come or under way, the next to end first.

    Each has `open_survey` (a Survey or None) and `open_events`: those that are not over and take
    registrations or requests to speak, each with `takes_people`, `free_seats` (those that one has at once by
    asking) and `given_later` (sub-topics that take requests, and whose seats a draw or moderators give).
    """
    now = timezone.now()
    published = Consultation.objects.filter(state=Consultation.State.PUBLISHED).with_dates()
    consultations = published.filter(ends__gte=timezone.localdate(now)).order_by("ends", "pk")
    seats = Prefetch("events", events_with_seats(now), to_attr="open_events")
    consultations = list(consultations.prefetch_related("phases__survey", seats)[:MOST_CONSULTATIONS])
    for consultation in consultations:
        surveys = [phase.survey for phase in consultation.phases.all() if phase.survey]
        consultation.open_survey = next((survey for survey in surveys if survey.is_open), None)
        for event in consultation.open_events:
            event.takes_people = event.takes_registrations(now)
        consultation.open_events = [
            event
            for event in consultation.open_events
            if event.takes_people or ((event.free_seats or event.given_later) and not event.is_over(now))
        ]
    return consultations


def events_with_seats(now):
    """Events with their days, the first to close first, with `given_later` and `free_seats` as above."""
    window = Q(sub_topics__requests_open__lte=now, sub_topics__requests_close__gt=now)
    at_once = Q(sub_topics__allocation_rule=SubTopic.AllocationRule.FIRST_COME)
    free = window & at_once & Q(sub_topics__seats__isnull=False, sub_topics__seats__request=None)
    events = Event.objects.annotate(
        given_later=Count("sub_topics", filter=window & ~at_once, distinct=True),
        free_seats=Count("sub_topics__seats", filter=free, distinct=True),
    )
    seen = events.filter(state=Event.State.PUBLIC).prefetch_related("days")
    return seen.order_by("registration_closes", "pk")


def counts() -> dict[str, int]:
    recommendations = Recommendation.objects.aggregate(
        recommendations=Count("pk"),
        states=Count("review__state", distinct=True),
        generated_recommendations=Count("pk", Q(batch__kind=ImportBatch.Kind.GENERATED)),
    )
    consultations = Consultation.objects.exclude(state=Consultation.State.DRAFT).aggregate(
        consultations=Count("pk"), generated_consultations=Count("pk", Q(is_generated=True))
    )
    proposals = PrintedProposal.objects.newest().count()
    return {**recommendations, **consultations, "proposals": proposals}


def figures() -> dict[str, list]:
    """The portal in the active language: `figures` as [{"number", "words"}], nothing that is still zero, and
    `made_up`, sentences that say how much of it is generated for demonstration."""
    found = cache.get_or_set("front-page-counts", counts, REMEMBERED_FOR)
    labels = {
        "recommendations": _("Recommendations to States"),
        "states": _("States reviewed"),
        "consultations": _("Consultations with civil society"),
        "proposals": _("Proposals of civil society"),
    }
    return {
        "figures": [{"number": found[name], "words": text} for name, text in labels.items() if found[name]],
        "made_up": made_up(found["generated_recommendations"], found["generated_consultations"]),
    }


def made_up(recommendations: int, consultations: int) -> list[str]:
    """A sentence for each of these numbers, none for zero."""
    told = [
        (
            recommendations,
            ngettext(
                "%(count)s of these recommendations is a generated example: no State ever made it.",
                "%(count)s of these recommendations are generated examples: no State ever made them.",
                recommendations,
            ),
        ),
        (
            consultations,
            ngettext(
                "%(count)s of these consultations is a demonstration: its answers and texts are made up.",
                "%(count)s of these consultations are demonstrations: their answers and texts are made up.",
                consultations,
            ),
        ),
    ]
    return [text % {"count": number_format(number, force_grouping=True)} for number, text in told if number]
