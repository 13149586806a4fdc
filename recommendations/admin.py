"""The desk for recommendations: nouns are edited here; positions and imports are only looked at."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin, TabularInline

from recommendations.actions import undo_import
from recommendations.actions.judging import link_repeat
from recommendations.models import (
    Document,
    ImportBatch,
    LeadIn,
    Pledge,
    Position,
    Recommendation,
    Recommender,
    Review,
    ReviewDate,
)
from recommendations.permissions import can_import
from upr_portal.states import WrongState


class LookedAt:
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class RecommenderInline(TabularInline):
    model = Recommender
    extra = 0
    readonly_fields = ["spelling"]


class PositionInline(LookedAt, TabularInline):
    model = Position
    extra = 0
    fields = ["value", "qualifier", "date", "symbol", "paragraph", "own_words", "document", "recorded_at"]


@admin.register(Recommendation)
class RecommendationAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["name", "id", "review", "text", "position", "action_category", "batch"]
    list_filter = ["position", "action_category", "is_action_confirmed", "review__session", "batch__kind"]
    list_select_related = ["review__state", "review__session", "batch"]
    list_per_page = 25
    search_fields = ["text_en", "text_fr", "text_es", "text_ar", "text_ru", "text_zh_hans", "number"]
    raw_id_fields = ["review", "repeats"]
    readonly_fields = ["position", "batch"]
    inlines = [RecommenderInline, PositionInline]

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        """A link to an earlier one is made here; taking it back is a button on the recommendation's page."""
        return [*self.readonly_fields, *(["repeats"] if obj and obj.repeats_id else [])]

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        earlier = obj.repeats if "repeats" in form.changed_data else None
        super().save_model(request, obj, form, change)
        if earlier:
            link_repeat(obj, earlier, by=request.user)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        """What was recorded in a review does not go away; an import is undone as a whole."""
        return False


class ReviewDateInline(TabularInline):
    model = ReviewDate
    extra = 0


@admin.register(LeadIn)
class LeadInAdmin(ModelAdmin):
    list_display = ["wording", "language", "meaning", "source"]
    list_filter = ["language", "meaning"]
    search_fields = ["wording"]


@admin.register(Review)
class ReviewAdmin(ModelAdmin):
    list_display = ["__str__", "id", "state", "session", "report_symbol", "addendum_symbol"]
    list_filter = ["session"]
    list_select_related = ["state", "session"]
    search_fields = ["state__name_en", "state__iso3", "report_symbol"]
    raw_id_fields = ["previous"]
    inlines = [ReviewDateInline]


@admin.register(Pledge)
class PledgeAdmin(TranslationAdmin, ModelAdmin):
    list_display = ["review", "text", "action_category"]
    list_select_related = ["review__state", "review__session"]
    search_fields = ["text_en", "text_fr", "text_es", "text_ar", "text_ru", "text_zh_hans"]
    raw_id_fields = ["review"]


@admin.register(Document)
class DocumentAdmin(ModelAdmin):
    list_display = ["title", "family", "symbol", "language"]
    list_filter = ["family", "language"]
    search_fields = ["title", "symbol"]
    readonly_fields = ["sha256"]


@admin.register(ImportBatch)
class ImportBatchAdmin(LookedAt, ModelAdmin):
    list_display = [
        "file_name",
        "kind",
        "state",
        "imported_at",
        "imported_by",
        "rows_read",
        "recommenders_new",
        "recommendations_new",
        "pledges_new",
        "positions_new",
        "rows_refused",
    ]
    list_filter = ["kind", "state"]
    list_select_related = ["imported_by"]
    search_fields = ["file_name"]
    actions = ["undo"]

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return can_import(request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context=None) -> HttpResponse:
        """Imports begin with a file and a trial run, on pages of their own."""
        return redirect("recommendations:upload")

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return can_import(request.user)

    @admin.action(description=_("Undo: take back what this import alone brought"), permissions=["undo"])
    def undo(self, request: HttpRequest, queryset) -> None:
        removed = 0
        for batch in queryset:
            try:
                removed += undo_import(batch, by=request.user)
            except WrongState:
                messages.warning(request, _("%(file)s was undone already.") % {"file": batch.file_name})
        said = ngettext("%(count)d row was taken back.", "%(count)d rows were taken back.", removed)
        messages.success(request, said % {"count": removed})
