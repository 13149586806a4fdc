"""The moderators' desk: consultations, events and their programmes. States move only by actions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from consultations.actions.announcing import announce_change
from consultations.actions.closing import close_consultation
from consultations.actions.consultations import (
    keep_version,
    publish_consultation,
    set_up,
)
from consultations.actions.moved_closings import note_closing
from consultations.making_forms.consultations import EventChoice
from consultations.making_forms.materials import MaterialForm
from consultations.making_forms.programme import NOT_EARLIER
from consultations.models import (
    AgendaItem,
    Consultation,
    Day,
    Event,
    Material,
    Phase,
    Registration,
    SpeakingRequest,
    SubTopic,
)
from consultations.permissions import can_close_at, fields_that_stay
from upr_portal.bodies import Files
from upr_portal.states import WrongState

LARGEST_DOCUMENT = Files(body=20 * 1024 * 1024)


class PhaseInline(TabularInline):
    model = Phase
    extra = 0


@admin.register(Consultation)
class ConsultationAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["title", "slug", "state", "is_generated"]
    list_filter = ["state"]
    search_fields = ["slug", "title"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["state", "is_generated"]
    inlines = [PhaseInline]
    actions = ["publish", "close"]

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, consultations):
        self.step(request, consultations, publish_consultation)

    @admin.action(description=_("Close"), permissions=["change"])
    def close(self, request, consultations):
        self.step(request, consultations, close_consultation)

    def step(self, request, consultations, action) -> None:
        for consultation in consultations:
            try:
                action(consultation, by=request.user)
            except WrongState:
                said = _("“%(title)s” cannot take this step from where it stands.")
                self.message_user(request, said % {"title": consultation}, messages.WARNING)
            except ValidationError as error:
                for sentence in error.messages:
                    self.message_user(request, f"{consultation}: {sentence}", messages.WARNING)


class OfAnEvent:
    """The event is chosen from a plain list, which needs no script, by the names of both."""

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "event":
            events = Event.objects.select_related("consultation").order_by("-pk")
            options |= {"form_class": EventChoice, "queryset": events}
        return super().formfield_for_foreignkey(db_field, request, **options)


class PartOfProgramme(TranslationAdmin, ModelAdmin):
    """After a change at the desk it is kept what people see from then on, as on the moderators' own pages."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_version(form.instance.event)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        keep_version(obj.event)

    def delete_queryset(self, request, queryset):
        events = list(Event.objects.filter(pk__in=queryset.values("event")))
        super().delete_queryset(request, queryset)
        for event in events:
            keep_version(event)


@admin.register(Event)
class EventAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["title", "consultation", "state", "kind", "mode", "registration_closes"]
    list_filter = ["state", "kind", "mode"]
    list_select_related = ["consultation"]
    search_fields = ["slug", "title"]
    raw_id_fields = ["rapporteurs"]
    actions = ["announce"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_version(form.instance)

    @admin.action(description=_("Write to the registered what has changed"), permissions=["change"])
    def announce(self, request, events):
        letters = sum(announce_change(event, by=request.user) for event in events)
        said = ngettext("%(letters)s letter is on its way.", "%(letters)s letters are on their way.", letters)
        self.message_user(request, said % {"letters": letters}, messages.SUCCESS)


@admin.register(Material)
class MaterialAdmin(OfAnEvent, ModelAdmin):
    """Documents: one row a language, a file or a text each."""

    list_display = ["title", "language", "kind", "consultation", "published_at"]
    form = MaterialForm
    list_filter = ["kind", "language", "consultation", "event"]
    list_select_related = ["consultation"]
    search_fields = ["title"]

    def get_urls(self):
        patterns = super().get_urls()
        for pattern in patterns:
            if pattern.name and pattern.name.endswith(("_add", "_change")):
                pattern.callback.takes_files = LARGEST_DOCUMENT
        return patterns


class AgendaItemInline(TranslationStackedInline, StackedInline):
    model = AgendaItem
    extra = 0

    def get_formset(self, request, obj=None, **options):
        formset = super().get_formset(request, obj, **options)
        if obj:
            formset.form.base_fields["sub_topic"].queryset = obj.event.sub_topics.all()
        return formset


@admin.register(Day)
class DayAdmin(OfAnEvent, PartOfProgramme):
    """A day and its items in order; their clock times are computed on the programme page."""

    list_display = ["date", "event", "theme", "starts", "ends"]
    list_filter = ["event"]
    list_select_related = ["event"]
    inlines = [AgendaItemInline]


class SubTopicDeskForm(forms.ModelForm):
    def clean_requests_close(self):
        closes = self.cleaned_data["requests_close"]
        if self.instance.pk and not can_close_at(self.instance, closes):
            raise forms.ValidationError(NOT_EARLIER)
        return closes


@admin.register(SubTopic)
class SubTopicAdmin(OfAnEvent, PartOfProgramme):
    """Adding a sub-topic makes its seats and the seed of its draw, which nobody sees here.

    What stays because people hold it is said by `fields_that_stay`.
    """

    list_display = ["title", "event", "seat_count", "requests_open", "requests_close"]
    list_filter = ["event"]
    list_select_related = ["event"]
    search_fields = ["title"]

    form = SubTopicDeskForm

    def get_readonly_fields(self, request, obj=None):
        return fields_that_stay(obj) if obj else []

    def save_model(self, request, sub_topic, form, change):
        if before := form.initial.get("requests_close"):
            note_closing(sub_topic, before)
        super().save_model(request, sub_topic, form, change)
        set_up(sub_topic, by=request.user)


class ReadOnly(ModelAdmin):
    """To be looked at; what is done to these rows is done on their own pages."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Registration)
class RegistrationAdmin(ReadOnly):
    list_display = ["name", "organisation_name", "event", "mode", "state", "is_generated"]
    list_filter = ["event", "state", "mode", "stakeholder_kind", "is_under_18"]
    list_select_related = ["event"]
    search_fields = ["name", "organisation_name", "email"]


@admin.register(SpeakingRequest)
class SpeakingRequestAdmin(ReadOnly):
    list_display = ["sub_topic", "registration_name", "outcome", "language", "asked_at"]
    list_filter = ["sub_topic"]
    list_select_related = ["sub_topic__event", "registration", "seat"]

    @admin.display(description=_("name"))
    def registration_name(self, request) -> str:
        return request.registration.name

    @admin.display(description=_("outcome"))
    def outcome(self, request) -> str:
        return request.outcome
