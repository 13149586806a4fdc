"""How a speaker is named is said once, holds for all seats and statements, and is changed on one page."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Letter, Organisation
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.erasing import erase_person
from consultations.actions.naming import change_naming
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.actions.substitutes import name_substitute
from consultations.models import Registration, Statement, SubTopic
from consultations.naming_forms import NamingForm
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from consultations.tests.test_statements import the_day_is_over
from consultations.tests.test_substitutes import link_in
from reference.models import RegionalGroup
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

ANONYMOUS = {"public_name": "full", "region": None, "consents_to_listing": False}
NAMED = {**ANONYMOUS, "consents_to_listing": True}
SPEECH = {"language": "fr", "public_name": "full", "consents_to_listing": "on"}
Kind = Organisation.Kind


@pytest.fixture
def items():
    first = AgendaItemFactory(with_sub_topic=True)
    return first, AgendaItemFactory(with_sub_topic=True, day=first.day)


def speaker(items, naming, **values) -> Registration:
    """Tariro, who holds a seat in the first sub-topic."""
    event = items[0].day.event
    registration = RegistrationFactory(event=event, person=UserFactory(), name="Tariro", **values)
    ask_to_speak(registration, items[0].sub_topic, language="en", **naming)
    registration.refresh_from_db()
    return registration


def undelivered(request) -> Statement:
    """Handed in, not delivered, and to be published."""
    now = timezone.now()
    return Statement.objects.create(
        request=request,
        text="Water is a right.",
        language="en",
        may_be_published=True,
        saved_at=now,
        handed_in_at=now,
        undelivered_at=now,
    )


def naming_of(registration) -> tuple[str, bool]:
    registration.refresh_from_db()
    return registration.public_name, registration.consents_to_listing


def named_to_strangers(event) -> list[bool]:
    """Is Tariro named on the programme, by the public interface?"""
    interface = f"/api/v1/consultations/{event.consultation.slug}/events/{event.slug}/"
    doors = [event.get_absolute_url(), interface]
    return ["Tariro" in Client().get(door).text for door in doors]


@pytest.mark.parametrize(("stands", "said"), [(ANONYMOUS, "Not named"), (NAMED, "Tariro (Rights Watchers)")])
def test_a_second_request_says_how_one_is_named_and_does_not_ask(client_of, items, stands, said):
    one = speaker(items, stands)
    client, address = client_of(one.person), one.event.address_of("ask", items[1].sub_topic.pk)

    page = client.get(address).text
    assert 'name="public_name"' not in page and 'name="consents_to_listing"' not in page
    assert said in page and one.event.address_of("naming") in page
    client.post(address, {"language": "fr"})

    assert one.requests.active().count() == 2
    assert naming_of(one) == ("full", stands["consents_to_listing"])


def test_the_first_request_asks(client_of, items):
    """The control of the one before."""
    one = RegistrationFactory(event=items[0].day.event, person=UserFactory())
    client, address = client_of(one.person), one.event.address_of("ask", items[0].sub_topic.pk)

    assert 'name="public_name"' in client.get(address).text
    assert client.post(address, {"language": "fr"}).status_code == 422
    client.post(address, SPEECH)

    assert naming_of(one) == ("full", True)


def test_what_an_older_page_still_asked_is_not_passed_over(client_of, items):
    one = speaker(items, ANONYMOUS)
    client, address = client_of(one.person), one.event.address_of("ask", items[1].sub_topic.pk)

    answer = client.post(address, SPEECH)

    assert answer.status_code == 422 and "You have asked to speak meanwhile" in answer.text
    assert one.requests.count() == 1 and naming_of(one) == ("full", False)


@pytest.mark.parametrize(("handed_in", "asks"), [(True, False), (False, True)])
def test_a_statement_left_behind_keeps_the_name_a_withdrawn_request_alone_does_not(
    client_of, items, handed_in, asks
):
    one = speaker(items, ANONYMOUS)
    if handed_in:
        undelivered(one.requests.get())
    withdraw_request(one.requests.get())

    page = client_of(one.person).get(one.event.address_of("ask", items[1].sub_topic.pk)).text

    assert ('name="public_name"' in page) == asks


def test_a_substitute_who_speaks_already_is_named_as_before(client_of, items):
    one = speaker(items, ANONYMOUS)
    asks = RegistrationFactory(event=one.event)
    theirs = ask_to_speak(asks, items[1].sub_topic, language="en", **NAMED)
    name_substitute(theirs, name="Tariro", email=one.email, language="en")
    client, address = client_of(one.person), one.event.address_of("speak_instead")
    client.get(link_in(Letter.objects.get(template="substitute")))

    page = client.get(address).text
    assert 'name="public_name"' not in page and "Not named" in page
    refused = client.post(address, SPEECH)
    assert refused.status_code == 422 and naming_of(one) == ("full", False)
    client.post(address, {"language": "fr"})

    assert one.requests.active().count() == 2 and naming_of(one) == ("full", False)


def test_who_is_named_is_nowhere_named_from_the_moment_they_say_so_and_back(client_of, items, stopped_clock):
    one = speaker(items, NAMED)
    client, address = client_of(one.person), one.event.address_of("naming")
    assert all(named_to_strangers(one.event)) and "published already" in client.get(address).text

    client.post(address, {"public_name": "full"})
    assert naming_of(one) == ("full", False) and not any(named_to_strangers(one.event))
    assert one.requests.get().seat, "the seat stays"

    client.post(address, {"public_name": "full", "consents_to_listing": "on"})
    assert all(named_to_strangers(one.event))


def test_it_is_changed_when_the_meeting_is_over_and_one_has_withdrawn(client_of, items):
    one = speaker(items, NAMED)
    undelivered(one.requests.get())
    withdraw_registration(one)
    SubTopic.objects.update(requests_close=timezone.now())
    the_day_is_over()
    client, page = client_of(one.person), one.event.address_of("undelivered_statements")
    assert "Tariro" in Client().get(page).text
    assert one.event.address_of("naming") in client.get(one.event.address_of("registration")).text

    client.post(one.event.address_of("naming"), {"public_name": "full"})

    assert "Tariro" not in Client().get(page).text


def test_whose_data_are_erased_has_no_name_to_change(client_of, items):
    one = speaker(items, NAMED)
    client, address = client_of(one.person), one.event.address_of("naming")
    assert client.get(address).status_code == 200

    erase_person(one, person=one.person)

    assert client.get(address).status_code == 403
    assert address not in client.get(one.event.address_of("registration")).text
    with pytest.raises(WrongState):
        change_naming(one, **NAMED)


def test_a_child_says_whether_the_region_shows_and_nothing_else(client_of, items, reference):
    one = speaker(items, {}, is_under_18=True, accompanying_adult="Ines", adult_contact="ines@example.org")
    client, address = client_of(one.person), one.event.address_of("naming")
    assert 'name="public_name"' not in client.get(address).text
    region = RegionalGroup.objects.first()

    client.post(address, {"public_name": "full", "consents_to_listing": "on", "region": region.pk})

    assert naming_of(one) == ("representative", True)
    assert not any(named_to_strangers(one.event))
    with pytest.raises(WrongState):
        change_naming(one, **NAMED)


def test_the_organisation_went_in_another_window(items):
    one = speaker(items, ANONYMOUS)
    by_organisation = {**NAMED, "public_name": "organisation"}
    change_naming(one, **by_organisation)
    change_naming(one, **ANONYMOUS)
    Registration.objects.update(organisation_name="")

    with pytest.raises(WrongState):
        change_naming(one, **by_organisation)


def test_the_trail_says_that_it_changed_and_no_name(client_of, items):
    one = speaker(items, ANONYMOUS)

    client_of(one.person).post(one.event.address_of("naming"), SPEECH)

    entry = AuditEntry.objects.get(verb="changed the public name of")
    assert (entry.by, entry.facts) == (one.person, {})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.NATIONAL_NGO, "A civil-society representative"),
        (Kind.NHRI, "A representative of a national human rights institution"),
        (Kind.PARLIAMENT, "A representative of a parliament"),
        (Kind.UN, "A representative of a UN agency"),
        (Kind.MINISTRY, "A representative of a State"),
    ],
)
def test_everybody_is_a_representative_of_what_they_speak_for(items, reference, kind, words):
    region = RegionalGroup.objects.first()
    naming = {"public_name": "representative", "region": region, "consents_to_listing": True}
    one = speaker(items, naming, stakeholder_kind=kind)

    offered = NamingForm(registration=one, asks_naming=True).as_p()

    assert f"“{words}” and my region" in offered
    assert f"{words}, {region.name}" in Client().get(one.event.get_absolute_url()).text
    one.is_under_18 = True
    assert one.listed_as == f"A civil-society representative, {region.name}"


def test_who_corrects_the_kind_is_listed_as_that_at_once(client, items, reference, stopped_clock):
    region = RegionalGroup.objects.first()
    naming = {"public_name": "representative", "region": region, "consents_to_listing": True}
    one = speaker(items, naming)
    assert "A civil-society representative" in client.get(one.event.get_absolute_url()).text

    Registration.objects.filter(pk=one.pk).update(stakeholder_kind=Kind.PARLIAMENT)

    assert "A representative of a parliament" in client.get(one.event.get_absolute_url()).text


@pytest.mark.parametrize(("stands", "says"), [(NAMED, True), (ANONYMOUS, False)])
def test_who_changes_what_the_list_shows_is_told_before(client_of, items, stands, says):
    one = speaker(items, stands)

    page = client_of(one.person).get(one.event.address_of("change")).text

    assert one.event.address_of("naming") in page
    assert ("this can change with it, at once" in page) == says


def test_after_the_meeting_ones_page_leads_to_what_is_published(client_of, items):
    one = speaker(items, NAMED)
    request = one.requests.get()
    undelivered(request)
    the_day_is_over()
    client, address = client_of(one.person), one.event.address_of("statement", request.pk)
    page = client.get(one.event.address_of("registration")).text
    assert address in page and "Your statement is published" in page

    client.post(address, {"step": "delete"})

    assert not Statement.objects.exists()
    assert address not in client.get(one.event.address_of("registration")).text
