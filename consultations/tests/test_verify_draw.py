"""The program that checks a draw: what it draws, whether that is fair, and that no change stays unseen."""

import copy
import hashlib
import json
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path

import pytest

from consultations import verify_draw
from consultations.verify_draw import commitment_of, draw, fingerprint_of, problems_of

DRAWS = 10_000
SEATS, CROWD = 6, 20
# Chi-square with 19 degrees of freedom: more than this comes by chance once in a hundred times.
ONE_IN_A_HUNDRED = 36.19


def seed_of(number: int) -> str:
    """A seed for each number: always the same, so that a test gives always the same."""
    return hashlib.sha256(f"seed of seeds {number}".encode()).hexdigest()


def id_of(number: int) -> str:
    return str(uuid.UUID(seed_of(number)[:32]))


def crowd(size: int = CROWD, **groups) -> list[dict]:
    """Entries; `region=5` puts them into five regions by turns."""
    return [
        {"id": id_of(number), **{name: f"{name[0]}{number % count}" for name, count in groups.items()}}
        for number in range(size)
    ]


def uneven_crowd() -> list[dict]:
    """Twelve of one region, five of another, two of a third, one of a fourth."""
    regions = ["r1"] * 12 + ["r2"] * 5 + ["r3"] * 2 + ["r4"]
    return [{"id": id_of(number), "region": region} for number, region in enumerate(regions)]


def record_of(entries: list[dict], seed: str = seed_of(0), balance=(), limit=None) -> dict:
    seated, waiting = draw(seed, entries, SEATS, balance, limit)
    return {
        "commitment": commitment_of(seed),
        "seed": seed,
        "closes": "2026-11-30T10:00:00+00:00",
        "seats": SEATS,
        "balance": list(balance),
        "organisation_limit": limit,
        "number_of_entries": len(entries),
        "fingerprint": fingerprint_of(entries),
        "entries": entries,
        "seated": sorted(seated),
        "waiting": waiting,
    }


def chi_square(seated: Counter, ids: list[str], draws: int) -> float:
    """How far the seats are from even; a draw without putting back varies less, which the factor undoes."""
    expected = draws * SEATS / len(ids)
    return sum((seated[one] - expected) ** 2 / expected for one in ids) * (len(ids) - 1) / (len(ids) - SEATS)


def test_ten_thousand_draws_are_verified_and_everybody_has_the_same_chance():
    entries, seated = crowd(), Counter()

    for number in range(DRAWS):
        record = record_of(entries, seed_of(number))
        assert problems_of(record) == []
        seated.update(record["seated"])

    assert chi_square(seated, [entry["id"] for entry in entries], DRAWS) < ONE_IN_A_HUNDRED


def test_a_draw_that_prefers_somebody_a_little_is_found_out():
    entries, seated = crowd(), Counter()
    ids = [entry["id"] for entry in entries]

    for number in range(DRAWS):
        drawn, waiting = draw(seed_of(number), entries, SEATS)
        if ids[0] in waiting and number % 20 == 0:
            drawn[0] = ids[0]
        seated.update(drawn)

    assert chi_square(seated, ids, DRAWS) > ONE_IN_A_HUNDRED


def test_the_lot_does_not_depend_on_the_order_of_the_list():
    entries = crowd()

    assert draw(seed_of(1), entries, SEATS) == draw(seed_of(1), entries[::-1], SEATS)


def seats_by(group: str, entries: list[dict], seated: list[str]) -> Counter:
    return Counter(entry.get(group) for entry in entries if entry["id"] in seated)


def balance_error(group: str, entries: list[dict], seated: list[str]) -> int:
    """By how many seats a group is ahead of one that has somebody left who would have taken one."""
    held = seats_by(group, entries, seated)
    left = {entry.get(group) for entry in entries if entry["id"] not in seated}
    return max((max(held.values()) - held[name] for name in left), default=0)


@pytest.mark.parametrize("entries", [crowd(region=5), uneven_crowd(), crowd(30, region=7)])
def test_no_group_is_ahead_by_more_than_one_seat(entries):
    for number in range(500):
        seated, _ = draw(seed_of(number), entries, SEATS, ["region"])

        assert balance_error("region", entries, seated) <= 1


def test_without_balance_the_same_crowd_is_uneven():
    errors = [
        balance_error("region", uneven_crowd(), draw(seed_of(number), uneven_crowd(), SEATS)[0])
        for number in range(100)
    ]

    assert max(errors) > 1


def test_of_three_kinds_of_groups_each_is_balanced_where_people_are_evenly_mixed():
    # Every mixture of four regions, three kinds and two of first-time is there twice.
    mixed = [
        {"region": f"r{r}", "kind": f"k{k}", "first_time": f"f{f}"}
        for r in range(4) for k in range(3) for f in range(2) for _ in range(2)
    ]  # fmt: skip
    entries = [{"id": id_of(number), **groups} for number, groups in enumerate(mixed)]

    for number in range(200):
        seated, _ = draw(seed_of(number), entries, SEATS, ["region", "kind", "first_time"])

        assert balance_error("region", entries, seated) <= 1
        assert balance_error("kind", entries, seated) <= 1


