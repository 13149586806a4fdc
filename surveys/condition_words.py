"""A condition as a sentence in a language: “Asked only if the answer to Q4 is “Yes”.”

Each sentence is translated whole. Where several tests are joined, each is a clause of its own in a list
after a colon, so that no language has to bend one into the other.
"""

from collections.abc import Iterable
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reference.models import State
from surveys.conditions import JOINTS, inward
from surveys.models import Question
from surveys.results.tally import text_in

# By test, and by whether it must hold.
SENTENCES: dict[tuple[str, bool], Promise] = {
    ("equals", True): _("Asked only if the answer to %(question)s is “%(choice)s”."),
    ("equals", False): _("Asked only if the answer to %(question)s is not “%(choice)s”."),
    ("includes", True): _("Asked only if the answers to %(question)s include “%(choice)s”."),
    ("includes", False): _("Asked only if the answers to %(question)s do not include “%(choice)s”."),
    ("answered", True): _("Asked only if %(question)s was answered."),
    ("answered", False): _("Asked only if %(question)s was not answered."),
}
CLAUSES: dict[tuple[str, bool], Promise] = {
    ("equals", True): pgettext_lazy("in a list", "the answer to %(question)s is “%(choice)s”"),
    ("equals", False): pgettext_lazy("in a list", "the answer to %(question)s is not “%(choice)s”"),
    ("includes", True): pgettext_lazy("in a list", "the answers to %(question)s include “%(choice)s”"),
    ("includes", False): pgettext_lazy(
        "in a list", "the answers to %(question)s do not include “%(choice)s”"
    ),
    ("answered", True): pgettext_lazy("in a list", "%(question)s was answered"),
    ("answered", False): pgettext_lazy("in a list", "%(question)s was not answered"),
}
LISTS: dict[str, Promise] = {
    "all": _("Asked only if all of these are true: %(conditions)s."),
    "any": _("Asked only if at least one of these is true: %(conditions)s."),
}
LISTS_WITHIN: dict[str, Promise] = {
    "all": pgettext_lazy("in a list", "(all of these are true: %(conditions)s)"),
    "any": pgettext_lazy("in a list", "(at least one of these is true: %(conditions)s)"),
}


class ConditionWords:
    """Turns the conditions of a survey into sentences of one language."""

    def __init__(self, questions: Iterable[Question], language: str):
        self.questions = {question.code: question for question in questions}
        self.language = language

    def sentence(self, condition: dict | None) -> str:
        """The whole condition; codes that no question or choice has (any more) stand as they are."""
        with override(self.language):
            return self.said(inward(condition), SENTENCES, LISTS) if condition else gettext("Always asked.")

    def said(self, condition: dict, tests: dict, lists: dict) -> str:
        joint = next((joint for joint in JOINTS if joint in condition), None)
        if joint is None:
            return self.test_said(condition, tests)
        if len(condition[joint]) == 1:
            return self.said(condition[joint][0], tests, lists)
        clauses = [self.said(part, CLAUSES, LISTS_WITHIN) for part in condition[joint]]
        return lists[joint] % {"conditions": pgettext("between conditions", "; ").join(clauses)}

    def test_said(self, test: dict, tests: dict) -> str:
        must_hold, test = "not" not in test, test.get("not", test)
        (kind,) = set(test) - {"question"}
        if kind == "answered":
            return tests[kind, test["answered"]] % {"question": test["question"]}
        choice = self.label(test["question"], test[kind])
        return tests[kind, must_hold] % {"question": test["question"], "choice": choice}

    def label(self, code: str, choice: str) -> str:
        question = self.questions.get(code)
        if question is None:
            return choice
        if question.kind in {"state", "states"}:
            return self.states.get(choice, choice)
        own = {
            choice.code: text_in(choice, "label", self.language)["text"] for choice in question.choices.all()
        }
        return own.get(choice) or str(dict(question.type.options(question)).get(choice, choice))

    @cached_property
    def states(self) -> dict[str, str]:
        return {state.iso3: state.name for state in State.objects.recorded()}
