"""Who was registered to speak: by name only who agreed to it, as each chose; all others as counts."""

from collections import Counter

from django.utils.translation import gettext as _

from accounts.models import Organisation
from consultations.models import Registration, SpeakingRequest
from reports import charts
from reports.material import Material
from reports.sections.base import own, written
from surveys.models.surveys import LEAST_THRESHOLD
from surveys.suppression import Cell, adding_up, percent


def seated(material: Material):
    """Requests that hold a seat at the events that are told of, in the order of programme and seats."""
    requests = SpeakingRequest.objects.seated().filter(sub_topic__event__in=material.events)
    standing = requests.filter(registration__state=Registration.State.REGISTERED)
    related = ("registration__region", "sub_topic__event", "seat")
    order = ("sub_topic__item__day__date", "sub_topic__item__position", "sub_topic", "seat__number")
    return standing.select_related(*related).order_by(*order)


def listed_speakers(material: Material) -> list[dict]:
    """[{"event", "title", "names"}] of each sub-topic for which somebody agreed to be listed; one query."""
    found: dict[int, dict] = {}
    for request in seated(material).filter(registration__consents_to_listing=True):
        sub_topic = request.sub_topic
        if sub_topic.pk not in found:
            event = written(sub_topic.event, "title", material)
            title = written(sub_topic, "title", material)
            found[sub_topic.pk] = {"event": event, "title": title, "names": []}
        found[sub_topic.pk]["names"].append(request.registration.listed_as)
    return list(found.values())


def other_speakers(material: Material) -> dict:
    """Who did not agree to be listed: {"count", "charts"}, by kind and region.

    Below the threshold there is neither a count nor a chart, and no small number can be worked out.
    """
    others = {request.registration_id: request.registration for request in seated(material)}
    others = [one for one in others.values() if not one.consents_to_listing]
    if len(others) < LEAST_THRESHOLD:
        return {"count": None, "charts": []}
    labels = dict(Organisation.Kind.choices)
    kinds = Counter(one.stakeholder_kind for one in others)
    regions = Counter(one.region.code if one.region else "" for one in others)
    names = {one.region.code: one.region.name for one in others if one.region} | {"": _("Not said")}
    drawn = [
        counted("speakers-by-kind", _("Kind of stakeholder"), kinds, labels),
        counted("speakers-by-region", _("Region"), regions, names),
    ]
    return {"count": len(others), "charts": [chart for chart in drawn if chart]}


def counted(id: str, title: str, counts: Counter, labels: dict) -> dict | None:
    """A chart of people under suppression; None where it cannot be protected, or would tell nothing."""
    cells = adding_up(counts, LEAST_THRESHOLD)
    if cells is None or all(cell.count is None for cell in cells.values()):
        return None
    people = sum(counts.values())
    rows = [row_of(code, labels[code], cells[code], people) for code, _count in counts.most_common()]
    return charts.bars(id, own(title), (title, _("People")), rows, threshold=LEAST_THRESHOLD)


def row_of(code: str, label, cell: Cell, people: int) -> dict:
    return {
        "code": code,
        "label": own(label),
        "count": cell.count,
        "percent": percent(cell, people),
        "length": None if cell.count is None else round(100 * cell.count / people),
        "why": cell.why,
    }
