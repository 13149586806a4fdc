"""Kinds whose answers are choices that the moderator wrote."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys.fields import short_field, text_field
from surveys.question_types.base import (
    DECLINED,
    NOT_BOTH,
    OTHER,
    QuestionType,
    labelled,
    most_of,
    own_choices,
    too_many,
    up_to,
    wanted,
)
from surveys.question_types.options import Boxes, Points


class Choosing(QuestionType):
    """What the kinds with choices share: "other", "prefer not to say" and a comment."""

    has_choices = True
    needs_choices = True
    declines_beside = False

    def own_choices(self, question) -> list[tuple[str, str]]:
        return own_choices(question)

    def options(self, question):
        other = [(OTHER, _("Other"))] if question.offers_other else []
        return [*self.own_choices(question), *other, *super().options(question)]

    def answer_field(self, question) -> forms.Field:
        return forms.ChoiceField(
            choices=self.options(question), widget=Points, **labelled(question), **wanted(question)
        )

    def fields(self, question):
        fields = super().fields(question)
        if question.offers_other:
            fields["other"] = short_field(_("Other: please say what"))
        if question.invites_comment:
            fields["comment"] = text_field(question, _("Would you like to explain?"))
        return fields

    def chosen(self, given) -> list[str]:
        """The codes, with “Other” where something was written beside it and nothing else rules it out."""
        chosen = self.ticked(given)
        if given.get("other") and (not chosen or not self.is_exclusive) and OTHER not in chosen:
            chosen.append(OTHER)
        return chosen

    def ticked(self, given) -> list[str]:
        return [given[""]] if given.get("") else []

    def value(self, question, given):
        chosen = self.chosen(given)
        texts = {part: given[part] for part in ("other", "comment") if given.get(part)}
        value = ({"choices": chosen} if chosen else {}) | texts
        return value or None

    def typed(self, value):
        beside = {part: [value[part]] for part in ("other", "comment") if part in value}
        return super().typed(value) | beside

    def typed_answer(self, answer):
        return answer

    def words(self, question, value, labels=None) -> Iterator[str]:
        yield from super().words(question, value, labels)
        yield from (value[part] for part in ("other", "comment") if part in value)


class Single(Choosing):
    label = _("One choice")
    is_exclusive = True


class Scale(Single):
    """Points in their order, each with a label in words."""

    label = _("Scale with labelled points")


class YesNo(Single):
    label = _("Yes or no")
    needs_choices = False

    def own_choices(self, question):
        return [("yes", _("Yes")), ("no", _("No"))]


def declined_or_not(codes: list[str]) -> None:
    if DECLINED in codes and len(codes) > 1:
        raise ValidationError(NOT_BOTH)


class Multiple(Choosing):
    """Several choices; `most` says how many at the most, “Other” being one of them."""

    label = _("Several choices")

    def answer_field(self, question):
        hints = [up_to(int(question.most))] if question.most else []
        return forms.MultipleChoiceField(
            choices=self.options(question),
            widget=Boxes,
            validators=[declined_or_not],
            **labelled(question, *hints),
            **wanted(question),
        )

    def ticked(self, given):
        return list(dict.fromkeys(given.get("") or []))

    def check(self, question, given):
        if not question.most:
            return {}
        chosen, most = len(self.chosen(given)), most_of(question, len(self.options(question)))
        return {"": too_many(chosen, most)} if chosen > most else {}
