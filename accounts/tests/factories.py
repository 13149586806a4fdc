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

    @factory.post_generation
    def verified(person, create, extracted, **options):
        if create:
            EmailAddress.objects.create(
                user=person, email=person.email, verified=extracted is not False, primary=True
            )

    @factory.post_generation
    def second_factor(person, create, extracted, **options):
        if create and extracted:
            add_second_factor(person)

    @factory.post_generation
    def moderator(person, create, extracted, **options):
        if create and extracted:
            take_role(person, Role.MODERATOR)

    @factory.post_generation
    def safeguarding_officer(person, create, extracted, **options):
        if create and extracted:
            take_role(person, Role.SAFEGUARDING_OFFICER)

    @factory.post_generation
    def analyst(person, create, extracted, **options):
        if create and extracted:
            take_role(person, Role.ANALYST)

    @factory.post_generation
    def translator(person, create, extracted, **options):
        if create and extracted:
            take_role(person, Role.TRANSLATOR)

    @factory.post_generation
    def superuser(person, create, extracted, **options):
        if create and extracted:
            person.is_superuser = True
            become_staff(person)


def take_role(person: User, role: Role) -> None:
    """As in life: a role makes staff, and staff have a second factor."""
    if not Group.objects.filter(name=role, permissions__isnull=False).exists():
        give_roles_their_permissions([role])
    person.groups.add(Group.objects.get(name=role))
    become_staff(person)


def become_staff(person: User) -> None:
    person.is_staff = True
    person.save()
    if not person.has_second_factor:
        add_second_factor(person)
