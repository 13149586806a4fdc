#!/usr/bin/env python3
"""Check a draw of seats to speak: python verify_draw.py draw.json [before.json]

It needs Python 3.8 or newer and nothing else, and asks nothing of the portal. `draw.json` is the record of
a draw that has been held. `before.json` is the record of the same draw as you kept it while requests were
open; with it, a commitment or a rule that was changed afterwards is found, too.

The rule:

1. Before anybody asks, a seed of 32 random bytes is made. Its SHA-256, the commitment, is published at once.
2. When requests close, the list is fixed. Each request is a random number with the groups that count.
   The fingerprint is the SHA-256 of that list.
3. The lot of a request is HMAC-SHA256, with the seed as its key, of the fingerprint and the random number.
   The lowest lot comes first.
4. Seats are given one after another. Each goes to the group that has the fewest seats so far, and in it to
   the lowest lot. With several kinds of groups, the first in "balance" counts before the second.
   An organisation that has as many seats as it may have is passed over.
5. Who has no seat waits. The line is drawn on in the same way; how many an organisation may have is asked
   again when a seat becomes free.

The portal imports this file, so that what it does is what you check.
"""

import hashlib
import hmac
import json
import sys

GROUPS = ("region", "kind", "first_time", "organisation")
TERMS = ("commitment", "seats", "balance", "organisation_limit", "closes")
NOTHING_TO_CHECK = 2


def commitment_of(seed):
    """SHA-256 of the seed; both as hexadecimal numbers."""
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def fingerprint_of(entries):
    """SHA-256 of the list: a line each, in the order of their numbers."""
    lines = sorted(" ".join(str(entry.get(name) or "-") for name in ("id", *GROUPS)) for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def in_order_of_lots(seed, entries):
    """The entries, the lowest lot first."""
    key, fingerprint = bytes.fromhex(seed), fingerprint_of(entries)

    def lot(entry):
        return hmac.new(key, (fingerprint + entry["id"]).encode(), hashlib.sha256).hexdigest()

    return sorted(entries, key=lambda entry: (lot(entry), entry["id"]))


def draw(seed, entries, seats, balance=(), organisation_limit=None):
    """Who gets a seat and who waits: two lists of the entries' ids, in the order drawn."""
    left, held, seated = in_order_of_lots(seed, entries), {}, []

    def holds(entry, group):
        return held.get((group, entry.get(group)), 0)

    def may_sit(entry):
        known = organisation_limit and entry.get("organisation")
        return not known or holds(entry, "organisation") < organisation_limit

    def take(candidates):
        # min() gives the first of equals, and `left` is in the order of lots.
        chosen = min(candidates, key=lambda entry: tuple(holds(entry, group) for group in balance))
        left.remove(chosen)
        for group in GROUPS:
            held[group, chosen.get(group)] = holds(chosen, group) + 1
        return chosen["id"]

    while len(seated) < seats and any(map(may_sit, left)):
        seated.append(take(list(filter(may_sit, left))))
    return seated, [take(left) for _ in range(len(left))]


def problems_of(record, before=None):
    """What does not fit in the record of a draw that has been held: sentences; none when all fits."""
    entries = record["entries"]
    ids = [entry["id"] for entry in entries]
    found = []
    if commitment_of(record["seed"]) != record["commitment"]:
        found.append("The seed is not the one that the commitment was made of.")
    if len(set(ids)) != len(ids):
        found.append("A request stands in the list twice.")
    if record["number_of_entries"] != len(ids):
        found.append("The list does not have as many requests as the record says.")
    if fingerprint_of(entries) != record["fingerprint"]:
        found.append("The list of requests is not the one that the fingerprint was made of.")
    rule = (record["seats"], record["balance"], record["organisation_limit"])
    seated, waiting = draw(record["seed"], entries, *rule)
    # Seats are published without their order, so that nobody finds out who holds which.
    if sorted(seated) != sorted(record["seated"]):
        found.append("The draw gives the seats to others than the record says.")
    if waiting != record["waiting"]:
        found.append("The draw gives another waiting list than the record says.")
    for term in TERMS if before else ():
        if before.get(term) != record[term] and not (term == "closes" and was_moved(record, before)):
            found.append("Since before the draw this was changed: %s." % term)
    if before and moves_since(record, before) is None:
        found.append("Since before the draw this was changed: closing_moved.")
    return found


def was_moved(record, before):
    """Was the closing of the record you kept moved, and is that said? Once somebody had asked, only later."""
    said = [move["from"] for move in record.get("closing_moved", [])]
    may_move = before.get("closes", "") < record["closes"] or not before.get("number_of_entries")
    return before.get("closes") in said and may_move


def moves_since(record, before):
    """What is said of moves of the closing after you kept `before`; its own must still be there."""
    kept, said = before.get("closing_moved", []), record.get("closing_moved", [])
    return said[len(kept) :] if said[: len(kept)] == kept else None


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(paths):
    """Say what fits and what does not. Exit status: 0 all fits, 1 something differs, 2 nothing to check."""
    if len(paths) not in (1, 2):
        print("Usage: python verify_draw.py draw.json [before.json]")
        return NOTHING_TO_CHECK
    try:
        record, *kept = map(read, paths)
        if "seed" not in record:
            print("This draw has not been held yet. Keep this file, and check again afterwards.")
            return NOTHING_TO_CHECK
        found = problems_of(record, *kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("This is not the whole record of a draw: %r" % error)
        return 1
    for move in (moves_since(record, kept[0]) or []) if kept else []:
        print(
            "Since you kept the record, the closing was moved: it was %s, until %s."
            % (move["from"], move["at"])
        )
    for sentence in found:
        print("DIFFERS: " + sentence)
    if not found:
        print("All fits: %d requests, %d seats." % (len(record["entries"]), len(record["seated"])))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
