"""Who speaks for a national institution, a parliament or the United Nations is verified."""

from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account, refuse_organisation
from accounts.models import AuditEntry, Organisation
from accounts.tests.factories import OrganisationFactory, UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.verification import (
    CodeIsNotGood,
    end_code,
    make_code,
    take_back_verification,
    use_code,
    verify_by_hand,
)
from consultations.models import Registration, SpeakingRequest, Verification, VerificationCode
from consultations.tests.factories import AgendaItemFactory, EventFactory, RegistrationFactory
from consultations.tests.test_seats_race import all_at_once
from surveys import guessing
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
INSTITUTION = {"organisation_name": "Commission of Utopia", "stakeholder_kind": "nhri"}


def code_for(event, moderator, **options) -> tuple[VerificationCode, str]:
    usual = {
        "organisation_name": "Commission of Utopia",
        "kind": "nhri",
        "uses_allowed": 1,
        "expires_at": timezone.now() + timedelta(days=1),
    }
    return make_code(event, **{**usual, **options}, by=moderator)


def is_verified(registration: Registration) -> bool:
    return Registration.objects.with_verification().get(pk=registration.pk).is_verified


def member(email: str = "amina@nhri.example", **organisation) -> Registration:
    """Somebody whose account belongs to the verified Commission of Utopia."""
    usual = {"name": "Commission of Utopia", "kind": "nhri", "website": "https://www.nhri.example/en"}
    theirs = OrganisationFactory(verified=True, **{**usual, **organisation})
    person = UserFactory(email=email, organisation=theirs)
    EmailAddress.objects.update_or_create(user=person, email=email, defaults={"verified": True})
    return RegistrationFactory(person=person, email=email, **INSTITUTION)


def test_what_somebody_states_is_not_verified():
    assert not is_verified(RegistrationFactory(**INSTITUTION))


def test_the_account_of_a_verified_organisation_verifies():
    assert is_verified(member())
    assert is_verified(member("bruno@un.example", website="https://utopia.un.example"))


@pytest.mark.parametrize("email", ["anybody@mail.example", "a@nhri.example.com", "a@xnhri.example"])
def test_who_joins_an_organisation_from_the_list_is_not_verified_by_that_alone(email):
    assert not is_verified(member(email))


def test_an_address_that_is_not_proved_verifies_nobody():
    registration = member()
    assert is_verified(registration)

    EmailAddress.objects.update(verified=False)

    assert not is_verified(registration)


@pytest.mark.parametrize(("email", "counts"), [("amina@nhri.example", True), ("anybody@mail.example", False)])
def test_my_page_says_verified_of_exactly_those_who_are_asked_for_no_code(client_of, email, counts):
    registration = member(email)
    client, code = client_of(registration.person), registration.event.address_of("use_code")

    mine = client.get(reverse("accounts:home")).text
    asks = code in client.get(registration.event.address_of("registration")).text

    assert ("No code is needed." in mine, asks) == (counts, not counts)
    assert ("with a code of your organisation" in mine) == (not counts)


def test_who_registers_with_the_account_of_an_institution_is_asked_for_no_code(client_of):
    person, event = member().person, EventFactory()
    client, form = client_of(person), event.address_of("register")
    assert "Commission of Utopia" in client.get(form).text

    client.post(form, {"name": "Amina", "mode": "online", "is_under_18": "no", **INSTITUTION})

    page = client.get(event.address_of("registration")).text
    assert "✓ Verified" in page and event.address_of("use_code") not in page


@pytest.mark.parametrize(
    "stated",
    [{"stakeholder_kind": "un"}, {"organisation_name": "Commission of Elsewhere"}],
)
def test_an_organisation_verifies_for_no_other_kind_and_name(stated):
    registration = member()

    Registration.objects.update(**stated)

    assert not is_verified(registration)


def test_an_organisation_that_is_refused_afterwards_verifies_nobody(moderator):
    registration = member()

    refuse_organisation(Organisation.objects.get(), by=moderator)

    assert not is_verified(registration)


def test_a_code_verifies_as_of_its_organisation(moderator):
    registration = RegistrationFactory(organisation_name="Comission", stakeholder_kind="nhri")
    code, digits = code_for(registration.event, moderator)

    use_code(registration, digits)

    registration.refresh_from_db()
    assert is_verified(registration)
    assert registration.organisation_name == "Commission of Utopia"
    assert AuditEntry.objects.get(verb="verified").facts == {"how": "code", "code": code.pk, "kind": "nhri"}


def test_only_the_hash_of_a_code_is_kept(moderator):
    code, digits = code_for(EventFactory(), moderator)

    kept = str(list(VerificationCode.objects.values())) + str(list(AuditEntry.objects.values()))
    assert len(digits) == 20 and digits.isdigit()
    assert digits not in kept and code.code_hash in kept


