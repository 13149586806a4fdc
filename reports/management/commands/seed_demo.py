"""`manage.py seed_demo`: everything there is to look at, once, plainly labelled as generated."""

import json
import os
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.actions import (
    add_second_factor,
    create_person,
    propose_organisation,
    verify_organisation,
)
from accounts.models import Organisation, User
from accounts.models.people import Role
from consultations.demo import seed_2021_consultation, seed_open_consultation
from recommendations.demo import seed_recommendations
from reference.actions import load_reference
from reports.demo import SLUG, seed_excerpts, seed_other_reports, seed_outcome_report
from reports.models import Report
from surveys.demo import seed_2021_survey, seed_open_survey

SIGN_INS = "demo-signins.json"
PASSWORD_LENGTH = 20


class Command(BaseCommand):
    help = (
        "Load the demonstration: people, recommendations, two consultations with their surveys, reports. "
        f"Its sign-ins are written to {SIGN_INS} in DATA_DIR. Does nothing when it is there already."
    )

    def handle(self, *args, **options):
        if Report.objects.filter(slug=SLUG).exists():
            self.stdout.write("The demonstration is there already.")
            return
        with transaction.atomic():
            sign_ins = seed(timezone.localdate())
            # Last, and inside: without its sign-ins nobody could use the demonstration.
            write_sign_ins(Path(settings.DATA_DIR) / SIGN_INS, sign_ins)
        self.stdout.write(f"The demonstration is loaded. Its sign-ins are in {settings.DATA_DIR / SIGN_INS}.")


def seed(today: date) -> list[dict]:
    """Make the whole demonstration; returns who can sign in: [{role, email, password, totp_secret}]."""
    load_reference()
    sign_ins = [
        make_person("moderator", "Miriam Oyelaran", roles=[Role.MODERATOR]),
        make_person("CSO", "Tomás Ferreyra"),
        make_person("NHRI", "Sophie Lacombe", language="fr"),
    ]
    moderator, cso, nhri = (User.objects.get(email=sign_in["email"]) for sign_in in sign_ins)
    give_organisation(cso, moderator, "River Valley Rights (demonstration)", Organisation.Kind.NATIONAL_NGO)
    give_organisation(
        nhri,
        moderator,
        "Commission nationale des droits (démonstration)",
        Organisation.Kind.NHRI,
        ganhri_status="A",
        website="https://demo.example/",  # where the address is, so that it counts as verified at meetings
    )
    seed_recommendations(by=moderator, today=today)
    past = seed_2021_consultation(by=moderator, survey=seed_2021_survey(by=moderator))
    seed_open_consultation(by=moderator, today=today, survey=seed_open_survey(by=moderator, today=today))
    seed_outcome_report(by=moderator, consultation=past)
    seed_excerpts(by=moderator, consultation=past)
    seed_other_reports(by=moderator, event=past.events.get())
    return sign_ins


def make_person(role: str, name: str, *, language: str = "en", roles: list[str] = ()) -> dict:
    """A person with a password at random; staff also with a second factor at random."""
    email, password = f"{role.lower()}@demo.example", get_random_string(PASSWORD_LENGTH)
    person = create_person(email, password, name, language, roles=roles)
    return {
        "role": role,
        "email": email,
        "password": password,
        "totp_secret": add_second_factor(person) if roles else "",
    }


def give_organisation(person: User, moderator: User, name: str, kind: str, **more: str) -> None:
    organisation = propose_organisation(by=person, name=name, kind=kind, **more)
    verify_organisation(organisation, by=moderator)


def write_sign_ins(target: Path, sign_ins: list[dict]) -> None:
    """For the eyes of the installation's owner only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(sign_ins, file, indent=2, ensure_ascii=False)
    unfinished.replace(target)
