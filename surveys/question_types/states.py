"""States of the United Nations, kept by their ISO code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reference.models import State
from surveys.question_types.base import QuestionType, labelled, most_of, too_many, up_to, wanted
from surveys.question_types.options import FoldedBoxes, LongList


def states_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """[("African Group", [("DZA", "Algeria"), …]), …], in the alphabetical order of the reader."""
    regions: dict[str, list] = {}
    for state in State.objects.recorded().select_related("regional_group").in_order():
        group = state.regional_group
        regions.setdefault(group.name if group else str(_("Observer States")), []).append(
            (state.iso3, state.name)
        )
    return sorted(regions.items())


def all_states() -> list[tuple[str, str]]:
    return [option for _region, options in states_by_region() for option in options]


class States(QuestionType):
    """Several States (`most`: how many); kept by their ISO code and counted by regional group."""

    label = _("Several States")
    has_choices = True

    def answer_field(self, question):
        hints = [up_to(int(question.most))] if question.most else []
        return forms.MultipleChoiceField(
            choices=states_by_region(),
            widget=FoldedBoxes,
            **labelled(question, *hints),
            **wanted(question),
        )

    def options(self, question):
        return [*all_states(), *super().options(question)]

    def check(self, question, given):
        chosen = len(given.get("") or [])
        most = most_of(question, chosen)
        return {"": too_many(chosen, most)} if chosen > most else super().check(question, given)

    def value(self, question, given):
        return super().value(question, given | {"": list(dict.fromkeys(given.get("") or []))})

    def typed_answer(self, answer):
        return answer


class OneState(QuestionType):
    label = _("One State")
    has_choices = True
    is_exclusive = True
    declines_beside = False

    def answer_field(self, question):
        declined = super().options(question)
        return forms.ChoiceField(
            choices=[("", _("Choose a State")), *states_by_region(), *declined],
            widget=LongList,
            **labelled(question),
            **wanted(question),
        )

    def options(self, question):
        return [*all_states(), *super().options(question)]

    def value(self, question, given):
        return {"choices": [given[""]]} if given.get("") else None

    def typed_answer(self, answer):
        return answer
