"""The desk for surveys: questions are edited while the survey is a draft; sealed answers are only counted."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.audit import record
from surveys.actions import close_survey, lock_draft_survey, open_survey
from surveys.condition_words import ConditionWords
from surveys.definitions.slugs import is_no_word_of_ours
from surveys.models import Choice, Question, Section, Survey
from surveys.permissions import can_run_surveys
from upr_portal.languages import direction
from upr_portal.ordered_rows import InOrderForm, InOrderFormSet
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


class InItsLanguage:
    """Texts in six languages: each field knows its language and direction, and is as high as a short text."""

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if language := getattr(db_field, "language", None):
            field.widget.attrs |= {"lang": language, "dir": direction(language)}
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        return field


class SurveyForm(forms.ModelForm):
    class Meta:
        help_texts = dict.fromkeys(("opens", "closes"), _("Geneva time."))

    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages offered")),
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def clean_slug(self) -> str:
        is_no_word_of_ours(self.cleaned_data["slug"])
        return self.cleaned_data["slug"]

    def clean_answers_may_be_quoted(self) -> bool:
        """A draft can hold answers that were imported."""
        given = self.cleaned_data["answers_may_be_quoted"]
        if given != self.instance.answers_may_be_quoted and self.instance.has_answers():
            raise forms.ValidationError(_("There are answers already: what people were told stays."))
        return given


class ChoiceInline(InItsLanguage, OfADraft, TranslationStackedInline, StackedInline):
    model = Choice
    form, formset = InOrderForm, InOrderFormSet
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return not is_fixed(self.survey_of(obj)) and can_run_surveys(request.user)


class OnTheWorkbench(InItsLanguage):
    """Rows that stand on the workbench: saving leads back there, and the audit trail says who did it."""

    @admin.display(description=_("workbench"))
    def workbench(self, row) -> str:
        survey = self.survey_of(row)
        if survey is None or survey.pk is None:
            return "–"
        address = reverse("surveys:making", args=[survey.slug])
        return format_html('<a href="{}">{}</a>', address, _("Back to the workbench"))

    def note(self, request: HttpRequest, verb: str, row) -> None:
        owner = row.question if isinstance(row, Choice) else row
        survey = owner if isinstance(owner, Survey) else owner.survey
        code = getattr(owner, "code", "")
        record(request.user, verb, survey, kind=row._meta.model_name, code=code)

    def save_model(self, request: HttpRequest, row, form, change: bool) -> None:
        # Opening waits for this, and this for opening.
        if change:
            lock_draft_survey(self.survey_of(row))
        super().save_model(request, row, form, change)
        if form.changed_data or not change:
            self.note(request, "changed" if change else "added", row)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            self.note(request, "added", row)
        for row, _fields in formset.changed_objects:
            self.note(request, "changed", row)
        for row in formset.deleted_objects:
            self.note(request, "deleted", row)

    def delete_model(self, request: HttpRequest, row) -> None:
        lock_draft_survey(self.survey_of(row))
        self.note(request, "deleted", row)
        super().delete_model(request, row)

    def delete_queryset(self, request: HttpRequest, rows) -> None:
        for row in rows:
            self.delete_model(request, row)

    def way_back(self, request: HttpRequest, response: HttpResponse, row) -> HttpResponse:
        """To the workbench for who came from there; “save and go on” keeps the way."""
        if "making" not in request.GET or response.status_code != 302:
            return response
        if {"_continue", "_addanother"} & request.POST.keys():
            return HttpResponseRedirect(f"{response.url}{'&' if '?' in response.url else '?'}making=1")
        return redirect("surveys:making", self.survey_of(row).slug)

    def response_add(self, request: HttpRequest, obj, *args, **options) -> HttpResponse:
        return self.way_back(request, super().response_add(request, obj, *args, **options), obj)

    def response_change(self, request: HttpRequest, obj) -> HttpResponse:
        return self.way_back(request, super().response_change(request, obj), obj)


@admin.register(Survey)
class SurveyAdmin(OnTheWorkbench, OfADraft, TranslationAdmin, ModelAdmin):
    form = SurveyForm
    list_display = ["slug", "title", "state", "opens", "closes", "responses_so_far", "on_the_site"]
    list_filter = ["state"]
    search_fields = ["slug", "title_en", "title_fr", "title_es"]
    readonly_fields = ["state", "is_generated", "responses_so_far", "sealed_so_far", "on_the_site"]
    readonly_fields += ["version", "workbench"]
    actions = ["open", "close"]

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
class SectionAdmin(OnTheWorkbench, OfADraft, TranslationAdmin, ModelAdmin):
    list_display = ["survey", "position", "title"]
    list_filter = ["survey"]
    list_select_related = ["survey"]
    readonly_fields = ["workbench"]


@admin.register(Question)
class QuestionAdmin(OnTheWorkbench, OfADraft, TranslationAdmin, ModelAdmin):
    list_display = ["code", "survey", "section", "kind", "text", "sensitivity"]
    list_filter = ["survey", "kind", "sensitivity"]
    list_select_related = ["survey", "section"]
    search_fields = ["code", "text_en", "text_fr", "text_es"]
    exclude = ["shown_if"]
    readonly_fields = ["asked_if", "workbench"]
    inlines = [ChoiceInline]

    @admin.display(description=_("when it is asked"))
    def asked_if(self, question: Question) -> str:
        """In words; the tree itself is changed on a page of its own."""
        if question.pk is None:
            return _("Save the question first.")
        questions = question.survey.questions.prefetch_related("choices")
        words = ConditionWords(questions, get_language()).sentence(question.shown_if)
        if is_fixed(question.survey):
            return words
        address = reverse("surveys:condition", args=[question.survey.slug, question.code])
        return format_html('{} <a href="{}">{}</a>', words, address, _("Change the condition"))


@admin.register(Choice)
class ChoiceAdmin(OnTheWorkbench, OfADraft, TranslationAdmin, ModelAdmin):
    """Reached from its question; kept out of the desk's list."""

    def survey_of(self, row):
        return row.question.survey if row else None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False
