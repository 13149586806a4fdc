"""The desk for surveys: questions are edited while the survey is a draft; sealed answers are only counted."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.audit import record
from surveys.actions import close_survey, delete_invitation, open_survey
from surveys.models import Choice, ContactOptIn, Invitation, Question, SafeguardingKey, Section, Survey
from surveys.permissions import can_read_sealed_answers, can_run_surveys
from upr_portal.states import WrongState


def is_fixed(survey: Survey | None) -> bool:
    """Once a survey was opened, people answered what it said; its questions stay as they are."""
    return survey is not None and survey.state != Survey.State.DRAFT


# How a row that others belong to finds the state of its survey.
STATE_OF = {Survey: "state", Section: "survey__state", Question: "survey__state"}


class OfADraft:
    """Rows of a survey that change, come and go only while it is a draft."""

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **options):
        """Nothing is put into a survey that was opened."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if state := STATE_OF.get(db_field.related_model):
            field.queryset = field.queryset.filter(**{state: Survey.State.DRAFT})
        return field

    def survey_of(self, row) -> Survey | None:
        return getattr(row, "survey", None)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_fixed(self.survey_of(obj))

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not is_fixed(self.survey_of(obj))

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_add_permission(request, *([obj] if obj else [])) and not is_fixed(
            self.survey_of(obj)
        )


class SurveyForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages offered")),
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class SectionInline(OfADraft, TranslationTabularInline, TabularInline):
    model = Section
    extra = 0
    show_change_link = True
    fields = ["position", "title"]

    def survey_of(self, row):
        return row

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return not is_fixed(obj) and can_run_surveys(request.user)


class QuestionInline(OfADraft, TranslationTabularInline, TabularInline):
    model = Question
    extra = 0
    show_change_link = True
    fields = ["position", "code", "kind", "text"]

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return not is_fixed(self.survey_of(obj)) and can_run_surveys(request.user)


class ChoiceInline(OfADraft, TranslationTabularInline, TabularInline):
    model = Choice
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return not is_fixed(self.survey_of(obj)) and can_run_surveys(request.user)


@admin.register(Survey)
class SurveyAdmin(OfADraft, TranslationAdmin, ModelAdmin):
    form = SurveyForm
    list_display = ["slug", "title", "state", "opens", "closes", "responses_so_far", "on_the_site"]
    list_filter = ["state"]
    search_fields = ["slug", "title_en", "title_fr", "title_es"]
    readonly_fields = ["state", "is_generated", "responses_so_far", "sealed_so_far", "on_the_site"]
    actions = ["open", "close"]
    inlines = [SectionInline]

    def survey_of(self, row):
        return row

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("surveys.add_survey")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(response_count=Count("responses", distinct=True))

    @admin.display(description=_("responses"))
    def responses_so_far(self, survey: Survey) -> int:
        return getattr(survey, "response_count", 0)

    @admin.display(description=_("sealed letters"))
    def sealed_so_far(self, survey: Survey) -> int:
        return survey.sealed_answers.count()

    @admin.display(description=_("page"))
    def on_the_site(self, survey: Survey) -> str:
        if not survey.slug:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("surveys:start", args=[survey.slug]), survey.slug)

    def take_step(self, request: HttpRequest, surveys, step, done: str) -> None:
        if not can_run_surveys(request.user):
            self.message_user(request, _("Only moderators open and close surveys."), messages.ERROR)
            return
        for survey in surveys:
            try:
                step(survey, by=request.user)
            except ValidationError as error:
                for problem in error.messages:
                    self.message_user(request, f"{survey}: {problem}", messages.ERROR)
            except WrongState:
                self.message_user(
                    request, _("%(survey)s is in another state.") % {"survey": survey}, messages.ERROR
                )
            else:
                self.message_user(request, done % {"survey": survey}, messages.SUCCESS)

    @admin.action(description=_("Open the chosen surveys"))
    def open(self, request: HttpRequest, surveys) -> None:
        self.take_step(request, surveys, open_survey, _("%(survey)s is open."))

    @admin.action(description=_("Close the chosen surveys"))
    def close(self, request: HttpRequest, surveys) -> None:
        self.take_step(request, surveys, close_survey, _("%(survey)s is closed."))


@admin.register(Section)
class SectionAdmin(OfADraft, TranslationAdmin, ModelAdmin):
    list_display = ["survey", "position", "title"]
    list_filter = ["survey"]
    list_select_related = ["survey"]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(OfADraft, TranslationAdmin, ModelAdmin):
    list_display = ["code", "survey", "section", "kind", "text", "sensitivity"]
    list_filter = ["survey", "kind", "sensitivity"]
    list_select_related = ["survey", "section"]
    search_fields = ["code", "text_en", "text_fr", "text_es"]
    inlines = [ChoiceInline]


@admin.register(Choice)
class ChoiceAdmin(OfADraft, TranslationAdmin, ModelAdmin):
    """Reached from its question; kept out of the desk's list."""

    def survey_of(self, row):
        return row.question.survey if row else None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(ContactOptIn)
class ContactOptInAdmin(ModelAdmin):
    """Looked at, and taken out when somebody asks for it."""

    list_display = ["email", "name", "organisation", "survey"]
    list_filter = ["survey"]
    search_fields = ["email", "name", "organisation"]
    list_select_related = ["survey"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, contacts) -> None:
        """In the audit trail, by number: Django's own history would keep the address that was to go."""
        for contact in contacts:
            record(request.user, "deleted", contact)


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    """Looked at, and taken out when somebody asks for it. Who answered is not among the columns."""

    list_display = ["email", "organisation", "kind", "survey", "language", "state", "sent_on", "reminders"]
    list_filter = ["survey", "state", "kind", "language", "bounce"]
    search_fields = ["email", "organisation"]
    list_select_related = ["survey"]
    fields = [*list_display, "made_on", "reminded_on", "bounce", "bounced_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, invitations) -> None:
        """The action tells the audit trail: Django's own history would keep the address that was to go."""

    def delete_model(self, request: HttpRequest, invitation: Invitation) -> None:
        delete_invitation(invitation, by=request.user)

    def delete_queryset(self, request: HttpRequest, invitations) -> None:
        for invitation in invitations.select_related("survey"):
            delete_invitation(invitation, by=request.user)


@admin.register(SafeguardingKey)
class SafeguardingKeyAdmin(ModelAdmin):
    list_display = ["officer", "fingerprint", "is_in_use"]
    readonly_fields = ["fingerprint"]

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        # A key is what its fingerprint says: another key is another row.
        return ["fingerprint", "public_key"] if obj else []

    def save_model(self, request: HttpRequest, obj: SafeguardingKey, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(
            request.user,
            "changed" if change else "added",
            obj,
            fingerprint=obj.fingerprint,
            in_use=obj.is_in_use,
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_read_sealed_answers(request.user) or super().has_module_permission(request)
