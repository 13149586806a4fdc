"""Which texts have a column for each of the six languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import Goal, PersonsGroup, RegionalGroup, State, StateGroup, Target, Theme


@register([PersonsGroup, RegionalGroup, State, StateGroup, Target, Theme])
class NameOptions(TranslationOptions):
    fields = ["name"]


@register(Goal)
class GoalOptions(TranslationOptions):
    fields = ["name", "title"]
