"""A State's reviews side by side: what was asked, answered, and asked again."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When

from recommendations.models import ImportBatch, Position, PositionValue, Recommendation, Recommender, Review
from recommendations.names import VOCABULARIES, code_of
from reference.models import State, Theme

THEMES_SHOWN = 12
REPEATED_SHOWN = 50


@dataclass
class Side:
    """One review in the table of a State's reviews."""

    review: Review
    supported: int
    noted: int
    pending: int
    recommenders: int
    pledges: int
    generated: int

    @property
    def total(self) -> int:
        return self.supported + self.noted + self.pending

    @property
    def shares(self) -> list[tuple[str, str, int, int]]:
        """(value, label, count, whole percent) of each official position."""
        total = self.total or 1
        counts = {value: getattr(self, value) for value in PositionValue.values}
        return [
            (value, label, counts[value], round(100 * counts[value] / total))
            for value, label in PositionValue.choices
        ]


@dataclass
class ThemeTable:
    """What reviews were about, in the words of one source: UPR Info, or OHCHR."""

    is_of_ohchr: bool
    rows: list[tuple[Theme, str, list[int | None]]]


def sides_of(reviews) -> list[Side]:
    """The figures of reviews, the latest first; four queries, however many reviews."""
    reviews = list(reviews.select_related("state", "session__cycle").order_by("-session__number"))
    listed = Recommendation.objects.listed().filter(review__in=reviews).order_by()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for review, position, count in listed.values_list("review", "position").annotate(count=Count("pk")):
        counts[review][position] = count
    made = dict(listed.values_list("review").annotate(count=Count("recommenders")))
    generated = dict(
        listed.filter(batch__kind=ImportBatch.Kind.GENERATED)
        .values_list("review")
        .annotate(count=Count("pk"))
    )
    pledges = dict(
        Review.objects.filter(pk__in=[review.pk for review in reviews])
        .values_list("pk")
        .annotate(count=Count("pledges"))
    )
    return [
        Side(
            review,
            recommenders=made.get(review.pk, 0),
            pledges=pledges.get(review.pk, 0),
            generated=generated.get(review.pk, 0),
            **{value: counts[review.pk].get(value, 0) for value in PositionValue.values},
        )
        for review in reviews
    ]


def theme_tables(sides: list[Side]) -> list[ThemeTable]:
    """UPR Info's issues and OHCHR's themes, each where a recommendation of these reviews has any; three
    queries."""
    reviews = [side.review.pk for side in sides]
    links = Recommendation.issues.through.objects.filter(
        recommendation__review__in=reviews, recommendation__is_listed=True
    )
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for theme, review, count in links.values_list("theme", "recommendation__review").annotate(
        count=Count("pk")
    ):
        counts[theme][review] = count
    themes = Theme.objects.select_related("vocabulary").in_bulk(list(counts))
    of_upr_info = {pk for pk, theme in themes.items() if theme.vocabulary.code == VOCABULARIES["issue"]}
    tables = [
        ThemeTable(is_of_ohchr, rows_of(themes, {pk: counts[pk] for pk in chosen}, reviews))
        for is_of_ohchr, chosen in ((False, of_upr_info), (True, themes.keys() - of_upr_info))
    ]
    return [table for table in tables if table.rows]


def rows_of(
    themes: dict[int, Theme], counts: dict[int, dict[int, int]], reviews: list[int]
) -> list[tuple[Theme, str, list[int | None]]]:
    """The themes asked about most, with the code of the list's filter and the count in every review; None
    where nobody has given a theme of the same vocabulary to any recommendation of the review."""
    most = sorted(counts, key=lambda theme: (-sum(counts[theme].values()), theme))[:THEMES_SHOWN]
    sorted_into = {
        (themes[pk].vocabulary_id, review) for pk, by_review in counts.items() for review in by_review
    }
    return [
        (
            themes[pk],
            code_of(themes[pk], "issue"),
            [
                counts[pk].get(review, 0 if (themes[pk].vocabulary_id, review) in sorted_into else None)
                for review in reviews
            ],
        )
        for pk in most
    ]


