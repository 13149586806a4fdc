"""The desk for people: contacts and invitations are looked at and taken out; officers have keys."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.audit import record
from surveys.actions import delete_invitation
from surveys.models import ContactOptIn, Invitation, SafeguardingKey
from surveys.permissions import can_read_sealed_answers


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
