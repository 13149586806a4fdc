"""What the values of the filters are called, in the order in which people look for them."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from recommendations.models import ActionCategory, PositionValue
from reference.models import Cycle, Goal, PersonsGroup, RegionalGroup, State, StateGroup, Theme, UprSession
from reference.models.spellings import without_accents

# Terms of these vocabularies go by their code alone; those of others are named with their vocabulary.
VOCABULARIES = {"issue": "upr-info", "persons": "ohchr-persons"}


def code_of(term: Theme | PersonsGroup, name: str) -> str:
    """A term as the filter `name` takes it."""
    vocabulary = term.vocabulary.code
    return term.code if vocabulary == VOCABULARIES[name] else f"{vocabulary}.{term.code}"


class Name(NamedTuple):
    """How a value reads; `borrowed` is the language where there was no name in the reader's."""

    text: str
    borrowed: str = ""

    def __str__(self):
        return self.text


def named(thing, language: str) -> Name:
    for code in resolution_order(language):
        if text := getattr(thing, build_localized_fieldname("name", code)):
            return Name(text, "" if code == language else code)
    return Name("")


def names_of_values(language: str) -> dict[str, dict[str, Name]]:
    """Filter → value in the address → name. `language` must be the active one."""
    states = {state.iso3: named(state, language) for state in State.objects.all().in_order(language)}
    groups = in_order({group.code: named(group, language) for group in RegionalGroup.objects.all()})
    organisations = in_order({group.code: named(group, language) for group in StateGroup.objects.all()})
    sessions = UprSession.objects.order_by("-number")
    return {
        "state": states,
        "recommender": states,
        "state_group": groups,
        "group": groups,
        "state_organisation": organisations,
        "organisation": organisations,
        "cycle": {str(cycle.number): Name(str(cycle)) for cycle in Cycle.objects.order_by("-number")},
        "session": {str(session.number): Name(str(session)) for session in sessions},
        "position": {value: Name(str(label)) for value, label in PositionValue.choices},
        "action": {value: Name(str(label)) for value, label in ActionCategory.choices},
        "issue": names_of_terms(Theme, "issue", language),
        "persons": names_of_terms(PersonsGroup, "persons", language),
        "goal": {
            str(goal.number): Name(
                _("Goal %(number)s: %(name)s") % {"number": goal.number, "name": name.text}, name.borrowed
            )
            for goal in Goal.objects.order_by("number")
            for name in [named(goal, language)]
        },
    }


def names_of_terms(model: type, name: str, language: str) -> dict[str, Name]:
    usual, others = {}, {}
    for term in model.objects.select_related("vocabulary"):
        label, vocabulary = named(term, language), term.vocabulary
        if vocabulary.code == VOCABULARIES[name]:
            usual[term.code] = label
        else:
            text = _("%(term)s (%(vocabulary)s)") % {
                "term": label.text,
                "vocabulary": vocabulary.name,
            }
            others[f"{vocabulary.code}.{term.code}"] = Name(text, label.borrowed)
    return in_order(usual) | in_order(others)


def in_order(names: dict[str, Name]) -> dict[str, Name]:
    return dict(sorted(names.items(), key=lambda named: without_accents(named[1].text)))
