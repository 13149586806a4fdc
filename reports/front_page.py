"""What the front page tells: what is open now, and the portal in figures. A handful of queries."""

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import ngettext

from consultations.models import Consultation, Seat
from recommendations.models import Recommendation
from reports.models import Proposal, Report

MOST_CONSULTATIONS = 6
REMEMBERED_FOR = 60  # seconds; counting all recommendations anew for every visitor helps nobody


def open_consultations() -> list[Consultation]:
    """Published consultations with a phase still to come or under way, the next to end first.

    Each has `open_survey` (a Survey or None) and `free_seats` (seats that can be asked for now).
    """
    today = timezone.localdate()
    consultations = list(
        Consultation.objects.filter(state=Consultation.State.PUBLISHED)
        .with_dates()
        .filter(ends__gte=today)
        .order_by("ends", "pk")
        .prefetch_related("phases__survey")[:MOST_CONSULTATIONS]
    )
    free = free_seats(consultations)
    for consultation in consultations:
        surveys = [phase.survey for phase in consultation.phases.all() if phase.survey]
        consultation.open_survey = next((survey for survey in surveys if survey.is_open), None)
        consultation.free_seats = free.get(consultation.pk, 0)
    return consultations


def free_seats(consultations: list[Consultation]) -> dict[int, int]:
    """How many seats of each can be asked for at this moment: {key of the consultation: seats}."""
    now = timezone.now()
    seats = Seat.objects.filter(
        request=None,
        sub_topic__event__consultation__in=consultations,
        sub_topic__requests_open__lte=now,
        sub_topic__requests_close__gt=now,
    )
    counted = seats.values_list("sub_topic__event__consultation").annotate(Count("pk"))
    return dict(counted.order_by())


def counts() -> dict[str, int]:
    recommendations = Recommendation.objects.aggregate(
        recommendations=Count("pk"), states=Count("review__state", distinct=True)
    )
    return {
        **recommendations,
        "proposals": Proposal.objects.filter(
            key_issue__consultation__in=Report.objects.published().values("consultation")
        ).count(),
        "consultations": Consultation.objects.filter(~Q(state=Consultation.State.DRAFT)).count(),
    }


def figures() -> list[dict]:
    """The portal in figures: [{"number", "words"}], in the active language; nothing that is still zero."""
    found = cache.get_or_set("front-page-counts", counts, REMEMBERED_FOR)
    words = {
        "recommendations": ngettext(
            "recommendation to a State", "recommendations to States", found["recommendations"]
        ),
        "states": ngettext("State reviewed", "States reviewed", found["states"]),
        "consultations": ngettext(
            "consultation with civil society", "consultations with civil society", found["consultations"]
        ),
        "proposals": ngettext("proposal of civil society", "proposals of civil society", found["proposals"]),
    }
    return [{"number": found[name], "words": text} for name, text in words.items() if found[name]]
