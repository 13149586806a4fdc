"""The moderators' desk: reports with their sections, key issues with their proposals.

States move by actions. Sections are written in the composer, files are compiled on a page of their own.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline

from consultations.models import Consultation
from reports.actions import lay_out
from reports.figures import material_of
from reports.forms import in_their_order
from reports.mistakes import refuse_misspelt
from reports.models import KeyIssue, Proposal, Rendering, Report
from reports.permissions import can_compose
from upr_portal.languages import OWN_NAMES
from upr_portal.ordered_rows import InOrderForm, InOrderFormSet


class FiguresChecked(forms.ModelForm):
    """Says at once when a text asks for a figure that cannot be understood."""

    def clean(self):
        material = material_of(self.consultation())
        for field, text in list(super().clean().items()):
            if isinstance(text, str):
                try:
                    refuse_misspelt(text, material)
                except ValidationError as error:
                    self.add_error(field, error)
        return self.cleaned_data

    def consultation(self) -> Consultation | None:
        """None where none is chosen yet."""
        if isinstance(self.instance, Proposal):
            issue = self.instance.key_issue
            return issue.consultation if issue.consultation_id else None
        return self.cleaned_data.get("consultation")


class TextsCounted(FiguresChecked):
    """Whoever edits the same texts on the workbench at that moment is told."""

    def save(self, commit=True):
        if self.instance.pk and self.has_changed():
            self.instance.version += 1
        return super().save(commit)


class ProposalForm(InOrderForm, TextsCounted):
    order_field = "number"


class ReportForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=lambda: list(OWN_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )

    def clean_languages(self) -> list[str]:
        """The source stays the first."""
        return in_their_order(self.cleaned_data["languages"], self.instance.languages or [])


@admin.register(Report)
class ReportAdmin(TranslationAdmin, ModelAdmin):
    form = ReportForm
    list_display = ["title", "kind", "subject", "state", "published_at", "files"]
    list_filter = ["state", "kind"]
    list_select_related = [
        "consultation",
        "event",
        "reviewed_state",
        "review__state",
        "review__session",
        "cycle",
    ]
    search_fields = ["slug", "title"]
    prepopulated_fields = {"slug": ["title"]}
    raw_id_fields = ["review"]
    readonly_fields = ["state", "edition", "published_at", "composer", "files"]

    @admin.display(description=_("about"))
    def subject(self, report: Report) -> str:
        return str(report.subject)

    @admin.display(description=_("files"))
    def files(self, report: Report) -> str:
        if report.pk is None:
            return _("Save the report first.")
        return format_html(
            '<a href="{}">{}</a>', reverse("reports:compile", args=[report.slug]), _("Compile files")
        )

    @admin.display(description=_("sections and texts"))
    def composer(self, report: Report) -> str:
        if report.pk is None:
            return _("Save the report first.")
        return format_html(
            '<a href="{}">{}</a>',
            reverse("reports:compose", args=[report.slug]),
            _("Put the report together"),
        )

    def has_change_permission(self, request, report=None) -> bool:
        """Approved and published reports stand still: they are looked at."""
        allowed = super().has_change_permission(request, report)
        return allowed and (report is None or can_compose(request.user, report))

    def has_delete_permission(self, request, report=None) -> bool:
        allowed = super().has_delete_permission(request, report)
        return allowed and (report is None or can_compose(request.user, report))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            lay_out(form.instance)


class ProposalInline(TranslationStackedInline, StackedInline):
    model = Proposal
    form, formset = ProposalForm, InOrderFormSet
    extra = 0


@admin.register(KeyIssue)
class KeyIssueAdmin(TranslationAdmin, ModelAdmin):
    form = TextsCounted
    list_display = ["position", "title", "consultation"]
    list_display_links = ["title"]
    list_filter = ["consultation"]
    list_select_related = ["consultation"]
    search_fields = ["title", "narrative"]
    inlines = [ProposalInline]


@admin.register(Rendering)
class RenderingAdmin(ModelAdmin):
    """What was compiled, to look at."""

    list_display = [
        "report",
        "language",
        "version",
        "format",
        "state",
        "pages",
        "size",
        "created_by",
        "created_at",
    ]
    list_filter = ["state", "format", "language"]
    list_select_related = ["report", "created_by"]
    exclude = ["facts", "file"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, rendering=None) -> bool:
        return False

    def has_delete_permission(self, request, rendering=None) -> bool:
        return False
