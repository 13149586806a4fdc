"""Reference rows for tests that need no real ones. Their codes and numbers never meet those."""

import string

import factory
from factory.django import DjangoModelFactory

from reference.models import (
    Cycle,
    Goal,
    PersonsGroup,
    RegionalGroup,
    State,
    StateAlias,
    Target,
    Theme,
    UprSession,
    Vocabulary,
)

SIGNS = string.digits + string.ascii_uppercase


def code_of(number: int) -> str:
    """Three signs that begin with a digit, as no State's code does: 12,960 of them."""
    return SIGNS[number // 1296] + SIGNS[number // 36 % 36] + SIGNS[number % 36]


class RegionalGroupFactory(DjangoModelFactory):
    class Meta:
        model = RegionalGroup
        django_get_or_create = ["code"]

    code = factory.Sequence("GROUP{}".format)
    name = factory.Sequence("Group {}".format)


class StateFactory(DjangoModelFactory):
    class Meta:
        model = State
        django_get_or_create = ["iso3"]

    iso3 = factory.Sequence(code_of)
    name = factory.Sequence("State {}".format)


class StateAliasFactory(DjangoModelFactory):
    class Meta:
        model = StateAlias

    state = factory.SubFactory(StateFactory)
    spelling = factory.Sequence("Spelling {}".format)


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = Cycle
        django_get_or_create = ["number"]

    number = 3


class UprSessionFactory(DjangoModelFactory):
    class Meta:
        model = UprSession
        django_get_or_create = ["number"]

    number = factory.Sequence(lambda number: 100 + number)
    cycle = factory.SubFactory(CycleFactory)


class VocabularyFactory(DjangoModelFactory):
    class Meta:
        model = Vocabulary
        django_get_or_create = ["code"]

    code = "invented"
    name = "Invented themes"
    version = "1"
    source = "these tests"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    vocabulary = factory.SubFactory(VocabularyFactory)
    code = factory.Sequence("theme-{}".format)
    name = factory.Sequence("Theme {}".format)


class PersonsGroupFactory(DjangoModelFactory):
    class Meta:
        model = PersonsGroup

    vocabulary = factory.SubFactory(VocabularyFactory)
    code = factory.Sequence("persons-{}".format)
    name = factory.Sequence("Persons {}".format)


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal
        django_get_or_create = ["number"]

    number = factory.Sequence(lambda number: 100 + number)
    name = factory.Sequence("Goal {}".format)
    title = factory.Sequence("Reach goal {}".format)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target
        django_get_or_create = ["code"]

    goal = factory.SubFactory(GoalFactory)
    code = factory.Sequence("100.{}".format)
    name = factory.Sequence("Reach target {}".format)
