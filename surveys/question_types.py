"""The kinds of questions: one class each – how it asks, what it keeps, how it adds up.

A new kind is a class here, an entry in QUESTION_TYPES and its test. A value is a dictionary with `choices`
(codes) and the texts `text`, `other`, `comment`, each only where given; None where nothing was answered.
"""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from reference.models import State
from surveys.fields import short_field, text_field
from upr_portal.templatetags.portal import translated

OTHER = "other"
DECLINED = "declined"


def wanted(question) -> dict:
    message = _("Please answer this question.")
    return {"required": question.required, "error_messages": {"required": message}}


class QuestionType:
    """A kind of question. Its fields are named by what they add to the code of the question."""

    label: str | Promise = ""
    # One answer a person: the counts add up to the number of people who answered.
    is_exclusive = False
    # Counts are of choices; otherwise only how many people wrote something.
    has_choices = False
    # Kept apart from the answers (contact details).
    is_detached = False
    # Whether an answer that was sent can be typed anew from what was kept of it.
    is_changeable = True

    def fields(self, question) -> dict[str, forms.Field]:
        raise NotImplementedError

    def value(self, question, given: dict) -> dict | None:
        """What is kept of the cleaned fields: {"choices": […], "other": "…", …}, or None for no answer."""
        raise NotImplementedError

    def typed(self, value: dict) -> dict[str, list[str]]:
        """The other way round: what would be typed to give this value, as {part: [text]}."""
        first = value.get("choices") or ([value["text"]] if "text" in value else [])
        return {"": first} | {part: [value[part]] for part in ("other", "comment") if part in value}

    def check(self, given: dict) -> dict[str, str | Promise]:
        """What is wrong with the fields together: {field: error}."""
        return {}

    def options(self, question) -> list[tuple[str, str]]:
        """Code and label, in the reader's language, of all that can be chosen."""
        return []

    def words(self, question, value: dict) -> Iterator[str]:
        """The answer as the person answering reads it on the page "Check your answers"."""
        labels = dict(self.options(question))
        yield from (labels[code] for code in value.get("choices", []) if code in labels)
        yield from (value[part] for part in ("text", "other", "comment") if part in value)


def labelled(question) -> dict:
    # Help texts are printed as they are, since Django's own hold markup; ours are plain text.
    return {
        "label": translated(question, "text"),
        "help_text": conditional_escape(translated(question, "help")),
    }


class Text(QuestionType):
    label = _("Long text")

    def fields(self, question):
        return {"": text_field(question, **labelled(question), **wanted(question))}

    def value(self, question, given):
        return {"text": given[""]} if given.get("") else None


class ShortText(Text):
    label = _("Short text")

    def fields(self, question):
        field = short_field(**labelled(question))
        field.required = question.required
        field.error_messages |= wanted(question)["error_messages"]
        return {"": field}


class Choosing(QuestionType):
    """What the kinds with choices share: "other", "prefer not to say" and a comment."""

    has_choices = True

    def own_choices(self, question) -> list[tuple[str, str]]:
        return [(choice.code, translated(choice, "label")) for choice in question.choices.all()]

    def options(self, question):
        options = self.own_choices(question)
        if question.offers_other:
            options.append((OTHER, _("Other")))
        if question.offers_decline:
            options.append((DECLINED, _("I prefer not to say")))
        return options

    def chooser(self, question) -> forms.Field:
        return forms.ChoiceField(
            choices=self.options(question), widget=forms.RadioSelect, **labelled(question), **wanted(question)
        )

    def fields(self, question):
        fields = {"": self.chooser(question)}
        if question.offers_other:
            fields["other"] = short_field(_("Other: please say what"))
        if question.invites_comment:
            fields["comment"] = text_field(question, _("Would you like to explain?"))
        return fields

    def chosen(self, given) -> list[str]:
        return [given[""]] if given.get("") else []

    def value(self, question, given):
        chosen = self.chosen(given)
        if given.get("other") and (not chosen or not self.is_exclusive) and OTHER not in chosen:
            chosen.append(OTHER)
        texts = {part: given[part] for part in ("other", "comment") if given.get(part)}
        value = ({"choices": chosen} if chosen else {}) | texts
        return value or None


