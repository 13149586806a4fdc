"""Choices put in order, without dragging: each has a field for its place."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from surveys.question_types.base import QuestionType, labelled, most_of, own_choices, wanted


def ranked(places: dict[str, int], labels: dict[str, str]) -> list[str]:
    """The codes in the order of their places, from {code: place}.

    ValidationError where a place was given twice, or where one was left out.
    """
    at: dict[int, list[str]] = defaultdict(list)
    for code, place in places.items():
        at[place].append(code)
    errors = []
    for place, codes in sorted(at.items()):
        if len(codes) > 1:
            names = pgettext("between names", ", ").join(f"“{labels[code]}”" for code in codes)
            errors.append(
                _("Place %(place)s was given more than once: %(choices)s. Give each place once.")
                % {"place": place, "choices": names}
            )
    missing = next((place for place in range(1, max(at, default=0)) if place not in at), None)
    if missing and not errors:
        errors.append(
            _("Nothing stands at place %(missing)s. Leave no place out: begin with 1.") % {"missing": missing}
        )
    if errors:
        raise ValidationError(errors)
    return [at[place][0] for place in sorted(at)]


class Places(forms.Select):
    """A list of places for each choice; all have one name, and send such as "women:1"."""

    template_name = "surveys/widgets/ranking.html"
    use_fieldset = True

    def __init__(self, places: int, **options):
        self.places = places
        super().__init__(**options)

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = set(value or [])
        context["widget"]["ranked"] = [
            {
                "id": f"{attrs['id']}_{number}",
                "label": label,
                "places": [
                    (f"{code}:{place}", place, f"{code}:{place}" in chosen)
                    for place in range(1, self.places + 1)
                ],
            }
            for number, (code, label) in enumerate(self.choices)
        ]
        return context


class RankingField(forms.Field):
    """What was sent is a list such as ["women:1", "", "peace:2"]; cleaned it is ["women", "peace"]."""

    holds_several = True

    def __init__(self, choices: list[tuple[str, str]], places: int, **options):
        self.labels = {code: strip_tags(str(label)) for code, label in choices}
        self.places = places
        super().__init__(widget=Places(places, choices=choices), **options)

    def to_python(self, sent: list[str] | None) -> list[str]:
        places = {}
        for code, _colon, place in (one.rpartition(":") for one in sent or [] if one):
            if code not in self.labels or place not in map(str, range(1, self.places + 1)):
                raise ValidationError(_("Choose a place from the list."))
            places[code] = int(place)
        return ranked(places, self.labels)


class Ranking(QuestionType):
    """The choices in order of preference; with `most`, only so many of them."""

    label = gettext_lazy("Ranking: choices in order of preference")
    part = "ranking"
    needs_choices = True
    is_ranked = True

    def answer_field(self, question):
        choices = own_choices(question)
        places = most_of(question, len(choices))
        return RankingField(choices, places, **labelled(question, how(places)), **wanted(question))

    def options(self, question):
        return [*own_choices(question), *super().options(question)]

    def typed_answer(self, answer):
        return [f"{code}:{place}" for place, code in enumerate(answer, 1)]

    def spelled(self, question, answer):
        labels = dict(self.options(question))
        for place, code in enumerate((code for code in answer if code in labels), 1):
            yield f"{place}. {strip_tags(str(labels[code]))}"


def how(places: int) -> str:
    return ngettext(
        "Give place 1 to what matters most. There is %(places)d place; you need not use it.",
        "Give place 1 to what matters most. There are %(places)d places; you need not use all.",
        places,
    ) % {"places": places}
