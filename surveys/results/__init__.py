"""What was found: counts by code over all languages, and silence where few people stand behind a number."""

from surveys.results.facts import facts_of
from surveys.results.free_answers import FreeAnswers, free_answers_of
from surveys.results.gathering import NoDivision, SurveyResults, can_divide, results_of
from surveys.results.kept import kept_facts
from surveys.results.pages import parts_of_survey

__all__ = [
    "FreeAnswers",
    "NoDivision",
    "SurveyResults",
    "can_divide",
    "facts_of",
    "free_answers_of",
    "kept_facts",
    "parts_of_survey",
    "results_of",
]