def repeated(state: State):
    """Recommendations to a State that repeat an earlier one, the latest first, with the answer of then."""
    return (
        Recommendation.objects.listed()
        .filter(review__state=state, repeats__isnull=False)
        .select_related("review__session__cycle", "review__state", "repeats__review__session__cycle")
        .select_related("repeats__review__state")
        .order_by("-review__session__number", "pk")[:REPEATED_SHOWN]
    )


def recommenders_of(recommendation: Recommendation) -> list[Recommender]:
    """The States that made it, in the order of its source; then those that only a merged source names."""
    merged = recommendation.merged.filter(split_from=None)
    behind = Q(recommendation=recommendation) | Q(recommendation__in=merged)
    made = Recommender.objects.filter(behind).select_related("state")
    own_first = made.order_by(Case(When(recommendation=recommendation, then=0), default=1), "pk")
    return list({one.state_id: one for one in reversed(own_first)}.values())[::-1]


def positions_of(recommendation: Recommendation):
    """Every recorded position, the latest first: its own, and those of what was merged into it."""
    merged = recommendation.merged.filter(split_from=None)
    behind = Q(recommendation=recommendation) | Q(recommendation__in=merged)
    return Position.objects.filter(behind).select_related("document").order_by("-recorded_at", "-pk")


def proposals_behind(recommendation: Recommendation):
    """The proposals that led to it, or to what was merged into it, as they are printed."""
    return linked_proposals(recommendation).in_print().with_place().in_order()


def drafts_behind(recommendation: Recommendation, user):
    """Those that led to it and are not printed, for readers who may see them."""
    found = linked_proposals(recommendation).visible_to(user).not_in_print().with_place()
    return found.order_by("key_issue__consultation", "key_issue__position", "number")


def linked_proposals(recommendation: Recommendation):
    model = recommendation.proposals.model
    behind = Q(recommendations=recommendation) | Q(recommendations__merged_into=recommendation)
    return model.objects.filter(pk__in=model.objects.filter(behind).values("pk"))


def reports_on(state: State):
    """The published reports of a State and of its reviews, the newest first."""
    found = state.reports.model.objects.published()
    return found.filter(Q(reviewed_state=state) | Q(review__state=state))


def appearances_of(recommendation: Recommendation):
    """What each document says, its own and those of what was merged into it."""
    merged = recommendation.merged.filter(split_from=None)
    model = recommendation.appearances.model
    behind = Q(recommendation=recommendation) | Q(recommendation__in=merged)
    return model.objects.filter(behind).select_related("document").order_by("pk")


def lineage_of(recommendation: Recommendation) -> list[Recommendation]:
    """The same request through the cycles, the earliest first, this one among them; at most one a review.

    Follows `repeats` back and forth; a chain that someone closed to a circle ends where it began.
    """
    related = Recommendation.objects.select_related("review__state", "review__session__cycle")
    chain, seen = [recommendation], {recommendation.pk}
    while (earlier := chain[0].repeats_id) and earlier not in seen:
        seen.add(earlier)
        chain.insert(0, related.get(pk=earlier))
    later = list(related.filter(repeats=recommendation, is_listed=True).order_by("review__session__number"))
    while later:
        new = [one for one in later if one.pk not in seen]
        seen.update(one.pk for one in new)
        chain += new
        later = list(related.filter(repeats__in=new, is_listed=True).order_by("review__session__number"))
    return chain if len(chain) > 1 else []


def steps_of(review: Review) -> list:
    """The dated steps of a review in their order; those without a date at the end."""
    return list(in_order(review.dates))


def in_order(dates):
    return dates.order_by(F("day").asc(nulls_last=True), "pk")
