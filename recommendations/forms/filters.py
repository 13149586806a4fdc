"""The filters of the list, as an address spells them."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.documents.upr_info import VOCABULARY
from recommendations.models import ActionCategory, PositionValue, Recommender, Review
from recommendations.models.search import is_searchable
from reference.models import RegionalGroup, State, Theme, UprSession


class RecommendationFilter(forms.Form):
    """A search box and seven filters. What is not understood narrows nothing, and `ignored` names it."""

    q = forms.CharField(label=_("Words in the text, in any language"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State under review"), required=False)
    recommender = forms.ChoiceField(label=_("Recommending State"), required=False)
    group = forms.ChoiceField(label=_("Regional group of the recommending State"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False)
    action = forms.ChoiceField(label=_("Action category"), required=False)
    issue = forms.ChoiceField(label=_("Issue"), required=False)

    CONDITIONS = {
        "state": "review__state__iso3",
        "session": "review__session__number",
        "position": "position",
        "action": "action_category",
        "issue": "issues__code",
    }

    def __init__(self, data):
        super().__init__(data)
        reviews = Review.objects.filter(state=OuterRef("pk"))
        recommenders = Recommender.objects.filter(state=OuterRef("pk"))
        states = State.objects.annotate(
            is_reviewed=Exists(reviews), recommends=Exists(recommenders)
        ).in_order()
        offer = {
            "state": [(state.iso3, state.name) for state in states if state.is_reviewed],
            "recommender": [(state.iso3, state.name) for state in states if state.recommends],
            "group": RegionalGroup.objects.values_list("code", "name"),
            "session": [
                (one.number, str(one)) for one in UprSession.objects.filter(Exists(under("session")))
            ],
            "position": PositionValue.choices,
            "action": ActionCategory.choices,
            "issue": sorted(issues().values_list("code", "name"), key=lambda issue: issue[1]),
        }
        for name, choices in offer.items():
            self.fields[name].choices = [("", _("All")), *choices]
        self.full_clean()

    def clean_q(self) -> str:
        words = self.cleaned_data["q"].strip()
        if words and not is_searchable(words):
            raise forms.ValidationError(_("There is no word to look for."))
        return words

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that were understood, without empty ones."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self) -> list[str]:
        """The labels of what was not understood."""
        return [self.fields[name].label for name in self.errors]

    def named(self, name: str) -> str:
        """How a filter that was chosen reads: "AFG" → "Afghanistan"."""
        value = self.cleaned_data[name]
        choices = getattr(self.fields[name], "choices", [])
        return next((str(label) for code, label in choices if str(code) == value), value)

    def apply(self, recommendations, *, without: str = ""):
        """Narrow by what was chosen; the counts of a filter leave out that filter itself."""
        chosen = {name: value for name, value in self.chosen.items() if name != without}
        recommendations = recommendations.matching(chosen.get("q", ""))
        for name, condition in self.CONDITIONS.items():
            if name in chosen:
                recommendations = recommendations.filter(**{condition: chosen[name]})
        if "issue" in chosen:
            recommendations = recommendations.filter(issues__vocabulary__code=VOCABULARY)
        if "recommender" in chosen:
            recommendations = recommendations.filter(Exists(made_by(state__iso3=chosen["recommender"])))
        if "group" in chosen:
            recommendations = recommendations.filter(
                Exists(made_by(state__regional_group__code=chosen["group"]))
            )
        return recommendations

    def in_order(self, recommendations):
        """The best answers first where words were given, else the newest session first."""
        if self.words:
            return recommendations.by_relevance(self.words, reader=get_language())
        return recommendations.by_session()


def under(field: str):
    return Review.objects.filter(**{field: OuterRef("pk")})


def made_by(**conditions):
    return Recommender.objects.filter(recommendation=OuterRef("pk"), **conditions)


def issues():
    """The issues that the filter offers, in one vocabulary."""
    return Theme.objects.filter(vocabulary__code=VOCABULARY)
