"""A few entries of our lists, so that most tests need not load them all."""

import pytest

from recommendations.documents.upr_info import VOCABULARY
from reference.models import NOT_RECORDED, State
from reference.tests.factories import (
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
        UprSessionFactory(number=number)
    vocabulary = VocabularyFactory(code=VOCABULARY)
    ThemeFactory(vocabulary=vocabulary, code="environment", name_en="Environment")
    ThemeFactory(vocabulary=vocabulary, code="development", name_en="Development")
