"""Finds recommendations of one review that came from two sources and may be the same; a person decides."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from recommendations.documents.alike import Likeness, candidates
from recommendations.models import Judgement, Recommendation, Review

PLAIN = 97  # percent of the letters


@dataclass(frozen=True)
class Double:
    """Two that may be one: the one that would be kept (with a number, if there is one) and the other."""

    kept: Recommendation
    other: Recommendation
    likeness: Likeness

    @property
    def key(self) -> str:
        return f"{self.kept.pk}-{self.other.pk}"

    @property
    def is_plain(self) -> bool:
        """Whether nothing but signs and single letters differs, and the States are the same."""
        return self.likeness.states == 1 and self.likeness.words >= PLAIN

    @property
    def words(self) -> int:
        return round(self.likeness.words)


@dataclass(frozen=True)
class Wording:
    """One recommendation in one language, as `documents.alike` compares it."""

    recommendation: Recommendation
    text: str
    states: frozenset[str]


def possible_doubles(review: Review) -> list[Double]:
    """For each recommendation without a number the one most alike from another source, the most alike first.

    Numbers of one review tell texts apart, so two that have one are never offered. Three queries, however
    many recommendations.
    """
    found = Recommendation.objects.listed().filter(review=review).with_source().order_by("pk")
    everyone = list(found)
    judged = set(
        Judgement.objects.filter(Q(first__review=review) & Q(second__review=review)).values_list(
            "first", "second"
        )
    )
    best: dict[int, Double] = {}
    for code, _name in settings.LANGUAGES:
        for double in doubles_in(code, everyone, judged):
            known = best.get(double.other.pk)
            if known is None or double.likeness.rank > known.likeness.rank:
                best[double.other.pk] = double
    once = {frozenset((double.kept.pk, double.other.pk)): double for double in best.values()}
    return sorted(once.values(), key=lambda double: double.likeness.rank, reverse=True)


def doubles_in(language: str, everyone: list[Recommendation], judged: set[tuple[int, int]]) -> list[Double]:
    column = build_localized_fieldname("text", language)
    wordings = [
        Wording(one, text, frozenset(made.state.iso3 for made in one.recommenders.all()))
        for one in everyone
        if (text := getattr(one, column))
    ]
    without_number = [
        one for one in wordings if not (one.recommendation.number or one.recommendation.draft_number)
    ]
    doubles = []
    for one, alike in zip(without_number, candidates(without_number, wordings), strict=True):
        for place, how in alike:
            other = wordings[place]
            if may_be_double(one.recommendation, other.recommendation, judged):
                doubles.append(Double(other.recommendation, one.recommendation, how))
                break
    return doubles


def may_be_double(one: Recommendation, other: Recommendation, judged: set[tuple[int, int]]) -> bool:
    """Two of one file are two: its own reader has told them apart."""
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    of_one_file = one.batch_id is not None and one.batch_id == other.batch_id
    return one.pk != other.pk and not of_one_file and pair not in judged
