"""The moderators' desk: people, organisations, letters, the audit trail."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from accounts import outbox
from accounts.actions import change_roles, refuse_organisation, verify_organisation
from accounts.audit import record
from accounts.forms import RolesForm
from accounts.models import AuditEntry, Letter, Organisation, User
from accounts.permissions import can_change_roles, can_resend_letters, can_verify_organisations
from upr_portal.states import WrongState

# The admin has no log-in of its own: allauth asks for password and second factor.
admin.site.login = secure_admin_login(admin.site.login)
# Roles come from accounts/permissions.py; addresses and second factors are their owners' business.
for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class ReadOnly(ModelAdmin):
    """Rows to look at, not to touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ModelAdmin):
    list_display = ["name", "acronym", "kind", "state", "decided_by", "created_at"]
    list_filter = ["state", "kind", "ganhri_status"]
    list_select_related = ["decided_by"]
    search_fields = ["name", "acronym"]
    readonly_fields = ["state", "decided_by", "decided_at", "created_at"]
    actions = ["verify", "refuse"]

    def save_model(self, request: HttpRequest, obj: Organisation, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(request.user, "changed" if change else "added", obj, fields=form.changed_data)

    @admin.action(description=_("Verify"), permissions=["verify"])
    def verify(self, request: HttpRequest, queryset) -> None:
        self.decide(request, queryset, verify_organisation)

    @admin.action(description=_("Refuse"), permissions=["verify"])
    def refuse(self, request: HttpRequest, queryset) -> None:
        self.decide(request, queryset, refuse_organisation)

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return can_verify_organisations(request.user)

    def decide(self, request: HttpRequest, organisations, action) -> None:
        done = 0
        for organisation in organisations:
            try:
                action(organisation, by=request.user)
                done += 1
            except WrongState:
                messages.warning(request, _("%(name)s was decided already.") % {"name": organisation.name})
        messages.success(
            request,
            ngettext("%(count)d organisation decided.", "%(count)d organisations decided.", done)
            % {"count": done},
        )


@admin.register(User)
class UserAdmin(ModelAdmin):
    """People: seen by moderators; roles are given by superusers. Nobody sees or sets a password here."""

    form = RolesForm
    # With its number, by which other forms of the desk name a person.
    list_display = ["email", "id", "name", "organisation", "language", "is_staff", "is_active", "joined_at"]
    list_filter = ["is_staff", "is_active", "groups", "language"]
    list_select_related = ["organisation"]
    search_fields = ["email", "name", "organisation__name"]
    ordering = ["-joined_at"]
    fields = [
        "email",
        "name",
        "organisation",
        "language",
        "time_zone",
        "joined_at",
        "last_login",
        "roles",
        "is_active",
    ]
    readonly_fields = ["email", "name", "organisation", "language", "time_zone", "joined_at", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return can_change_roles(request.user)

    def save_model(self, request: HttpRequest, obj: User, form: RolesForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        change_roles(obj, form.cleaned_data["roles"], by=request.user)


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """The outbox. What letters say is not shown: some hold a key to somebody's account."""

    list_display = ["created_at", "template", "to", "language", "state", "attempts", "last_error", "sent_at"]
    list_filter = ["state", "template", "language"]
    search_fields = ["to"]
    fields = [
        "template",
        "to",
        "person",
        "language",
        "subject",
        "state",
        "attempts",
        "last_error",
        "created_at",
        "look_again_at",
        "let_out_at",
        "sent_at",
    ]
    actions = ["resend", "let_go"]

    @admin.action(description=_("Send again what failed"), permissions=["resend"])
    def resend(self, request: HttpRequest, queryset) -> None:
        refused = _("Letter %(number)s did not fail, or its text is forgotten.")
        self.send_each(request, queryset, outbox.resend, refused)

    @admin.action(description=_("Send what is held back"), permissions=["resend"])
    def let_go(self, request: HttpRequest, queryset) -> None:
        self.send_each(request, queryset, outbox.let_go, _("Letter %(number)s is not held back."))

    def send_each(self, request: HttpRequest, letters, step, refused: str) -> None:
        done = 0
        for letter in letters:
            try:
                step(letter)
                done += 1
            except WrongState:
                messages.warning(request, refused % {"number": letter.pk})
        messages.success(
            request,
            ngettext("%(count)d letter waits again.", "%(count)d letters wait again.", done)
            % {"count": done},
        )

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return can_resend_letters(request.user)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["number", "at", "by", "verb", "thing_kind", "thing_key"]
    list_filter = ["verb", "thing_kind"]
    list_select_related = ["by"]
    search_fields = ["thing_key"]
    date_hierarchy = "at"
    fields = ["number", "at", "by", "verb", "thing_kind", "thing_key", "facts", "previous_hash", "hash"]
