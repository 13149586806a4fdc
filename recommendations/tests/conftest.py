"""A few entries of our lists, so that most tests need not load them all."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from recommendations.documents.upr_info import VOCABULARY
from recommendations.models import ActionCategory, LeadIn, PositionValue
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