def test_who_does_not_say_is_a_group_too():
    entries = crowd(9, region=3) + [{"id": id_of(number)} for number in range(100, 103)]

    seated, _ = draw(seed_of(3), entries, 4, ["region"])

    assert seats_by("region", entries, seated) == {"r0": 1, "r1": 1, "r2": 1, None: 1}


def test_within_a_group_everybody_has_the_same_chance():
    entries, seated = crowd(region=2), Counter()

    for number in range(2000):
        seated.update(draw(seed_of(number), entries, SEATS, ["region"])[0])

    for region in ("r0", "r1"):
        counts = [seated[entry["id"]] for entry in entries if entry["region"] == region]
        # Three of ten in each draw: 600 of 2000, with a standard deviation of about 20.
        assert 520 < min(counts) <= max(counts) < 680


def test_fewer_than_seats_all_get_one():
    seated, waiting = draw(seed_of(1), crowd(4), SEATS)

    assert (sorted(seated), waiting) == (sorted(entry["id"] for entry in crowd(4)), [])


def change(record: dict, how: str) -> None:
    """One manipulation of a record."""
    entries, seated, waiting = record["entries"], record["seated"], record["waiting"]
    match how:
        case "seed":
            record["seed"] = seed_of(99)
        case "commitment":
            record["commitment"] = commitment_of(seed_of(99))
        case "group of a request":
            entries[0]["region"] = "r9"
        case "number of a request":
            entries[0]["id"] = id_of(99)
        case "a request more":
            entries.append({"id": id_of(99), "region": "r1"})
            record["number_of_entries"] += 1
        case "a request less":
            entries.pop()
            record["number_of_entries"] -= 1
        case "a request twice":
            entries.append(entries[0])
        case "count":
            record["number_of_entries"] += 1
        case "seat":
            seated[0], waiting[0] = waiting[0], seated[0]
        case "a seat more":
            seated.append(waiting.pop(0))
        case "seats":
            record["seats"] += 1
        case "balance":
            record["balance"] = []
        case "limit":
            record["organisation_limit"] = 1
        case "order of the line":
            waiting[0], waiting[1] = waiting[1], waiting[0]
        case "fingerprint":
            record["fingerprint"] = "0" * 64


MANIPULATIONS = (
    "seed", "commitment", "group of a request", "number of a request", "a request more", "a request less",
    "a request twice", "count", "seat", "a seat more", "seats", "balance", "limit", "order of the line",
    "fingerprint",
)  # fmt: skip


@pytest.mark.parametrize("how", MANIPULATIONS)
def test_a_manipulation_is_found(how):
    entries = [{**entry, "organisation": "o1"} for entry in uneven_crowd()]
    record = record_of(entries, balance=["region"])
    assert problems_of(record) == []

    change(record, how)

    assert problems_of(record) != []


@pytest.mark.parametrize("how", ["a request more", "a request less", "group of a request"])
def test_who_changes_the_list_and_all_that_follows_still_changes_the_fingerprint(how):
    """The letters to those who took part hold the fingerprint; no record can then be made to fit it."""
    record = record_of(uneven_crowd(), balance=["region"])
    changed = copy.deepcopy(record)
    change(changed, how)

    remade = record_of(changed["entries"], balance=["region"])

    assert problems_of(remade) == []
    assert remade["fingerprint"] != record["fingerprint"]


def test_a_seed_changed_with_its_commitment_is_found_by_who_kept_the_record_from_before():
    entries = crowd()
    before = {name: record_of(entries)[name] for name in verify_draw.TERMS}

    assert problems_of(record_of(entries), before) == []
    assert problems_of(record_of(entries, seed_of(99))) == []
    assert problems_of(record_of(entries, seed_of(99)), before) == [
        "Since before the draw this was changed: commitment."
    ]


def run(folder, *records) -> subprocess.CompletedProcess:
    """The program as anybody runs it: alone in a folder, without the portal."""
    program = folder / "verify_draw.py"
    program.write_bytes(Path(verify_draw.__file__).read_bytes())
    files = []
    for number, record in enumerate(records):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(record))
    # -I: neither the folder nor the environment lends it anything.
    return subprocess.run([sys.executable, "-I", program, *files], capture_output=True, text=True)


def test_the_program_stands_alone(tmp_path):
    record = record_of(uneven_crowd(), balance=["region"])

    good = run(tmp_path, record)
    record["seated"][0], record["waiting"][0] = record["waiting"][0], record["seated"][0]
    bad = run(tmp_path, record)

    assert (good.returncode, good.stdout) == (0, "All fits: 20 requests, 6 seats.\n")
    assert bad.returncode == 1
    assert "DIFFERS: The draw gives the seats to others than the record says." in bad.stdout


def test_the_program_says_when_there_is_nothing_to_check(tmp_path):
    before = {"commitment": commitment_of(seed_of(0)), "number_of_entries": 3}

    assert run(tmp_path, before).returncode == verify_draw.NOTHING_TO_CHECK
    assert run(tmp_path).returncode == verify_draw.NOTHING_TO_CHECK


@pytest.mark.parametrize(
    "record", [{"seed": "xyz"}, {"seed": seed_of(0)}, [1, 2], {"seed": seed_of(0), "entries": 3}]
)
def test_what_is_no_record_is_refused_in_words(tmp_path, record):
    refused = run(tmp_path, record)

    assert refused.returncode in (1, 2)
    assert "Traceback" not in refused.stderr
