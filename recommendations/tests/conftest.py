"""A few entries of our lists, so that most tests need not load them all."""

import hashlib
import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from recommendations.actions import import_document, importing, jobs, keep_upload, plan_answers, plan_document
from recommendations.documents.decided import Decided
from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.upr_info import VOCABULARY
from recommendations.models import ActionCategory, LeadIn, PendingImport, PositionValue
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.models import NOT_RECORDED, State, StateGroup, StateGroupMembership, Theme, UprSession
from reference.tests.factories import (
    CycleFactory,
    GoalFactory,
    PersonsGroupFactory,
    RegionalGroupFactory,
    StateAliasFactory,
    StateFactory,
    ThemeFactory,
    UprSessionFactory,
    VocabularyFactory,
)

STATES = {
    "CAN": ("Canada", "Canada", "WEOG"),
    "CHL": ("Chile", "Chili", "GRULAC"),
    "DEU": ("Germany", "Allemagne", "WEOG"),
    "FRA": ("France", "France", "WEOG"),
    "MAR": ("Morocco", "Maroc", "AFRICA"),
    "VNM": ("Viet Nam", "Viet Nam", "ASIA"),
}


@pytest.fixture(autouse=True)
def wordings(request) -> None:
    """Our lead-ins, which a migration loads: a test that empties all tables takes them away from the next."""
    if "_django_db_helper" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("_django_db_helper")
    if not LeadIn.objects.exists():
        loading = import_module("recommendations.migrations.0004_lead_ins")
        loading.add_missing_wordings(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def lists(db) -> None:
    """Six States in four regional groups, the State not recorded, three sessions, two issues."""
    for iso3, (english, french, group) in STATES.items():
        state = StateFactory(
            iso3=iso3, name_en=english, name_fr=french, regional_group=RegionalGroupFactory(code=group)
        )
        StateAliasFactory(state=state, spelling=english)
    unknown = StateFactory(
        iso3=NOT_RECORDED, name_en="State not recorded by the source", kind=State.Kind.NOT_RECORDED
    )
    StateAliasFactory(state=unknown, spelling="(Unknown)")
    for number in (1, 4, 13):
        UprSessionFactory(number=number, cycle=CycleFactory(number=1 + number // 13))
    vocabulary = VocabularyFactory(code=VOCABULARY)
    ThemeFactory(vocabulary=vocabulary, code="environment", name_en="Environment")
    ThemeFactory(vocabulary=vocabulary, code="development", name_en="Development")


@pytest.fixture
def garden(lists):
    """Three recommendations that differ in everything that the list filters by."""

    def review(iso3: str, session: int):
        return ReviewFactory(
            state=State.objects.get(iso3=iso3), session=UprSession.objects.get(number=session)
        )

    def made_by(*codes):
        return [State.objects.get(iso3=code) for code in codes]

    trees = RecommendationFactory(
        review=review("MAR", 1),
        text_en="Plant trees.",
        position=PositionValue.SUPPORTED,
        action_category=ActionCategory.SPECIFIC,
        recommenders=made_by("CHL", "VNM"),
    )
    lakes = RecommendationFactory(
        review=review("MAR", 13),
        text_en="Clean the lakes.",
        position=PositionValue.NOTED,
        action_category=ActionCategory.GENERAL,
        recommenders=made_by("FRA"),
    )
    rivers = RecommendationFactory(
        review=review("CAN", 4),
        text_en=None,
        text_fr="Nettoyer les rivières.",
        original_language="fr",
        action_category=ActionCategory.GENERAL,
        recommenders=made_by("CHL"),
    )
    trees.issues.add(Theme.objects.get(vocabulary__code="upr-info", code="environment"))
    rivers.number, trees.number, lakes.number = "6.10", "6.9", ""
    for one in (trees, lakes, rivers):
        one.save()
    trees.persons.add(
        PersonsGroupFactory(vocabulary=VocabularyFactory(code="ohchr-persons"), code="children")
    )
    trees.goals.add(GoalFactory(number=4))
    lakes.issues.add(ThemeFactory(vocabulary=VocabularyFactory(code="ohchr-labels"), code="water"))
    union = StateGroup.objects.create(code="EU", name_en="European Union")
    StateGroupMembership.objects.create(state=made_by("FRA")[0], group=union, source="treaty")
    return {"trees": trees, "lakes": lakes, "rivers": rivers}


@pytest.fixture
def bring(moderator):
    """`bring(reading, **decisions)` imports it as the page does; (batch, account)."""

    def bring(reading: DocumentReading, **decisions):
        content = json.dumps(reading.as_json()).encode()
        PendingImport.objects.all().delete()
        upload = PendingImport.objects.create(
            user=moderator,
            family=reading.family,
            state=PendingImport.State.READ,
            file_name="file.docx",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            language=reading.language,
        )
        with importing():
            return import_document(planned(reading, **decisions), upload, by=moderator)

    return bring


def planned(reading: DocumentReading, **decisions):
    decided = Decided(reading, decisions, Lists.load().states)
    return plan_answers(decided) if reading.family == "addendum" else plan_document(decided)


@pytest.fixture
def read_as(moderator, monkeypatch):
    """`read_as(reading)`: the moderator's upload, with this reading as a reader would give it."""

    def read_as(reading):
        upload = keep_upload(
            by=moderator,
            file_name="a.docx",
            content=repr(reading).encode(),
            language=reading.language,
            family=reading.family,
        )
        monkeypatch.setattr(jobs, "read_document", lambda *_args, **_options: reading)
        jobs.read_upload(upload.pk)
        upload.refresh_from_db()
        return upload

    return read_as
