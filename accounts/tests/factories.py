"""People and organisations for tests."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.actions import add_second_factor
from accounts.models import Organisation, User
from accounts.models.people import Role
from accounts.permissions import give_roles_their_permissions

PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Organisation {number}")
    kind = Organisation.Kind.NATIONAL_NGO

    class Params:
        verified = factory.Trait(
            state=Organisation.State.VERIFIED,
            decided_by=factory.SubFactory("accounts.tests.factories.UserFactory", moderator=True),
            decided_at=factory.LazyFunction(timezone.now),
        )
        nhri = factory.Trait(kind=Organisation.Kind.NHRI, ganhri_status="A")


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified address; with `moderator=True` and the like, a role and a second factor."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password(PASSWORD)

    class Params:
        staff = factory.Trait(is_staff=True)
        moderator = factory.Trait(is_staff=True, roles=[Role.MODERATOR], second_factor=True)
        safeguarding_officer = factory.Trait(
            is_staff=True, roles=[Role.SAFEGUARDING_OFFICER], second_factor=True
        )
        analyst = factory.Trait(is_staff=True, roles=[Role.ANALYST], second_factor=True)
        translator = factory.Trait(is_staff=True, roles=[Role.TRANSLATOR], second_factor=True)
        superuser = factory.Trait(is_staff=True, is_superuser=True, second_factor=True)

    @factory.post_generation
    def verified(person, create, extracted, **options):
        if create:
            EmailAddress.objects.create(
                user=person, email=person.email, verified=extracted is not False, primary=True
            )

    @factory.post_generation
    def roles(person, create, extracted, **options):
        if create and extracted:
            if missing := [role for role in extracted if not has_permissions(role)]:
                give_roles_their_permissions(missing)
            person.groups.set(Group.objects.filter(name__in=extracted))

    @factory.post_generation
    def second_factor(person, create, extracted, **options):
        if create and extracted:
            add_second_factor(person)


def has_permissions(role: str) -> bool:
    return Group.objects.filter(name=role, permissions__isnull=False).exists()
