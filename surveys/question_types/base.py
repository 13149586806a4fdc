"""What all kinds of questions have in common."""

from collections.abc import Iterator

from django import forms
from django.core.validators import EMPTY_VALUES
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from surveys.fields import joined
from upr_portal.templatetags.portal import translated

OTHER = "other"
DECLINED = "declined"
PREFER_NOT_TO_SAY = _("I prefer not to say")
NOT_BOTH = _(
    "You answered, and also chose “I prefer not to say”. Take one of them away: we cannot keep both."
)


class QuestionType:
    """A kind of question. Its fields are named by what they add to the code of the question."""

    label: str | Promise = ""
    # The name under which the value keeps the answer itself.
    part = "choices"
    # One answer a person: the counts add up to the number of people who answered.
    is_exclusive = False
    # Counts are of choices; otherwise only how many people gave something.
    has_choices = False
    # The moderator writes the choices, and there must be some.
    needs_choices = False
    # The choices given stand in an order of preference.
    is_ranked = False
    # The answer is documents, which lie in rows of their own.
    takes_files = False
    # Kept apart from the answers (contact details).
    is_detached = False
    # Whether an answer that was sent can be typed anew from what was kept of it.
    is_changeable = True
    # "I prefer not to say" is a box of its own, beside the answer; otherwise one of the choices.
    declines_beside = True

    def fields(self, question) -> dict[str, forms.Field]:
        """{part: field}: the answer itself under "", then what stands beside it."""
        fields = {"": self.answer_field(question)}
        if question.offers_decline and self.declines_beside:
            fields[DECLINED] = decline_field(question)
        return fields

    def answer_field(self, question) -> forms.Field:
        raise NotImplementedError

    def value(self, question, given: dict) -> dict | None:
        """What is kept of the cleaned fields: {"choices": […], "other": "…", …}, or None for no answer."""
        if given.get(DECLINED):
            return {"choices": [DECLINED]}
        answer = given.get("")
        return None if answer in EMPTY_VALUES else {self.part: answer}

    def typed(self, value: dict) -> dict[str, list[str]]:
        """The other way round: what would be typed to give this value, as {part: [text]}."""
        if self.declines_beside and value.get("choices") == [DECLINED]:
            return {DECLINED: ["on"]}
        return {"": self.typed_answer(value[self.part]) if self.part in value else []}

    def typed_answer(self, answer) -> list[str]:
        return [answer]

    def check(self, question, given: dict) -> dict[str, str | Promise]:
        """What is wrong with the fields together: {field: error}."""
        if given.get(DECLINED) and given.get("") not in EMPTY_VALUES:
            return {"": NOT_BOTH}
        return {}

    def options(self, question) -> list[tuple[str, str]]:
        """Code and label, in the reader's language, of all that can be chosen."""
        return [(DECLINED, PREFER_NOT_TO_SAY)] if question.offers_decline else []

    def words(self, question, value: dict, labels: dict[str, str] | None = None) -> Iterator[str]:
        """The answer as the person answering reads it on the page "Check your answers".

        `labels` are {code: label} of its options, where somebody has them already.
        """
        labels = dict(self.options(question)) if labels is None else labels
        yield from (labels[code] for code in value.get("choices", []) if code in labels)
        if self.part != "choices" and self.part in value:
            yield from self.spelled(question, value[self.part])

    def spelled(self, question, answer) -> Iterator[str]:
        """What stands under `part`, in words."""
        yield str(answer)


def wanted(question) -> dict:
    message = _("Please answer this question.")
    return {"required": question.required, "error_messages": {"required": message}}


def labelled(question, *hints: str) -> dict:
    """Label and help of the question, with hints on how to answer."""
    # Help texts are printed as they are, since Django's own hold markup; ours are plain text.
    return {
        "label": translated(question, "text"),
        "help_text": joined(conditional_escape(translated(question, "help")), *hints),
    }


def own_choices(question) -> list[tuple[str, str]]:
    """Code and label of the choices that the moderator wrote."""
    return [(choice.code, translated(choice, "label")) for choice in question.choices.all()]


def decline_field(question) -> forms.BooleanField:
    """The box beside an answer. Who hears the page is told which question it belongs to."""
    text: SafeString = format_html(
        '{}<span class="hidden">: {}</span>', PREFER_NOT_TO_SAY, translated(question, "text")
    )
    return forms.BooleanField(label=text, required=False)


def most_of(question, there_are: int) -> int:
    """How many of `there_are` may be chosen."""
    return min(int(question.most), there_are) if question.most else there_are


def up_to(most: int) -> str:
    return ngettext("Choose up to %(most)d.", "Choose up to %(most)d.", most) % {"most": most}


def too_many(chosen: int, most: int) -> str:
    """What to do where more were chosen than the question takes."""
    return ngettext(
        "You chose %(chosen)d. Please choose %(most)d at most.",
        "You chose %(chosen)d. Please choose %(most)d at most.",
        chosen,
    ) % {"chosen": chosen, "most": most}
