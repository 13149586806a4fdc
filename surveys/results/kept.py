"""The facts of a closed survey, kept in the cache: they stay as they are until answers come in."""

from django.core.cache import cache

from surveys.models import Survey
from surveys.results.facts import facts_of
from surveys.results.gathering import results_of

KEEP = 24 * 3600  # seconds
SHAPE = 1  # of the facts: another number when they change


def kept_facts(survey: Survey, language: str, *, by: str, part: int) -> dict:
    """As `facts_of(results_of(…))`; of an open survey or a draft always as they are now. NoDivision."""
    if survey.state != Survey.State.CLOSED:
        return facts_of(results_of(survey, by=by, part=part), language)
    named = [survey.pk, survey.revision, survey.threshold, language, by, part, SHAPE]
    return cache.get_or_set(
        f"results:{':'.join(map(str, named))}",
        lambda: facts_of(results_of(survey, by=by, part=part), language),
        KEEP,
    )
