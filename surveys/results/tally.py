"""What all kinds of questions share when they are added up; the kinds themselves stand in `kinds.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeltranslation.utils import build_localized_fieldname, resolution_order

from surveys.results.counting import Given

if TYPE_CHECKING:
    from surveys.results.gathering import QuestionResult


@dataclass
class Scheme:
    """The codes that are counted, in their order, and for which of them somebody who gave this counts."""

    codes: list[str]
    of: Callable[[Given], list[str]]


class Tally:
    """A kind of question, as it is counted. `result` names its template and is the `result` of its facts."""

    result = "counts"
    # Each person counts for one code.
    adds_up = True

    def groups(self, question) -> int:
        """How many groups of people its answers make, where each person gives one answer; else 0."""
        return 0

    def scheme(self, question, given: list[Given], threshold: int) -> Scheme:
        raise NotImplementedError

    def more(self, result: "QuestionResult", given: list[Given], threshold: int) -> None:
        """Tell more of the answers than the cells do."""

    def labels(self, question, codes: list[str], language: str) -> dict[str, dict[str, str]]:
        """{code: {"text", "language"}} in a language, which is active."""
        raise NotImplementedError


def text_in(row, name: str, language: str) -> dict[str, str]:
    """{"text": …, "language": the one it is written in}: the language asked for, or the next that has it."""
    for code in resolution_order(language):
        if text := getattr(row, build_localized_fieldname(name, code)):
            return {"text": text, "language": code}
    return {"text": "", "language": language}


def own_words(text: str, language: str) -> dict[str, str]:
    return {"text": str(text), "language": language}


def labels_of_choices(question, language: str) -> dict[str, dict[str, str]]:
    own = {choice.code: text_in(choice, "label", language) for choice in question.choices.all()}
    options = {code: own_words(label, language) for code, label in question.type.options(question)}
    return options | own


def chosen(given: Given) -> list[str]:
    return given.value.get("choices", [])
