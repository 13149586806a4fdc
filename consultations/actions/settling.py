"""What becomes of written statements when their writer withdraws: they say it, the letter repeats it."""

from typing import NamedTuple

from consultations.models import SpeakingRequest, Statement


class Settled(NamedTuple):
    """How many statements went, and which stay under the consents that were given."""

    deleted: int
    kept: list[Statement]


def settle_statements(requests: list[SpeakingRequest], *, keeps: bool) -> Settled:
    """Delete what was written for these (locked) requests, with files and excerpts; or leave it as it is."""
    written = Statement.objects.filter(request__in=requests)
    if keeps:
        return Settled(0, list(written.without_contents().select_related("request__sub_topic")))
    found = list(written.values_list("pk", flat=True))
    written.delete()
    return Settled(len(found), [])
