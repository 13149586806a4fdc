"""Themes, groups of persons and Goals as a document names them, found in our lists and never made."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from recommendations.documents.readings import ReadRow
from reference.models import Goal, PersonsGroup, Target, Theme, normalise

GOAL = re.compile(r"(?:SDG\s*|Goal\s*)?(\d{1,2})(?!\d|\.\d|\.[a-z])", re.IGNORECASE)
TARGET = re.compile(r"\b(\d{1,2}\.(?:\d{1,2}|[a-d]))\b", re.IGNORECASE)


@dataclass
class Terms:
    """Our terms by the words of one document; `unknown` counts what is in no list of ours."""

    themes: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    goals: dict[str, int] = field(default_factory=dict)
    targets: dict[str, int] = field(default_factory=dict)
    unknown: Counter = field(default_factory=Counter)


def terms_of(rows: Iterable[ReadRow]) -> Terms:
    """Four queries at most, none where no row names a term."""
    themes = Counter(name for row in rows for name in row.themes)
    persons = Counter(name for row in rows for name in row.persons)
    goals = Counter(name for row in rows for name in row.goals)
    terms = Terms()
    terms.themes = found_in(Theme, themes, terms.unknown)
    terms.persons = found_in(PersonsGroup, persons, terms.unknown)
    if goals:
        add_goals(terms, goals)
    return terms


def found_in(model: type, names: Counter, unknown: Counter) -> dict[str, int]:
    """Name → key. Where vocabularies share a name, the one counts that knows most of the document's names."""
    if not names:
        return {}
    by_name: dict[str, dict[int, int]] = {}
    for pk, code, name, vocabulary in model.objects.values_list("pk", "code", "name_en", "vocabulary"):
        for spelling in (name or "", f"{code} {name}"):
            by_name.setdefault(normalise(spelling), {})[vocabulary] = pk
    weight = Counter(vocabulary for name in names for vocabulary in by_name.get(normalise(name), {}))
    found = {}
    for name, times in names.items():
        if same := by_name.get(normalise(name)):
            found[name] = same[max(same, key=lambda vocabulary: (weight[vocabulary], -vocabulary))]
        else:
            unknown[name] += times
    return found


def add_goals(terms: Terms, names: Counter) -> None:
    goals = dict(Goal.objects.values_list("number", "pk"))
    targets = dict(Target.objects.values_list("code", "pk"))
    for name, times in names.items():
        target = TARGET.search(name)
        goal = GOAL.search(name)
        if target and target.group(1).lower() in targets:
            terms.targets[name] = targets[target.group(1).lower()]
        elif goal and int(goal.group(1)) in goals:
            terms.goals[name] = goals[int(goal.group(1))]
        else:
            terms.unknown[name] += times
