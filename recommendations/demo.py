"""Generated recommendations to try the portal with: no State ever made them, and every page says so."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

from accounts.models import User
from recommendations.actions import import_reading
from recommendations.documents.rows import CheckedRow, Reading
from recommendations.documents.upr_info import VOCABULARY
from recommendations.models import ImportBatch, PositionValue
from reference.models import State, Theme, UprSession

PHRASES = Path(__file__).parent / "data" / "phrases.json"
FILE_NAME = "generated examples"
SEED = 2021
STATES = 60
# The Council adopts an outcome about four months after the review; until then a position may be open.
OPEN_FOR = timedelta(days=150)
LANGUAGES = {"en": 64, "fr": 10, "es": 10, "ar": 8, "ru": 4, "zh-hans": 4}
CATEGORIES = {"1": 4, "2": 18, "3": 10, "4": 38, "5": 30}
POSITIONS = {PositionValue.SUPPORTED: 72, PositionValue.NOTED: 28}
STATES_THAT_JOIN = {1: 85, 2: 10, 3: 5}


def seed_recommendations(*, by: User | None, count: int = 3000, today: date) -> ImportBatch:
    """`count` generated recommendations as one import, the same whenever `today` is; made once.

    Needs the States, sessions and issues of `load_reference`.
    """
    reading = Generator(today).reading(count)
    prints = "".join(row.fingerprint for row in reading.rows)
    sha256 = hashlib.sha256(prints.encode()).hexdigest()
    batch, _ = import_reading(
        reading, by=by, kind=ImportBatch.Kind.GENERATED, file_name=FILE_NAME, sha256=sha256, language="en"
    )
    made_before = ImportBatch.objects.filter(document__sha256=sha256, state=ImportBatch.State.IMPORTED)
    return batch or made_before.latest("pk")


class Generator:
    """Draws States, sessions, phrases and positions from one seed."""

    def __init__(self, today: date):
        self.draw = Random(SEED)  # noqa: S311 – examples, not secrets
        self.phrases = json.loads(PHRASES.read_text(encoding="utf-8"))
        self.states = list(State.objects.members().order_by("iso3"))
        known = Theme.objects.filter(vocabulary__code=VOCABULARY)
        self.issues = {theme.code: theme for theme in known}
        self.reviews = self.draw_reviews(today)
        self.open_since = today - OPEN_FOR

    def draw_reviews(self, today: date) -> list[tuple[State, UprSession]]:
        """Some States, each in one session of each cycle since the second, as the UPR goes."""
        held = UprSession.objects.filter(cycle__number__gte=2, starts_on__lt=today).order_by("number")
        cycles: dict[int, list[UprSession]] = {}
        for session in held:
            cycles.setdefault(session.cycle_id, []).append(session)
        chosen = self.draw.sample(self.states, min(STATES, len(self.states)))
        return [(state, self.draw.choice(sessions)) for state in chosen for sessions in cycles.values()]

    def reading(self, count: int) -> Reading:
        reading, seen, line = Reading(), set(), 0
        while len(seen) < count:
            state, session = self.draw.choice(self.reviews)
            row = self.row(state, session)
            key = (state.pk, session.pk, row["text"])
            if key in seen:
                continue
            seen.add(key)
            others = [one for one in self.states if one != state]
            for recommender in self.draw.sample(others, self.weighted(STATES_THAT_JOIN)):
                line += 1
                reading.rows.append(
                    CheckedRow(line=line, recommender=recommender, spelling=recommender.name_en, **row)
                )
        return reading

    def row(self, state: State, session: UprSession) -> dict:
        language, category = self.weighted(LANGUAGES), self.weighted(CATEGORIES)
        issue = self.draw.choice(list(self.phrases["subjects"]))
        request = self.draw.choice(self.phrases["requests"][language][category])
        ending = self.draw.choice(self.phrases["endings"][language])
        answered = self.weighted(POSITIONS)
        is_open = session.starts_on > self.open_since
        return {
            "state": state,
            "session": session,
            "text": request.format(subject=self.phrases["subjects"][issue][language]) + ending,
            "language": language,
            "position": PositionValue.PENDING if is_open else answered,
            "own_words": "",
            "action_category": category,
            "issues": (self.issues[issue],),
        }

    def weighted(self, weights: dict):
        return self.draw.choices(list(weights), list(weights.values()))[0]
