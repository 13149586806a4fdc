"""What undoing an import would take away, and what it would leave: read before anything is changed."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from recommendations.actions.given import LinksOf, given_by_documents, links_behind
from recommendations.models import (
    Appearance,
    ImportBatch,
    ImportedRow,
    Pledge,
    Position,
    Recommendation,
    Recommender,
)

LIVE = ImportBatch.State.IMPORTED
# Of these sources each row is known by its position too, so what another file repeats keeps its position.
WITHOUT_NUMBERS = {ImportBatch.Kind.UPR_INFO, ImportBatch.Kind.GENERATED}


@dataclass(frozen=True)
class Going:
    """Everything that goes with one import, as it is now. Ask it before the first row is deleted."""

    batch: ImportBatch

    @cached_property
    def touched(self) -> QuerySet:
        """Recommendations that stand in this import, or got an answer by it."""
        one = {"recommendation": OuterRef("pk"), "batch": self.batch}
        rows = ImportedRow.objects.filter(batch=self.batch, recommender__recommendation=OuterRef("pk"))
        appearances, positions = Appearance.objects.filter(**one), Position.objects.filter(**one)
        return Recommendation.objects.filter(Exists(rows) | Exists(appearances) | Exists(positions))

    @cached_property
    def kept_back(self) -> QuerySet:
        """Those that only this import brought and somebody has worked on since: they stay, with all they
        have."""
        positions = Position.objects.filter(recommendation=OuterRef("pk")).exclude(batch=self.batch)
        parts = Recommendation.objects.filter(split_from=OuterRef("pk"))
        brought = self.touched.filter(stands_only_in(self.batch, "recommender__recommendation"))
        return brought.filter(Exists(positions) | Exists(parts))

    @cached_property
    def free(self) -> QuerySet:
        return self.touched.exclude(pk__in=self.kept_back.values("pk"))

    @cached_property
    def leaving(self) -> QuerySet:
        """Those of which nothing will be left: no State that made them, no document that has them. What a
        person made at the desk stays."""
        made = Recommender.objects.filter(recommendation=OuterRef("pk"))
        elsewhere = Appearance.objects.filter(recommendation=OuterRef("pk")).exclude(batch=self.batch)
        stays = made.exclude(stands_only_in(self.batch, "recommender"))
        return self.free.filter(~Exists(stays), ~Exists(elsewhere), batch__isnull=False)

    @cached_property
    def staying(self) -> QuerySet:
        """Those that lose what only this import said of them, and stay."""
        return self.free.exclude(pk__in=self.leaving.values("pk"))

    @cached_property
    def recommenders(self) -> QuerySet:
        alone = Recommender.objects.filter(stands_only_in(self.batch, "recommender"))
        return alone.filter(recommendation__in=self.free.values("pk"))

    @cached_property
    def pledges(self) -> QuerySet:
        return Pledge.objects.filter(stands_only_in(self.batch, "pledge"))

    @cached_property
    def positions(self) -> QuerySet:
        """Answers that this import gave to recommendations which stay."""
        if self.batch.kind in WITHOUT_NUMBERS:
            return Position.objects.none()
        return Position.objects.filter(batch=self.batch, recommendation__in=self.staying.values("pk"))

    @cached_property
    def terms(self) -> LinksOf:
        """Recommendation that stays → themes, groups of persons, Goals and targets that no other import, no
        person and no merged source gave it. One that was split keeps them, as its parts do."""
        parts = Recommendation.objects.filter(split_from=OuterRef("pk"))
        whole = self.staying.filter(~Exists(parts)).values("pk")
        appearances = Appearance.objects.filter(recommendation__in=whole)
        given = given_by_documents(appearances.filter(batch=self.batch))
        elsewhere = given_by_documents(appearances.exclude(batch=self.batch))
        merged = links_behind(whole)
        taken = {
            pk: {name: keys - elsewhere[pk][name] - merged[pk][name] for name, keys in links.items()}
            for pk, links in given.items()
        }
        return {pk: links for pk, links in taken.items() if any(links.values())}

    @property
    def figures(self) -> dict[str, int]:
        """How many of each go, and how many recommendations stay for which reason."""
        return {
            "recommendations": self.leaving.count(),
            "recommenders": self.recommenders.count(),
            "pledges": self.pledges.count(),
            "positions": self.positions.count(),
            "terms": sum(len(keys) for links in self.terms.values() for keys in links.values()),
            "staying": self.staying.count(),
            "kept_back": self.kept_back.count(),
        }


def stands_only_in(batch: ImportBatch, field: str) -> Q:
    """Of a row that `field` of an imported row leads to: it stands in this import and in no other."""
    rows = ImportedRow.objects.filter(**{field: OuterRef("pk")})
    others = rows.exclude(batch=batch).filter(batch__state=LIVE)
    return Q(Exists(rows.filter(batch=batch))) & ~Q(Exists(others))