def test_the_same_person_counts_once_however_often_they_type(moderator):
    registration = RegistrationFactory(**INSTITUTION)
    code, digits = code_for(registration.event, moderator, uses_allowed=2)

    for _ in range(3):
        use_code(registration, digits)

    code.refresh_from_db()
    assert code.uses == 1


@pytest.mark.parametrize("why", ["used up", "expired", "ended", "of another event", "wrong"])
def test_a_code_that_is_not_good_verifies_nobody(moderator, why):
    registration = RegistrationFactory(**INSTITUTION)
    code, digits = code_for(EventFactory() if why == "of another event" else registration.event, moderator)
    at = timezone.now() + timedelta(days=2) if why == "expired" else None
    if why == "used up":
        use_code(RegistrationFactory(event=registration.event), digits)
    if why == "ended":
        end_code(code, by=moderator)
    if why == "wrong":
        digits = "0" * 20

    with pytest.raises(CodeIsNotGood):
        use_code(registration, digits, at=at)

    assert not is_verified(registration)


def test_who_changes_the_organisation_afterwards_is_not_verified_any_more(moderator):
    registration = RegistrationFactory(**INSTITUTION)
    _code, digits = code_for(registration.event, moderator)
    use_code(registration, digits)

    Registration.objects.update(organisation_name="Another commission")

    assert not is_verified(registration)


@pytest.mark.django_db(transaction=True)
def test_thirty_type_a_code_for_five_at_once_and_five_are_verified(moderator):
    event = EventFactory()
    crowd = RegistrationFactory.create_batch(30, event=event, **INSTITUTION)
    code, digits = code_for(event, moderator, uses_allowed=5)

    found = all_at_once(lambda one: use_code(one, digits), crowd)

    code.refresh_from_db()
    assert sum(isinstance(one, CodeIsNotGood) for one in found) == 25
    assert code.uses == Verification.objects.filter(code=code).count() == 5


@pytest.mark.django_db(transaction=True)
def test_without_compare_and_set_the_same_crowd_is_all_verified(moderator, monkeypatch):
    event = EventFactory()
    crowd = RegistrationFactory.create_batch(30, event=event, **INSTITUTION)
    code, digits = code_for(event, moderator, uses_allowed=5)
    all_have_read = Barrier(len(crowd), timeout=60)

    def count_carelessly(found, at) -> bool:
        all_have_read.wait()
        VerificationCode.objects.filter(pk=found.pk).update(uses=found.uses + 1)
        return found.uses < found.uses_allowed

    monkeypatch.setattr("consultations.actions.verification.count_use", count_carelessly)
    all_at_once(lambda one: use_code(one, digits), crowd)

    assert Verification.objects.filter(code=code).count() > 5


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"uses": 2}, "a_code_is_used_no_more_often_than_allowed"),
        ({"uses_allowed": 0}, "a_code_is_good_for_somebody"),
        ({"organisation_name": ""}, "a_code_names_an_organisation"),
        ({"kind": "national-ngo"}, "a_code_is_for_a_kind_that_is_verified"),
        ({"expires_at": timezone.now() - timedelta(days=9)}, "a_code_expires_after_it_is_made"),
    ],
)
def test_the_database_holds_what_a_code_is(moderator, values, sentence):
    code_for(EventFactory(), moderator)

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        VerificationCode.objects.update(**values)


def test_verified_means_by_a_code_or_by_somebody():
    with pytest.raises(IntegrityError, match="verified_by_a_code_or_by_a_moderator"), transaction.atomic():
        Verification.objects.create(registration=RegistrationFactory(), kind="un", at=timezone.now())


def test_a_moderator_verifies_by_hand_with_one_click_and_takes_it_back(client_of, moderator):
    registration = RegistrationFactory(name="Amina", **INSTITUTION)
    client, event = client_of(moderator), registration.event
    page = client.get(event.address_of("verification")).content.decode()
    assert "1 person is not verified." in page and "Commission of Utopia" in page

    said = {"is_true": "yes", "kind": "nhri", "organisation_name": "Commission of Utopia"}
    after = client.post(event.address_of("verify", registration.pk), said, follow=True).content.decode()

    assert is_verified(registration)
    assert "Verified by hand:" in after and str(moderator) in after
    assert AuditEntry.objects.get(verb="verified").by == moderator
    client.post(event.address_of("verify", registration.pk), {"is_true": "no"})
    assert not is_verified(registration)


