"""The files of `reference/data/`: the model each fills, what tells its rows apart, what columns point to."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Model

from . import models
from .models import normalise

FOLDER = Path(__file__).parent / "data"
NAMES = "UN short name"


@dataclass(frozen=True)
class Table:
    """A file and its model. `points` says of a column that names another row: by which fields of it."""

    file: str
    model: type[Model]
    key: tuple[str, ...]
    points: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def rows(self) -> Iterator[dict[str, str]]:
        with (FOLDER / self.file).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def checksum(self) -> str:
        return hashlib.sha256((FOLDER / self.file).read_bytes()).hexdigest()


class SpellingsTable(Table):
    """All spellings: the names in the six languages, then those of the file."""

    def rows(self) -> Iterator[dict[str, str]]:
        seen = {}
        for row in [*self.names(), *super().rows()]:
            normalised = normalise(row["spelling"])
            if seen.setdefault(normalised, row["state"]) != row["state"]:
                raise SpellingOfTwoStates(row["spelling"], seen[normalised], row["state"])
            yield row | {"normalised": normalised}

    def names(self) -> Iterator[dict[str, str]]:
        seen = set()
        for row in STATES.rows():
            for name in (value for column, value in row.items() if column.startswith("name_")):
                if normalise(name) not in seen:
                    seen.add(normalise(name))
                    yield {"state": row["iso3"], "spelling": name, "source": NAMES}

    def checksum(self) -> str:
        return hashlib.sha256((STATES.checksum() + super().checksum()).encode()).hexdigest()


class SpellingOfTwoStates(Exception):
    """A spelling in the files is one of two States: an importer could not tell them apart."""

    def __init__(self, spelling: str, first: str, second: str):
        super().__init__(f"“{spelling}” stands for {first} and for {second}. Remove it from one of them.")


STATES = Table("states.csv", models.State, ("iso3",), {"regional_group": ("code",)})

TABLES = [
    Table("regional_groups.csv", models.RegionalGroup, ("code",)),
    STATES,
    SpellingsTable("state_aliases.csv", models.StateAlias, ("normalised",), {"state": ("iso3",)}),
    Table("state_groups.csv", models.StateGroup, ("code",)),
    Table(
        "state_group_memberships.csv",
        models.StateGroupMembership,
        ("state", "group", "since"),
        {"state": ("iso3",), "group": ("code",)},
    ),
    Table("cycles.csv", models.Cycle, ("number",)),
    Table("sessions.csv", models.UprSession, ("number",), {"cycle": ("number",)}),
    Table("deadlines.csv", models.Deadline, ("session", "kind"), {"session": ("number",)}),
    Table("vocabularies.csv", models.Vocabulary, ("code",)),
    Table("themes.csv", models.Theme, ("vocabulary", "code"), {"vocabulary": ("code",)}),
    Table(
        "theme_mappings.csv",
        models.ThemeMapping,
        ("theme", "corresponds_to"),
        {"theme": ("vocabulary__code", "code"), "corresponds_to": ("vocabulary__code", "code")},
    ),
    Table("persons_groups.csv", models.PersonsGroup, ("vocabulary", "code"), {"vocabulary": ("code",)}),
    Table("goals.csv", models.Goal, ("number",)),
    Table("targets.csv", models.Target, ("code",), {"goal": ("number",)}),
]
