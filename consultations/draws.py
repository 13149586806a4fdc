"""What is published of a draw: before it is held, and after. The rule itself is `verify_draw.py`."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from consultations import verify_draw
from consultations.models import Draw, SpeakingRequest, SubTopic

FORMAT = 1
LETTERS = {"region": "r", "kind": "k", "first_time": "f", "organisation": "o"}


def record_of(draw: Draw) -> dict[str, Any]:
    """What everybody may know of a draw at this moment; the seed only once it is held."""
    if draw.held_at:
        return draw.record
    return terms_of(draw) | {"number_of_entries": draw.sub_topic.requests.pending().count()}


def held_record(draw: Draw, requests: list[SpeakingRequest], at: datetime) -> dict[str, Any]:
    """Draw among these requests; the record holds random numbers and codes, and nobody's name.

    Who has a seat is told in the order of the random numbers: the order drawn would say who holds which seat.
    """
    terms, entries = terms_of(draw), entries_of(requests, draw.sub_topic)
    rule = (terms["seats"], terms["balance"], terms["organisation_limit"])
    seated, waiting = verify_draw.draw(draw.seed, entries, *rule)
    return terms | {
        "number_of_entries": len(entries),
        "held": written(at),
        "seed": draw.seed,
        "fingerprint": verify_draw.fingerprint_of(entries),
        "entries": entries,
        "seated": sorted(seated),
        "waiting": waiting,
    }


def terms_of(draw: Draw) -> dict[str, Any]:
    """What is fixed before anybody asks."""
    sub_topic = draw.sub_topic
    return {
        "format": FORMAT,
        "sub_topic": sub_topic.pk,
        "commitment": draw.commitment,
        "opens": written(sub_topic.requests_open),
        "closes": written(sub_topic.requests_close),
        "closing_moved": sub_topic.closing_moved,
        "seats": sub_topic.seat_count,
        "balance": sub_topic.balance,
        "organisation_limit": sub_topic.organisation_limit,
    }


def entries_of(requests: Iterable[SpeakingRequest], sub_topic: SubTopic) -> list[dict[str, str]]:
    """Random numbers with the codes of the groups that count, in the order of the numbers.

    Codes are counted as they come up in that order, so they say who belongs together, not where.
    """
    requests = sorted(requests, key=lambda request: str(request.public_id))
    entries = [{"id": str(request.public_id)} for request in requests]
    if sub_topic.organisation_limit:
        keys = [request.organisation_key for request in requests]
        # Who is alone of an organisation can meet no limit, so nothing is said of them.
        shared = {key for key, count in Counter(keys).items() if count > 1}
        add_codes(entries, "organisation", [key if key in shared else "" for key in keys])
    for name in sub_topic.balance:
        add_codes(entries, name, [request.draw_groups[name] for request in requests])
    return entries


def add_codes(entries: list[dict[str, str]], name: str, said: list[str]) -> None:
    """Add the code of what each said under this name; nothing where nothing was said."""
    for entry, code in zip(entries, codes(said, LETTERS[name]), strict=True):
        if code:
            entry[name] = code


def codes(said: list[str], letter: str) -> list[str]:
    """["x", "", "y", "x"] → ["r1", "", "r2", "r1"]."""
    known = {
        value: f"{letter}{number}" for number, value in enumerate(dict.fromkeys(v for v in said if v), 1)
    }
    return [known.get(value, "") for value in said]


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
