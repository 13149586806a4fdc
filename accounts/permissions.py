"""Who may do what in the portal, and what each role may do in the admin."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import User
from accounts.models.people import Role

ALL = "view add change delete"
EDIT = "view add change"

# What each role may do in the admin: model → view, add, change, delete. Rows of the trail, letters and
# whatever people sent us are looked at, never written, by hand.
ROLES_MAY: dict[str, dict[str, str]] = {
    Role.MODERATOR: {
        "accounts.user": "view",
        "accounts.organisation": EDIT,
        "accounts.letter": "view",
        "accounts.auditentry": "view",
        "reference.regionalgroup": "view change",
        "reference.state": EDIT,
        "reference.statealias": ALL,
        "reference.stategroup": EDIT,
        "reference.stategroupmembership": ALL,
        "reference.cycle": EDIT,
        "reference.uprsession": EDIT,
        "reference.deadline": ALL,
        "reference.vocabulary": EDIT,
        "reference.theme": EDIT,
        "reference.thememapping": ALL,
        "reference.personsgroup": EDIT,
        "reference.goal": "view change",
        "reference.target": "view change",
        "surveys.survey": EDIT,
        "surveys.section": ALL,
        "surveys.question": ALL,
        "surveys.choice": ALL,
        "surveys.contactoptin": "view delete",
        "surveys.invitation": "view delete",
        "recommendations.recommendation": EDIT,
        "recommendations.recommender": ALL,
        "recommendations.position": "view",
        "recommendations.review": EDIT,
        "recommendations.pledge": EDIT,
        "recommendations.reviewdate": ALL,
        "recommendations.document": EDIT,
        "recommendations.leadin": ALL,
        "recommendations.importbatch": "view",
        "consultations.consultation": EDIT,
        "consultations.phase": ALL,
        "consultations.event": EDIT,
        "consultations.day": ALL,
        "consultations.agendaitem": ALL,
        "consultations.subtopic": EDIT,
        "consultations.material": ALL,
        "consultations.registration": "view",
        "consultations.speakingrequest": "view",
        "reports.keyissue": ALL,
        "reports.proposal": ALL,
        "reports.report": EDIT,
        "reports.reportsection": ALL,
        "reports.rendering": "view",
    },
    Role.SAFEGUARDING_OFFICER: {
        "surveys.survey": "view",
        "surveys.safeguardingkey": EDIT,
        "accounts.auditentry": "view",
    },
    Role.ANALYST: {
        "accounts.organisation": "view",
    },
    Role.TRANSLATOR: {},
}


def can_verify_organisations(user: User) -> bool:
    return user.is_authenticated and user.is_moderator


def can_change_roles(user: User) -> bool:
    """Only superusers: nobody promotes themselves."""
    return user.is_authenticated and user.is_active and user.is_superuser


def can_resend_letters(user: User) -> bool:
    return user.is_authenticated and user.is_moderator


@transaction.atomic
def give_roles_their_permissions(roles: Iterable[str] = tuple(ROLES_MAY)) -> list[str]:
    """Give each role's group what the table says, and nothing else; run it again at will.

    Returns the names in the table that no model has.
    """
    unknown = set()
    for role in roles:
        group, _ = Group.objects.get_or_create(name=role)
        permissions = []
        for label, verbs in ROLES_MAY[role].items():
            try:
                model = apps.get_model(label)
            except LookupError:
                unknown.add(label)
                continue
            permissions += [permission(model, verb) for verb in verbs.split()]
        group.permissions.set(permissions)
    return sorted(unknown)


def permission(model, verb: str) -> Permission:
    """The permission to `verb` rows of `model`; made if the migration's end has not made it yet."""
    return Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(model),
        codename=f"{verb}_{model._meta.model_name}",
        defaults={"name": f"Can {verb} {model._meta.verbose_name_raw}"},
    )[0]
