"""Finds what may repeat an earlier recommendation to the same State; a person decides."""

from dataclasses import dataclass

from modeltranslation.utils import build_localized_fieldname
from rapidfuzz import fuzz, process

from recommendations.documents.alike import plain
from recommendations.models import Judgement, Recommendation, Review

ALIKE = 70  # percent of the letters; below, a common subject is taken for a common request


@dataclass(frozen=True)
class PossibleRepeat:
    """Two recommendations to one State in two reviews, with how alike their words are, in percent."""

    recommendation: Recommendation
    earlier: Recommendation
    percent: int


def possible_repeats(review: Review) -> list[PossibleRepeat]:
    """For each recommendation of `review` that has no predecessor yet, the earlier one most alike.

    Only texts of one language are compared, and no pair that a person called different comes again. The most
    alike come first. Three queries, however many recommendations.
    """
    listed = Recommendation.objects.listed().select_related("review__state", "review__session__cycle")
    asked = list(listed.filter(review=review, repeats=None).order_by("pk"))
    before = list(
        listed.filter(
            review__state=review.state_id, review__session__number__lt=review.session.number
        ).order_by("-review__session__number", "pk")
    )
    different = set(
        Judgement.objects.filter(
            verdict=Judgement.Verdict.DIFFERENT, second__in=[one.pk for one in [*asked, *before]]
        ).values_list("first", "second")
    )
    found = []
    for language in {one.original_language for one in asked}:
        texts = {one: words_of(one, language) for one in before if words_of(one, language)}
        ours = [one for one in asked if one.original_language == language]
        found += [pair for one in ours if (pair := nearest(one, language, texts, different))]
    return sorted(found, key=lambda pair: -pair.percent)


def words_of(recommendation: Recommendation, language: str) -> str:
    return plain(getattr(recommendation, build_localized_fieldname("text", language)) or "")


def nearest(recommendation: Recommendation, language: str, texts: dict, different: set):
    """The earlier one most alike, or None."""
    choices = {
        earlier: words
        for earlier, words in texts.items()
        if tuple(sorted((earlier.pk, recommendation.pk))) not in different
    }
    best = process.extractOne(
        words_of(recommendation, language), choices, scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return PossibleRepeat(recommendation, best[2], round(best[1])) if best else None
