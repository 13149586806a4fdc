"""UPR Info's history as the benches make it for themselves: six exports, 42,013 rows, twenty sessions.

Every word is made: as many States, sessions and texts as the real history has, of the same length, with words
as unevenly frequent as in a language. Needs the lists of `load_reference`.
"""

import csv
import hashlib
import io
import os
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import connection

from recommendations.actions import import_reading
from recommendations.documents.upr_info import VOCABULARY, read_upr_info
from recommendations.models import ImportBatch, Recommendation
from reference.models import State, Theme

ROWS = 42_013
SESSIONS = [range(1, 6), range(6, 9), range(9, 12), range(12, 15), range(15, 18), range(18, 21)]
REVIEWS = 14  # of a session
HEADINGS = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session".split(",")  # noqa: SIM905
VERBS = {
    "1": ["Seek technical assistance for", "Share with other States its experience of"],
    "2": ["Continue its efforts for", "Pursue its programme for"],
    "3": ["Consider a law on", "Examine its practice of"],
    "4": ["Strengthen", "Ensure", "Promote"],
    "5": ["Adopt a law on", "Ratify the treaty on", "Establish an office for"],
}
TICK = os.sysconf("SC_CLK_TCK")
LINKS = [
    ("recommendations_recommender", "state_id, spelling"),
    ("recommendations_recommendation_issues", "theme_id"),
]
# A word and in how many of a hundred texts it stands.
FREQUENT = {"rights": 45, "human": 40, "women": 14, "children": 13, "violence": 9, "torture": 5, "water": 2}
SYLLABLES = "ba co del fer gim hol jan kel lor mun nar pos rem sul tin vor".split()  # noqa: SIM905


class Writer:
    """Writes texts from one seed: some frequent words, and others the rarer the further down the list."""

    def __init__(self, seed: int = 1948):
        self.draw = Random(seed)
        self.words = list(dict.fromkeys("".join(self.draw.choices(SYLLABLES, k=3)) for _ in range(3000)))
        self.frequencies = [1 / (rank + 10) for rank in range(len(self.words))]

    def text(self, action: str) -> str:
        words = [word for word, hundredths in FREQUENT.items() if self.draw.random() * 100 < hundredths]
        words += self.draw.choices(self.words, self.frequencies, k=self.draw.randint(6, 18))
        self.draw.shuffle(words)
        return f"{self.draw.choice(VERBS[action])} {' '.join(words)}."


def exports(rows: int = ROWS) -> list[tuple[str, bytes]]:
    """(file name, content) of the six exports, `rows` in all; a State joins every thirteenth."""
    writer = Writer()
    states = sorted(state.name_en for state in State.objects.members())
    issues = sorted(Theme.objects.filter(vocabulary__code=VOCABULARY).values_list("name_en", flat=True))
    under_review = cycle(states)
    reviews = [
        [(state, number) for number in numbers for state in islice(under_review, REVIEWS)]
        for numbers in SESSIONS
    ]
    each, left = divmod(rows, sum(map(len, reviews)))
    made = []
    for numbers, of_export in zip(SESSIONS, reviews, strict=True):
        lines = []
        for state, session in of_export:
            lines += lines_of(writer, state, session, each, states, issues)
        made.append((f"sessions-{numbers[0]}-{numbers[-1]}.csv", lines))
    made[-1][1].extend(lines_of(writer, *reviews[-1][-1], left, states, issues))
    return [(name, content_of(lines)) for name, lines in made]


def lines_of(writer: Writer, state: str, session: int, count: int, states: list, issues: list) -> list:
    draw, lines = writer.draw, []
    recommenders = cycle(draw.sample([one for one in states if one != state], len(states) - 1))
    for number in range(count):
        if number % 13 != 12:
            action = draw.choices("12345", [2, 15, 10, 38, 35])[0]
            text = writer.text(action)
            answer = draw.choices(["Accepted", "Noted"], [73, 27])[0]
            issue = ",".join(draw.sample(issues, draw.choice([1, 1, 2, 3])))
        recommender = next(recommenders)
        lines.append([state, "Africa", "AU", text, recommender, "WEOG", "EU", answer, action, issue, session])
    return lines


def content_of(lines: list) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r").writerows([HEADINGS, *lines])
    return file.getvalue().encode("mac_roman", errors="replace")


@contextmanager
def database_of_its_own():
    """An empty database with the portal's tables and reference lists; dropped afterwards."""
    connection.settings_dict["TEST"]["NAME"] = f"bench_{connection.settings_dict['NAME']}"
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("load_reference", stdout=io.StringIO())
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def import_all(files: list[tuple[str, bytes]]) -> int:
    """Import the exports one by one, as `manage.py import_upr_info` does; how many rows they have."""
    rows = 0
    for name, content in files:
        reading = read_upr_info(content, language="en")
        rows += reading.rows_read
        import_reading(
            reading,
            by=None,
            kind=ImportBatch.Kind.UPR_INFO,
            file_name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            language="en",
            skip_bad_rows=True,
        )
    return rows


def cpu_of_database() -> float:
    """Seconds of CPU that this connection's server process has used."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def multiply(times: int) -> None:
    """Each recommendation `times` times, with its States and issues; the copies have no fingerprint."""
    fields = [field for field in Recommendation._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields if field.column not in ("id", "fingerprint")]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute("select max(id) from recommendations_recommendation")
        highest = cursor.fetchone()[0]
        for copy in range(1, times):
            shift = copy * highest
            cursor.execute(
                f"insert into recommendations_recommendation (id, fingerprint, {names})"
                f" select id + {shift}, '', {names} from recommendations_recommendation where id <= {highest}"
            )
            for table, column in LINKS:
                cursor.execute(
                    f"insert into {table} (recommendation_id, {column})"
                    f" select recommendation_id + {shift}, {column} from {table}"
                    f" where recommendation_id <= {highest}"
                )
        cursor.execute("vacuum analyze")
