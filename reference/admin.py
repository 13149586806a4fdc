"""The desk for the UPR's vocabulary. What the files of `reference/data/` bring can be completed here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields
from unfold.admin import ModelAdmin, TabularInline

from .models import (
    Cycle,
    Deadline,
    Goal,
    PersonsGroup,
    RegionalGroup,
    State,
    StateAlias,
    StateGroup,
    StateGroupMembership,
    Target,
    Theme,
    ThemeMapping,
    UprSession,
    Vocabulary,
)

NAMES = get_translation_fields("name")


class AliasInline(TabularInline):
    model = StateAlias
    extra = 0


class MembershipInline(TabularInline):
    model = StateGroupMembership
    extra = 0
    raw_id_fields = ["state", "group"]  # a group has some fifty members


class DeadlineInline(TabularInline):
    model = Deadline
    extra = 0


class MappingInline(TabularInline):
    model = ThemeMapping
    fk_name = "theme"
    extra = 0


@admin.register(RegionalGroup)
class RegionalGroupAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["code", "name"]


@admin.register(State)
class StateAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["iso3", "id", "name", "kind", "regional_group"]
    list_filter = ["kind", "regional_group"]
    list_select_related = ["regional_group"]
    search_fields = ["iso3", "aliases__spelling", "aliases__normalised"]
    inlines = [AliasInline, MembershipInline]


@admin.register(StateGroup)
class StateGroupAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["code", "id", "name"]
    search_fields = ["code", *NAMES]
    inlines = [MembershipInline]


@admin.register(Cycle)
class CycleAdmin(ModelAdmin):
    list_display = ["number", "first_year", "last_year"]


@admin.register(UprSession)
class UprSessionAdmin(ModelAdmin):
    list_display = ["number", "cycle", "begins", "ends", "adopting_session", "last_checked"]
    list_filter = ["cycle", "precision"]
    list_select_related = ["cycle"]
    search_fields = ["=number"]
    inlines = [DeadlineInline]

    @admin.display(description=_("first day"), ordering="starts_on")
    def begins(self, session: UprSession) -> str:
        return session.first_day

    @admin.display(description=_("last day"), ordering="ends_on")
    def ends(self, session: UprSession) -> str:
        return session.last_day


@admin.register(Vocabulary)
class VocabularyAdmin(ModelAdmin):
    list_display = ["code", "name", "version"]


@admin.register(Theme)
class ThemeAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["code", "name", "vocabulary"]
    list_filter = ["vocabulary"]
    list_select_related = ["vocabulary"]
    search_fields = ["code", *NAMES]
    inlines = [MappingInline]


@admin.register(PersonsGroup)
class PersonsGroupAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["code", "name", "vocabulary"]
    list_filter = ["vocabulary"]
    list_select_related = ["vocabulary"]
    search_fields = ["code", *NAMES]


@admin.register(Goal)
class GoalAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["number", "name"]
    search_fields = ["=number", *NAMES]


@admin.register(Target)
class TargetAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["code", "name", "goal"]
    list_filter = ["goal"]
    list_select_related = ["goal"]
    search_fields = ["code", *NAMES]
