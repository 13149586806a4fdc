"""Which import gave a recommendation which themes, groups of persons, Goals and targets.

Each appearance in a document remembers the terms that stand on the recommendation by this document: those
that its import added, and those that an earlier import had added and this document names, too. What a person
gave at the desk, or a source without paragraph numbers, is in no appearance and goes with no import.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet

from recommendations.models import Appearance, Recommendation

# The link of a recommendation → the column of the term in its table.
SIDES = {"issues": "theme_id", "persons": "personsgroup_id", "goals": "goal_id", "targets": "target_id"}

Links = dict[str, set[int]]  # name of the link → keys of the terms
LinksOf = dict[int, Links]  # recommendation → its links


def no_links() -> LinksOf:
    return defaultdict(lambda: defaultdict(set))


def links_of(recommendations: Iterable[int] | QuerySet) -> LinksOf:
    """The terms that recommendations have; four queries."""
    return collected("recommendation_id", {"recommendation__in": recommendations})


def links_behind(kept: QuerySet) -> LinksOf:
    """By recommendation that was kept: the terms that those merged into it have themselves; four queries."""
    merged = {"recommendation__merged_into__in": kept, "recommendation__split_from": None}
    return collected("recommendation__merged_into", merged)


def collected(owner: str, conditions: dict) -> LinksOf:
    found = no_links()
    for name, side in SIDES.items():
        rows = getattr(Recommendation, name).through.objects.filter(**conditions)
        for pk, key in rows.values_list(F(owner), side):
            found[pk][name].add(key)
    return found


def given_by_documents(appearances: QuerySet) -> LinksOf:
    found = no_links()
    for pk, brought in appearances.exclude(brought={}).values_list("recommendation", "brought"):
        for name, keys in brought.items():
            found[pk][name].update(keys)
    return found


def give(named: LinksOf, *, at_once: int) -> LinksOf:
    """Link the terms that a document names; returns those of them that stand there by documents alone."""
    before = links_of(named)
    by_documents = given_by_documents(Appearance.objects.filter(recommendation__in=named))
    given = no_links()
    for name, side in SIDES.items():
        through = getattr(Recommendation, name).through
        pairs = [(pk, key) for pk in sorted(named) for key in sorted(named[pk].get(name, ()))]
        new = [(pk, key) for pk, key in pairs if key not in before[pk][name]]
        rows = [through(**{"recommendation_id": pk, side: key}) for pk, key in new]
        through.objects.bulk_create(rows, batch_size=at_once, ignore_conflicts=True)
        for pk, key in pairs:
            if key not in before[pk][name] or key in by_documents[pk][name]:
                given[pk][name].add(key)
    return given


def take_back(taken: LinksOf) -> int:
    """Remove these links; how many there were. A query for each kind of link and term."""
    removed = 0
    for name, side in SIDES.items():
        by_key = defaultdict(list)
        for pk, links in taken.items():
            for key in links.get(name, ()):
                by_key[key].append(pk)
        rows = getattr(Recommendation, name).through.objects
        for key, pks in by_key.items():
            removed += rows.filter(**{side: key, "recommendation__in": pks}).delete()[0]
    return removed


def as_json(links: Links) -> dict[str, list[int]]:
    return {name: sorted(keys) for name, keys in sorted(links.items()) if keys}
