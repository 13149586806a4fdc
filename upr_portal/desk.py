"""The desk of the moderators (the admin): its sidebar, in the order in which they work."""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# Every list that is registered has its place; a test says so.
GROUPS = (
    (
        _("Consultations"),
        (
            ("consultations.Consultation", "forum"),
            ("consultations.Event", "event"),
            ("consultations.Day", "today"),
            ("consultations.SubTopic", "topic"),
            ("consultations.Material", "folder_open"),
            ("consultations.SpeakingRequest", "record_voice_over"),
            ("consultations.Registration", "how_to_reg"),
        ),
    ),
    (
        _("Surveys"),
        (
            ("surveys:overview", "checklist_rtl"),
            ("surveys.Survey", "ballot"),
            ("surveys.Section", "segment"),
            ("surveys.Question", "help"),
            ("surveys.Choice", "checklist"),
            ("surveys:index", "chat"),
            ("surveys.Invitation", "outgoing_mail"),
            ("surveys.ContactOptIn", "contact_mail"),
            ("surveys.SafeguardingKey", "key"),
        ),
    ),
    (
        _("Recommendations"),
        (
            ("recommendations.Recommendation", "gavel"),
            ("recommendations.Review", "public"),
            ("recommendations.Pledge", "handshake"),
            ("recommendations.Document", "description"),
            ("recommendations.LeadIn", "format_quote"),
            ("recommendations.ImportBatch", "upload_file"),
        ),
    ),
    (
        _("Reports"),
        (
            ("reports.Report", "menu_book"),
            ("reports.KeyIssue", "flag"),
            ("reports.Rendering", "picture_as_pdf"),
        ),
    ),
    (
        _("People"),
        (
            ("accounts.Organisation", "corporate_fare"),
            ("accounts.User", "person"),
            ("accounts.Letter", "mail"),
            ("accounts.AuditEntry", "history"),
        ),
    ),
    (
        _("Vocabulary"),
        (
            ("reference.State", "language"),
            ("reference.RegionalGroup", "map"),
            ("reference.StateGroup", "groups"),
            ("reference.Cycle", "sync"),
            ("reference.UprSession", "calendar_month"),
            ("reference.Vocabulary", "dictionary"),
            ("reference.Theme", "sell"),
            ("reference.PersonsGroup", "diversity_3"),
            ("reference.Goal", "target"),
            ("reference.Target", "my_location"),
        ),
    ),
)

# Words that unfold marks and has no catalogues for; named here, they are translated with ours.
WORDS_OF_UNFOLD = (
    gettext_noop("All applications"),
    gettext_noop("Apply Filters"),
    gettext_noop("Choose file to upload"),
    gettext_noop("Click to cancel"),
    gettext_noop("Dark"),
    gettext_noop("Expand row"),
    gettext_noop("False"),
    gettext_noop("Filters"),
    gettext_noop("General"),
    gettext_noop("Go back"),
    gettext_noop("Light"),
    gettext_noop("Loading more results..."),
    gettext_noop("More actions"),
    gettext_noop("Next"),
    gettext_noop("No recent searches"),
    gettext_noop("No results found"),
    gettext_noop("No results matching your query"),
    gettext_noop("Previous"),
    gettext_noop("Recent searches"),
    gettext_noop("Reset filters"),
    gettext_noop("Run"),
    gettext_noop("Search apps and models..."),
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    gettext_noop("Select all rows"),
    gettext_noop("Select record"),
    gettext_noop("Select value"),
    gettext_noop("System"),
    gettext_noop("This item will be deleted."),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("True"),
    gettext_noop("Type to search"),
)

# What the sidebar calls pages that are no lists of the desk.
PAGES = {
    "surveys:overview": _("Surveys and what is to be done"),
    "surveys:index": _("Results and what people wrote"),
}


def entry(model: type, icon: str) -> dict:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return {"title": capfirst(model._meta.verbose_name_plural), "icon": icon, "link": reverse(name)}


def may_see(request: HttpRequest, model: type) -> bool:
    desk = admin.site._registry.get(model)
    return bool(desk and desk.has_module_permission(request) and desk.has_view_permission(request))


def navigation(request: HttpRequest) -> list[dict]:
    """Groups of links for unfold's sidebar: only what the person may see, and no empty group.

    A desk without permission for its module has no list of its own: it is reached from another.
    """
    groups = []
    for title, members in GROUPS:
        entries = []
        for label, icon in members:
            if label in PAGES:
                if request.user.is_moderator:
                    entries.append({"title": PAGES[label], "icon": icon, "link": reverse(label)})
            elif may_see(request, apps.get_model(label)):
                entries.append(entry(apps.get_model(label), icon))
        if entries:
            groups.append({"title": title, "items": entries})
    return groups
