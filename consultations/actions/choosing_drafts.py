"""The draft of a choice among many: kept person by person, so that moderators do not undo each other."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from consultations.actions.seats import lock_sub_topics
from consultations.models import DraftDecision, SubTopic
from consultations.permissions import can_choose
from surveys.outline import fingerprint, tidy
from upr_portal.states import WrongState


class Typed(NamedTuple):
    """What stands in the fields of one person."""

    given: str = ""
    number: str = ""
    criteria: tuple[str, ...] = ()
    reason: str = ""

    @property
    def version(self) -> str:
        """Two have the same one if they say the same; "" for one that says nothing."""
        return "" if self == Typed() else fingerprint(repr(tuple(self)))


def draft_of(sub_topic: SubTopic) -> dict[int, Typed]:
    """What has been typed of those who asked, by the keys of their requests."""
    rows = DraftDecision.objects.filter(request__sub_topic=sub_topic)
    return {row.request_id: Typed(row.given, row.number, tuple(row.criteria), row.reason) for row in rows}


def version_of(draft: dict[int, Typed]) -> str:
    """Of all of it together."""
    return fingerprint(repr(sorted((key, tuple(typed)) for key, typed in draft.items())))


@transaction.atomic
def save_draft(sub_topic: SubTopic, typed: dict[int, tuple[Typed, str]], *, by: User) -> dict[int, Typed]:
    """Keep what a moderator typed, each with the version of what stood there when the page was made.

    What they left as it was stays as it is by now. What both they and another moderator have changed is not
    written: that is returned, as the other left it. WrongState when nobody chooses.
    """
    sub_topic = lock_sub_topics(SubTopic.objects.filter(pk=sub_topic.pk))[sub_topic.pk]
    if not can_choose(by, sub_topic):
        raise WrongState(f"nobody chooses speakers of {sub_topic!r} now")
    pending = set(sub_topic.requests.pending().values_list("pk", flat=True))
    # Words about somebody who has withdrawn serve nothing any more.
    DraftDecision.objects.filter(~Q(request__in=pending), request__sub_topic=sub_topic).delete()
    standing, changed, others = draft_of(sub_topic), {}, {}
    for key, (now, seen) in typed.items():
        there = standing.get(key, Typed())
        if key not in pending or now == there or now.version == seen:
            continue
        (changed if there.version == seen else others)[key] = now if there.version == seen else there
    for key, now in changed.items():
        fields = now._asdict() | {"criteria": list(now.criteria)}
        DraftDecision.objects.update_or_create(request_id=key, defaults=fields)
    if changed:
        record(by, "drafted the choice for", sub_topic, people=len(changed))
    return others


def typed_in(fields: dict[str, str], criteria: list[str]) -> Typed:
    """Fields as a browser sends them."""
    named = {name: tidy(fields.get(name)) for name in ("given", "number", "reason")}
    return Typed(named["given"][:20], named["number"][:10], tuple(sorted(criteria)), named["reason"])
