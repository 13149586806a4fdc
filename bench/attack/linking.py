"""Who sent which sheet? An attacker who knows the order of sending tries every order that the server shows.

What the attacker knows: in which order known people sent their sheets (from the line, from a clock on the
wall). What the attacker holds: every row of every table with its place (ctid) and age (xmin), the log, and
all that lies in the broker and the cache. The attack is dumb and complete: it sorts the rows of every table
by every column, lays them beside the known order, and names for each person the nearest tenth of all sheets.
By chance that holds the right sheet for one person in ten.

The right answers are told by a mark that each person writes into a text; the attack does not read it, the
count of hits does.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from redis import Redis

NAMED = 0.1  # of all sheets, named for each person
MARK = re.compile(r"known-person-(\d+)")
RANDOM_KEY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class Attack:
    """One way of sorting: how many people of `people` were among those named for them."""

    way: str
    hits: int
    people: int

    @property
    def over_chance(self) -> float:
        return self.hits / (NAMED * self.people)


def mark(person: int) -> str:
    """What a known person writes, so that hits can be counted."""
    return f"known-person-{person}"


def attack(order: list[int], log: str, broker: Iterable[bytes]) -> list[Attack]:
    """All ways, the best first. `order` is who sent when: [person, …]."""
    sheets = sheets_of(set(order))
    ways = [*orders_of_tables(sheets), *orders_of_texts(sheets, log, broker)]
    found = [Attack(way, hits_of(order, sheets_in_order), len(order)) for way, sheets_in_order in ways]
    return sorted(found, key=lambda one: -one.hits)


def hits_of(order: list[int], found: list[int]) -> int:
    """How many people stand, in the order found, within the tenth around their place in the known one."""
    place = {person: number for number, person in enumerate(found)}
    width = max(1, round(NAMED * len(order)))
    hits = 0
    for number, person in enumerate(order):
        first = min(max(number - width // 2, 0), len(order) - width)
        hits += first <= place.get(person, -1) < first + width
    return hits


def sheets_of(people: set[int]) -> dict[str, int]:
    """{key of a response: the person whose mark stands in it}: for counting hits, not for the attack."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT response_id::text, value::text FROM surveys_answer")
        marked = ((key, MARK.search(value)) for key, value in cursor.fetchall())
        return {key: int(found[1]) for key, found in marked if found and int(found[1]) in people}


def orders_of_tables(sheets: dict[str, int]) -> Iterator[tuple[str, list[int]]]:
    """Every table that can be joined to a person's sheet, by every column, place and age, both ways."""
    for table in tables():
        rows = rows_of(table)
        for column in rows[0] if rows else []:
            in_order = people_in_order(sorted(rows, key=lambda row: sortable(row[column])), sheets)
            if len(in_order) == len(sheets):
                yield f"{table} by {column}", in_order
                yield f"{table} by {column}, last first", in_order[::-1]


def people_in_order(rows: list[dict], sheets: dict[str, int]) -> list[int]:
    return list(dict.fromkeys(person for row in rows for person in people_in(str(row.values()), sheets)))


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def rows_of(table: str) -> list[dict]:
    """All rows with all columns as text, and where and when they were written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (ctid::text::point)[0] * 10000 + (ctid::text::point)[1] AS place,"
            f' age(xmin) AS age, to_jsonb(kept) AS columns FROM "{table}" AS kept'
        )
        return [
            {"place": place, "age": -age, **json.loads(columns)} for place, age, columns in cursor.fetchall()
        ]


def sortable(value: object) -> tuple:
    """Numbers before texts: columns hold one or the other."""
    is_number = isinstance(value, int | float)
    return (0, value, "") if is_number else (1, 0, str(value))


def people_in(text: str, sheets: dict[str, int]) -> Iterator[int]:
    """The people whose sheets stand in a text, by their keys."""
    return (sheets[key] for key in RANDOM_KEY.findall(text) if key in sheets)


def orders_of_texts(
    sheets: dict[str, int], log: str, broker: Iterable[bytes]
) -> Iterator[tuple[str, list[int]]]:
    """The order in which keys of sheets, or what people wrote, stand in the log and in the broker."""
    for way, text in (("the log", log), ("the broker", b"\n".join(broker).decode(errors="replace"))):
        marks = (int(number) for number in MARK.findall(text))
        if found := list(dict.fromkeys([*people_in(text, sheets), *marks])):
            yield way, found


def all_in(redis_url: str) -> list[bytes]:
    """Every key and value of every database of the broker's and the cache's server."""
    found = []
    for number in range(16):
        server = Redis.from_url(redis_url, db=number)
        for key in server.scan_iter():
            found += [key, server.dump(key) or b""]
        server.close()
    return found
