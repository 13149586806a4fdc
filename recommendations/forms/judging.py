"""Decisions on many recommendations at once; what is left alone stays as it is."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.action_verbs import proposed_category
from recommendations.models import ActionCategory


class RepeatsForm(forms.Form):
    """One question for each pair that was shown."""

    ANSWERS = [
        ("", _("Decide later")),
        ("repeats", _("It asks for the same again")),
        ("different", _("It asks for something else")),
    ]

    def __init__(self, data, *, pairs):
        super().__init__(data)
        self.pairs = pairs
        for pair in pairs:
            self.fields[self.name_of(pair)] = forms.ChoiceField(
                label=_("Does the later one repeat the earlier one?"), choices=self.ANSWERS, required=False
            )

    @staticmethod
    def name_of(pair) -> str:
        return f"pair-{pair.recommendation.pk}-{pair.earlier.pk}"

    def questions(self):
        """Each pair with its field."""
        return [(pair, self[self.name_of(pair)]) for pair in self.pairs]

    def answers(self):
        """(pair, "repeats" or "different") of those that were decided."""
        given = ((pair, self.cleaned_data[self.name_of(pair)]) for pair in self.pairs)
        return [(pair, answer) for pair, answer in given if answer]


class CategoriesForm(forms.Form):
    """For each recommendation the category, and whether it is confirmed."""

    def __init__(self, data, *, recommendations):
        super().__init__(data)
        self.recommendations = recommendations
        for one in recommendations:
            text, language = one.text_for(get_language())
            one.proposal = proposed_category(text, language)
            proposed = one.action_category or (one.proposal.category if one.proposal else "")
            self.fields[f"category-{one.pk}"] = forms.ChoiceField(
                label=_("Action category"),
                choices=[("", _("Choose")), *ActionCategory.choices],
                initial=proposed,
                required=False,
            )
            self.fields[f"confirm-{one.pk}"] = forms.BooleanField(label=_("Confirm"), required=False)

    def questions(self):
        return [(one, self[f"category-{one.pk}"], self[f"confirm-{one.pk}"]) for one in self.recommendations]

    def clean(self):
        cleaned = super().clean()
        for one in self.recommendations:
            if cleaned.get(f"confirm-{one.pk}") and not cleaned.get(f"category-{one.pk}"):
                self.add_error(f"category-{one.pk}", _("Choose a category before you confirm."))
        return cleaned

    def confirmed(self):
        """(recommendation, category) of those that were confirmed."""
        return [
            (one, self.cleaned_data[f"category-{one.pk}"])
            for one in self.recommendations
            if self.cleaned_data[f"confirm-{one.pk}"]
        ]
