"""UPR Info's history as the benches make it for themselves: six exports, 42,013 rows, twenty sessions.

Every word is made: as many States, sessions and texts as the real history has, of the same length, with words as
unevenly frequent as in a language. Needs the lists of `load_reference`.
"""

import csv
import io
from itertools import cycle, islice
from random import Random

from recommendations.documents.upr_info import VOCABULARY
from reference.models import State, Theme

ROWS = 42_013
SESSIONS = [range(1, 6), range(6, 9), range(9, 12), range(12, 15), range(15, 18), range(18, 21)]
REVIEWS = 14  # of a session
HEADINGS = ["To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue", "Session"]  # fmt: skip
VERBS = {
    "1": ["Seek technical assistance for", "Share with other States its experience of"],
    "2": ["Continue its efforts for", "Pursue its programme for"],
    "3": ["Consider a law on", "Examine its practice of"],
    "4": ["Strengthen", "Ensure", "Promote"],
    "5": ["Adopt a law on", "Ratify the treaty on", "Establish an office for"],
}
# A word and in how many of a hundred texts it stands.
FREQUENT = {"rights": 45, "human": 40, "women": 14, "children": 13, "violence": 9, "torture": 5, "water": 2}
SYLLABLES = ["ba", "co", "del", "fer", "gim", "hol", "jan", "kel", "lor", "mun", "nar", "pos", "rem", "sul", "tin", "vor"]  # fmt: skip


class Writer:
    """Writes texts from one seed: some frequent words, and others the rarer the further down the list."""

    def __init__(self, seed: int = 1948):
        self.draw = Random(seed)  # noqa: S311 – texts, not secrets
        self.words = list(dict.fromkeys("".join(self.draw.choices(SYLLABLES, k=3)) for _ in range(3000)))
        self.frequencies = [1 / (rank + 10) for rank in range(len(self.words))]

    def text(self, action: str) -> str:
        words = [word for word, hundredths in FREQUENT.items() if self.draw.random() * 100 < hundredths]
        words += self.draw.choices(self.words, self.frequencies, k=self.draw.randint(6, 18))
        self.draw.shuffle(words)
        return f"{self.draw.choice(VERBS[action])} {' '.join(words)}."


def exports(rows: int = ROWS) -> list[tuple[str, bytes]]:
    """(file name, content) of the six exports, `rows` rows in all; every thirteenth row is joined by a State."""
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
        lines.append(
            [state, "Africa", "AU", text, recommender, "WEOG", "EU", answer, action, issue, session]
        )
    return lines


def content_of(lines: list) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r").writerows([HEADINGS, *lines])
    return file.getvalue().encode("mac_roman", errors="replace")