def test_what_was_not_read_is_not_verified(moderator):
    registration = RegistrationFactory(**INSTITUTION)
    Registration.objects.update(organisation_name="Another commission")

    with pytest.raises(WrongState):
        verify_by_hand(registration, kind="nhri", organisation_name="Commission of Utopia", by=moderator)

    take_back_verification(registration, by=moderator)
    assert not AuditEntry.objects.filter(verb__contains="verif").exists(), "there was none"


def test_who_is_not_verified_stands_first(client_of, moderator):
    names = ["First", "Second", "Third"]
    event = EventFactory()
    for name in names:
        RegistrationFactory(event=event, name=name, **INSTITUTION)
    RegistrationFactory(event=event, name="Not of these kinds")
    verify_by_hand(
        event.registrations.get(name="First"),
        kind="nhri",
        organisation_name="Commission of Utopia",
        by=moderator,
    )

    page = client_of(moderator).get(event.address_of("verification"))

    assert [one.name for one in page.context["page"]] == ["Second", "Third", "First"]


def test_by_the_pages(client_of, moderator):
    person = UserFactory()
    registration = RegistrationFactory(person=person, **INSTITUTION)
    event, client = registration.event, client_of(moderator)
    asked = {"organisation_name": "Commission of Utopia", "kind": "nhri", "uses_allowed": 1}
    wrong = client.post(event.address_of("new_code"), {**asked, "expires_at": "2020-01-01T10:00"})
    assert wrong.status_code == 422 and "Choose a time to come." in wrong.text
    until = f"{timezone.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    made = client.post(event.address_of("new_code"), {**asked, "expires_at": until})
    digits = made.context["digits"]
    assert digits in made.text and digits not in client.get(event.address_of("verification")).text

    own = client_of(person)
    assert event.address_of("use_code") in own.get(event.address_of("registration")).text
    short = own.post(event.address_of("use_code"), {"code": "12 34"})
    assert short.status_code == 422 and "The code has 20 digits." in short.text
    bad = own.post(event.address_of("use_code"), {"code": "0" * 20})
    assert bad.status_code == 422 and "This code is not good here" in bad.text
    done = own.post(event.address_of("use_code"), {"code": f" {digits}-"}, follow=True)

    assert "You are verified." in done.text and "✓ Verified" in done.text
    assert "Used 1 of 1 times" in client.get(event.address_of("verification")).text


def test_codes_are_tried_only_so_often(client_of, monkeypatch):
    monkeypatch.setattr(guessing.time, "time", lambda: 1_800_000_000)
    monkeypatch.setattr(guessing, "OF_ONE", 3)
    person = UserFactory()
    event = RegistrationFactory(person=person, **INSTITUTION).event

    found = [
        client_of(person).post(event.address_of("use_code"), {"code": "0" * 20}).status_code for _ in range(5)
    ]

    assert found == [422, 422, 422, 429, 429]


def test_moderators_see_the_mark_where_they_choose_and_the_public_never(client, client_of, moderator):
    topic = AgendaItemFactory(with_sub_topic=True, sub_topic__moderated=True).sub_topic
    for name, event in (("Amina", topic.event), ("Bruno", topic.event)):
        registration = RegistrationFactory(event=event, name=name, **INSTITUTION)
        ask_to_speak(
            registration, topic, language="en", public_name="full", region=None, consents_to_listing=True
        )
    verify_by_hand(
        Registration.objects.get(name="Amina"),
        kind="nhri",
        organisation_name="Commission of Utopia",
        by=moderator,
    )
    marks = ("✓ Verified", "Not verified")

    page = client_of(moderator).get(topic.event.address_of("choosing", topic.pk)).text

    assert [page.count(mark) for mark in marks] == [1, 1]
    public = client.get(topic.event.get_absolute_url()).text
    assert not any(mark in public for mark in marks)
    assert SpeakingRequest.objects.pending().with_verification().filter(is_verified=True).count() == 1


def test_the_list_asks_as_much_for_three_as_for_one(client_of, moderator, django_assert_num_queries):
    event, client, counts = EventFactory(), client_of(moderator), []
    for people in (1, 3):
        for registration in RegistrationFactory.create_batch(people, event=event, **INSTITUTION):
            _code, digits = code_for(event, moderator)
            use_code(registration, digits)
        with django_assert_num_queries(counts[0] if counts else 40, exact=bool(counts)) as queries:
            client.get(event.address_of("verification"))
        counts.append(len(queries))


def test_who_leaves_takes_the_verification_along(moderator):
    registration = RegistrationFactory(person=UserFactory(), **INSTITUTION)
    _code, digits = code_for(registration.event, moderator)
    use_code(registration, digits)

    delete_account(registration.person)

    assert not Verification.objects.exists()
