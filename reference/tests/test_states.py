"""States are found by every spelling of the documents, and by nothing that only resembles one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from reference.models import NOT_RECORDED, State, StateAlias, StateGroup, StateGroupMembership, normalise
from reference.tests.factories import StateAliasFactory, StateFactory


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Gambia (the)", "The Gambia"),
        ("Guinea-Bissau", "guinea  bissau"),
        ("Türkiye", "Turkiye"),
        ("الــمغرب", "المغرب"),
        ("Lao People's Democratic Republic", "Lao Peoples Democratic Republic"),
    ],
)
def test_spellings_that_differ_in_case_accents_and_articles_are_one(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("Guinea", "Guinea-Bissau"), ("Iran", "Iraq")]
)
def test_names_of_two_states_stay_two(one, other):
    assert normalise(one) != normalise(other)


def test_a_state_is_found_by_its_spellings_and_never_guessed(db):
    viet_nam = StateFactory(name="Viet Nam")
    StateAliasFactory(state=viet_nam, spelling="Vietnam")

    assert State.objects.spelled("VIETNAM ") == viet_nam
    assert State.objects.spelled("Vietnan") is None


def test_many_spellings_cost_two_queries(db, django_assert_num_queries):
    states = [StateFactory(name=name) for name in ("Chad", "Mali", "Togo")]
    for state in states:
        StateAliasFactory(state=state, spelling=state.name)

    with django_assert_num_queries(2):
        spellings = State.objects.by_spelling()
        found = [spellings.get(name) for name in ("CHAD", "the Mali", "Togo", "Atlantis")]

    assert found == [*states, None]
    assert "chad" in spellings
    assert spellings["Chad"] == states[0]


def test_a_spelling_has_one_state(db):
    StateAliasFactory(spelling="Congo")

    with pytest.raises(IntegrityError):
        StateAliasFactory(spelling="the CONGO")


def test_the_admin_is_told_which_state_has_a_spelling_already(db):
    StateAliasFactory(state=StateFactory(name="Congo"), spelling="Congo")

    with pytest.raises(ValidationError, match="already a spelling of Congo"):
        StateAlias(state=StateFactory(), spelling="The Congo").full_clean()


def test_only_one_entry_stands_for_states_that_are_not_recorded(db):
    StateFactory(iso3=NOT_RECORDED, kind=State.Kind.NOT_RECORDED)

    with pytest.raises(IntegrityError):
        State.objects.create(iso3="XXY", name="Nobody", kind=State.Kind.NOT_RECORDED)


def test_states_stand_in_the_order_of_the_readers_language(db):
    names = {"Germany": "Allemagne", "Chad": "Tchad", "Estonia": "Estonie", "Egypt": "Égypte"}
    for english, french in names.items():
        StateFactory(name_en=english, name_fr=french)

    in_english = [state.name_en for state in State.objects.in_order("en")]
    in_french = [state.name_fr for state in State.objects.in_order("fr")]

    assert in_english == ["Chad", "Egypt", "Estonia", "Germany"]
    assert in_french == ["Allemagne", "Égypte", "Estonie", "Tchad"]


def test_a_state_without_a_name_in_a_language_is_named_in_english(db):
    state = StateFactory(name_en="Chad")

    assert state.name_in("zh-hans") == "Chad"


def test_a_membership_holds_between_its_days(db):
    group = StateGroup.objects.create(code="EU", name="European Union")
    StateGroupMembership.objects.create(
        state=StateFactory(), group=group, since="1973-01-01", until="2020-02-01", source="treaty"
    )

    days = [date(1972, 12, 31), date(2020, 1, 31), date(2020, 2, 1)]
    held = [StateGroupMembership.objects.on(day).exists() for day in days]

    assert held == [False, True, False]
