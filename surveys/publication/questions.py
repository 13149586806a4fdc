"""Checks of what is asked: questions, choices, translations, conditions."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.conditions import leaves
from surveys.publication.check import (
    Candidate,
    Check,
    Finding,
    QuestionCheck,
    condition_page,
    on_workbench,
)
from surveys.question_types import DECLINED
from surveys.reach import can_be_reached
from upr_portal.languages import OWN_NAMES


class SomethingIsAsked(Check):
    title = gettext_lazy("Questions")

    def findings(self, candidate):
        if not candidate.questions:
            yield Finding(_("There is no question yet."), candidate.workbench)


class EverySectionAsks(Check):
    title = gettext_lazy("Empty sections")

    def findings(self, candidate):
        for section in candidate.sections:
            if not section.questions.all():
                yield Finding(
                    _("Section %(number)s has no question. Add one, or delete the section.")
                    % {"number": section.position},
                    on_workbench(section),
                )


class ChoicesAreThere(QuestionCheck):
    title = gettext_lazy("Choices")
    sentence = gettext_lazy("Question %(code)s has no choices.")
    field = "choices-group"

    def is_wrong(self, question):
        return question.type.needs_choices and not question.choices.all()


class EveryLanguageIsComplete(Check):
    """Nobody who answers finds two languages mixed."""

    title = gettext_lazy("Translations")

    def findings(self, candidate):
        for language in candidate.survey.languages:
            if missing := candidate.missing(language):
                count = len(missing)
                sentence = ngettext(
                    "%(count)d text is missing in %(language)s. Write it, or do not offer this language.",
                    "%(count)d texts are missing in %(language)s. Write them, or do not offer this language.",
                    count,
                )
                page = reverse("surveys:translation", args=[candidate.survey.slug, language])
                yield Finding(
                    sentence % {"count": count, "language": OWN_NAMES[language]},
                    f"{page}#id_{missing[0].key}",
                )


class ConditionsPointBack(Check):
    title = gettext_lazy("Order of the conditions")

    def findings(self, candidate):
        for question in candidate.questions:
            earlier = {other.code for other in candidate.earlier_questions(question)}
            if question.asks_about - earlier:
                sentence = _("Question %(code)s must depend on a question of an earlier section.")
                yield Finding(sentence % {"code": question.code}, condition_page(question))


def is_given(test: dict, candidate: Candidate) -> bool:
    """Whether somebody can give the answer that a test asks for; also where its question is not there."""
    asked = candidate.by_code.get(test["question"])
    if asked is None:
        return True
    if asked.is_sealed or asked.is_detached:
        return False
    if "answered" in test:
        return True
    code = test.get("equals", test.get("includes"))
    return code in dict(asked.type.options(asked)) and (asked.type.has_choices or code == DECLINED)


class AnswersCanBeGiven(Check):
    title = gettext_lazy("Answers that conditions wait for")

    def findings(self, candidate):
        for question in candidate.questions:
            if not all(is_given(test, candidate) for test in leaves(question.shown_if)):
                sentence = _("Question %(code)s depends on an answer that nobody can give.")
                yield Finding(sentence % {"code": question.code}, condition_page(question))


class EverybodyCanBeAsked(Check):
    """Of conditions whose tests are all in order, that they can hold together."""

    title = gettext_lazy("Questions that nobody reaches")

    def findings(self, candidate):
        for question in candidate.questions:
            tests = list(leaves(question.shown_if))
            if not all(test["question"] in candidate.by_code and is_given(test, candidate) for test in tests):
                continue
            if not can_be_reached(question, candidate.by_code):
                sentence = _("Nobody can ever be asked question %(code)s. Change its condition.")
                yield Finding(sentence % {"code": question.code}, condition_page(question))


class ContactComesLast(Check):
    title = gettext_lazy("Contact details")

    def findings(self, candidate):
        kinds = [
            (detached, list(run)) for detached, run in groupby(candidate.questions, lambda q: q.is_detached)
        ]
        for detached, run in kinds[:-1]:
            for question in run if detached else []:
                sentence = _("Question %(code)s asks for contact details: move it to the end.")
                yield Finding(sentence % {"code": question.code}, on_workbench(question))