class Single(Choosing):
    label = _("One choice")
    is_exclusive = True


class Scale(Single):
    """Points in their order, each with a label in words."""

    label = _("Scale with labelled points")


class YesNo(Single):
    label = _("Yes or no")

    def own_choices(self, question):
        return [("yes", _("Yes")), ("no", _("No"))]


def declined_or_not(codes: list[str]) -> None:
    if DECLINED in codes and len(codes) > 1:
        raise ValidationError(_("Choose either “I prefer not to say” or other answers, not both."))


class Multiple(Choosing):
    label = _("Several choices")

    def chooser(self, question):
        return forms.MultipleChoiceField(
            choices=self.options(question),
            widget=forms.CheckboxSelectMultiple,
            validators=[declined_or_not],
            **labelled(question),
            **wanted(question),
        )

    def chosen(self, given):
        return list(dict.fromkeys(given.get("") or []))


class StatesByRegion(forms.CheckboxSelectMultiple):
    """All States as boxes, folded by regional group: works on a telephone and without a script."""

    template_name = "surveys/widgets/states.html"
    option_template_name = "django/forms/widgets/checkbox_option.html"


def states_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """[("African Group", [("DZA", "Algeria"), …]), …], in the alphabetical order of the reader."""
    regions: dict[str, list] = {}
    for state in State.objects.recorded().select_related("regional_group").in_order():
        group = state.regional_group
        regions.setdefault(group.name if group else str(_("Observer States")), []).append(
            (state.iso3, state.name)
        )
    return sorted(regions.items())


class States(QuestionType):
    """Several States; kept by their ISO code and counted by regional group."""

    label = _("Several States")
    has_choices = True

    def fields(self, question):
        return {
            "": forms.MultipleChoiceField(
                choices=states_by_region, widget=StatesByRegion, **labelled(question), **wanted(question)
            )
        }

    def options(self, question):
        return [option for _region, options in states_by_region() for option in options]

    def value(self, question, given):
        return {"choices": list(dict.fromkeys(given[""]))} if given.get("") else None


class OneState(States):
    label = _("One State")
    is_exclusive = True

    def fields(self, question):
        return {
            "": forms.ChoiceField(
                choices=lambda: [("", _("Choose a State")), *states_by_region()],
                **labelled(question),
                **wanted(question),
            )
        }

    def value(self, question, given):
        return {"choices": [given[""]]} if given.get("") else None


def autocompleted(token: str, widget=forms.TextInput):
    return widget(attrs={"autocomplete": token})


class Contact(QuestionType):
    """How to reach somebody who wants to take part. It is detached: never kept with the answers."""

    label = _("Contact details, kept apart")
    is_detached = True

    def fields(self, question):
        return {
            "": forms.MultipleChoiceField(
                choices=[("yes", _("Yes, you may write to me about it"))],
                widget=forms.CheckboxSelectMultiple,
                **labelled(question),
                **wanted(question),
            ),
            "name": forms.CharField(
                label=_("Name"), max_length=200, required=False, widget=autocompleted("name")
            ),
            "organisation": forms.CharField(
                label=_("Organisation"), max_length=200, required=False, widget=autocompleted("organization")
            ),
            "email": forms.EmailField(
                label=_("E-mail address"), required=False, widget=autocompleted("email", forms.EmailInput)
            ),
        }

    def check(self, given):
        details = any(given.get(part) for part in ("name", "organisation", "email"))
        errors = {}
        if given.get("") and not given.get("email"):
            errors["email"] = _("Give an e-mail address, or take back your wish to be written to.")
        if details and not given.get(""):
            errors[""] = _("Tick the box if we may write to you. Otherwise empty the fields below it.")
        return errors

    def value(self, question, given):
        if not given.get(""):
            return None
        return {part: given.get(part, "") for part in ("name", "organisation", "email")}

    def words(self, question, value):
        yield from filter(None, value.values())


QUESTION_TYPES: dict[str, QuestionType] = {
    "single": Single(),
    "multiple": Multiple(),
    "text": Text(),
    "short_text": ShortText(),
    "scale": Scale(),
    "yes_no": YesNo(),
    "state": OneState(),
    "states": States(),
    "contact": Contact(),
}
