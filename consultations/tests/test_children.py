"""Who is under 18 comes with an adult, to an event with a safeguarding officer, and is never named."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import delete_account
from accounts.models import Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import register
from consultations.actions.substitutes import name_substitute
from consultations.making_forms.consultations import EventForm
from consultations.models import Registration
from consultations.participant_forms import AdultForm
from consultations.publication import checked
from consultations.tests.factories import AgendaItemFactory, EventFactory, RegistrationFactory
from consultations.tests.test_substitutes import NAMED, link_in
from reference.models import RegionalGroup
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
OFFICER = {"safeguarding_officer": "Amara K.", "safeguarding_contact": "+41 22 555 01 24"}
ADULT = {"accompanying_adult": "Ines T.", "adult_contact": "+41 22 555 01 25"}
CHILD = {"is_under_18": True, **ADULT}
SAID = {"name": "Tariro", "stakeholder_kind": "association", "mode": "online"}
NEWCOMER = {**SAID, "email": "tariro@example.org", "is_under_18": "yes"}


@pytest.fixture
def event():
    item = AgendaItemFactory(with_sub_topic=True)
    for name, value in OFFICER.items():
        setattr(item.day.event, name, value)
    item.day.event.save()
    return item.day.event


def test_the_question_is_asked_and_nothing_is_preset(client, event):
    page = client.get(event.address_of("register")).text
    assert "Are you under 18?" in page and "checked" not in page
    assert len(client.get(event.address_of("register")).context["form"].fields) == 7

    answer = client.post(event.address_of("register"), {**NEWCOMER, "is_under_18": ""})

    assert answer.status_code == 422 and "Say whether you are under 18." in answer.text


def test_a_child_says_on_a_second_page_who_the_adult_is(client, event):
    second = client.post(event.address_of("register"), NEWCOMER)
    assert second.status_code == 200 and "Who accompanies you?" in second.text
    assert 'value="tariro@example.org"' in second.text, "nothing that was typed is lost"
    without = client.post(event.address_of("register"), {**NEWCOMER, "accompanying_adult": "Ines T."})
    assert without.status_code == 422 and "Say how we reach this adult" in without.text
    assert not Registration.objects.exists()

    client.post(event.address_of("register"), {**NEWCOMER, **ADULT})

    found = Registration.objects.get()
    assert (found.is_under_18, found.accompanying_adult) == (True, "Ines T.")
    body = written(Letter.objects.get()).body
    assert "Tariro" not in body and "Ines" not in body


def test_who_is_grown_up_needs_no_second_page(client, event):
    client.post(event.address_of("register"), {**NEWCOMER, "is_under_18": "no", **ADULT})

    found = Registration.objects.get()
    assert (found.is_under_18, found.accompanying_adult) == (False, "")


def test_without_an_officer_no_child_registers(client):
    event = EventFactory()

    answer = client.post(event.address_of("register"), {**NEWCOMER, **ADULT})

    assert answer.status_code == 422 and "Nobody is named yet who looks after" in answer.text
    assert 'value="Tariro"' in answer.text
    with pytest.raises(WrongState):
        register(event, email="a@example.org", language="en", **SAID, **CHILD)


def test_registering_a_child_takes_as_many_queries_as_anybody(event, django_assert_num_queries):
    register(event, email="a@example.org", language="en", **SAID)
    with django_assert_num_queries(100, exact=False) as usual:
        register(event, email="b@example.org", language="en", **SAID)

    with django_assert_num_queries(len(usual)):
        register(event, email="c@example.org", language="en", **SAID, **CHILD)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({**CHILD, "public_name": "full"}, "a_child_has_no_public_name"),
        ({**CHILD, "public_name": "organisation"}, "a_child_has_no_public_name"),
        ({**CHILD, "adult_contact": ""}, "a_child_comes_with_an_adult_who_can_be_reached"),
        ({**CHILD, "accompanying_adult": ""}, "a_child_comes_with_an_adult_who_can_be_reached"),
        ({**ADULT, "is_under_18": False}, "only_a_child_comes_with_an_adult"),
        ({**ADULT, "is_under_18": None}, "only_a_child_comes_with_an_adult"),
    ],
)
def test_the_database_holds_what_is_promised_to_a_child(values, sentence):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        RegistrationFactory(**values)


@pytest.mark.parametrize("half", [{"safeguarding_contact": ""}, {"safeguarding_officer": ""}])
def test_an_officer_has_a_name_and_can_be_reached(half):
    with (
        pytest.raises(IntegrityError, match="a_safeguarding_officer_has_a_name_and_can_be_reached"),
        transaction.atomic(),
    ):
        EventFactory(**{**OFFICER, **half})
    form = EventForm({**OFFICER, **half}, consultation=EventFactory().consultation)
    assert set(half) <= set(form.errors)


@pytest.mark.parametrize(("contact", "said"), [("UPR Info, info@example.org",) * 2, ("", "the organisers.")])
def test_a_child_that_cannot_register_reads_whom_to_write_to(client, contact, said):
    event = EventFactory(consultation__contact=contact)

    answer = client.post(event.address_of("register"), {"is_under_18": "yes"})

    assert answer.status_code == 422
    assert "Ask an adult to write to" in answer.text and said in answer.text


def test_a_child_asks_to_speak_without_being_asked_for_a_public_name(client_of, event, reference):
    person = UserFactory()
    registration = RegistrationFactory(event=event, person=person, **CHILD)
    address = event.address_of("ask", event.sub_topics.get().pk)
    client = client_of(person)
    form = client.get(address).text
    assert 'name="public_name"' not in form and "your name is never shown" in form

    missing = client.post(address, {"language": "en", "consents_to_listing": "on"})
    assert missing.status_code == 422 and "Choose your region here" in missing.text
    region = RegionalGroup.objects.first()
    client.post(
        address,
        {"language": "en", "consents_to_listing": "on", "region": region.pk, "public_name": "full"},
    )

    registration.refresh_from_db()
    assert (registration.public_name, registration.region) == ("representative", region)
    assert "civil-society representative" in client_of(UserFactory()).get(event.get_absolute_url()).text


def test_a_child_changes_who_the_adult_is(client_of, event):
    person = UserFactory()
    registration = RegistrationFactory(event=event, person=person, **CHILD)
    said = {"stakeholder_kind": "association", "mode": "phone"}

    missing = client_of(person).post(event.address_of("change"), said)
    client_of(person).post(event.address_of("change"), {**said, **ADULT, "accompanying_adult": "Rui T."})

    registration.refresh_from_db()
    assert missing.status_code == 422
    assert (registration.accompanying_adult, registration.mode) == ("Rui T.", "phone")


def test_a_substitute_who_is_under_18_registers_first(client, event):
    request = ask_to_speak(RegistrationFactory(event=event), event.sub_topics.get(), language="en")
    name_substitute(request, **NAMED)
    client.get(link_in(Letter.objects.get(template="substitute")))
    answers = {"name": "Amina", "mode": "online", "language": "fr", "public_name": "full"}

    refused = client.post(event.address_of("speak_instead"), {**answers, "is_under_18": "yes"})
    assert refused.status_code == 422 and "Register first" in refused.text

    child = register(event, email=NAMED["email"], language="en", **{**SAID, **CHILD})
    page = client.get(event.address_of("speak_instead")).text
    assert 'name="public_name"' not in page
    client.post(event.address_of("speak_instead"), {"language": "fr", "public_name": "full"})
    child.refresh_from_db()
    assert child.requests.active().exists() and child.public_name == ""


def test_who_is_asked_by_a_child_does_not_read_the_name(client, event):
    child = RegistrationFactory(event=event, name="Tariro", **CHILD)
    name_substitute(ask_to_speak(child, event.sub_topics.get(), language="en"), **NAMED)

    page = client.get(link_in(Letter.objects.get(template="substitute")), follow=True).text

    assert "Would you speak instead?" in page and "Tariro" not in page


def test_the_adults_contact_is_for_moderators_and_officers(client, client_of, event, moderator):
    RegistrationFactory(event=event, **CHILD)
    officer = UserFactory(safeguarding_officer=True)

    for user in (moderator, officer):
        page = client_of(user).get(event.address_of("children")).text
        assert "Ines T." in page and ADULT["adult_contact"] in page
        assert event.address_of("children") in client_of(user).get(event.get_absolute_url()).text
    assert client_of(UserFactory()).get(event.address_of("children")).status_code == 403
    public = client.get(event.get_absolute_url()).text
    assert "Amara K." in public and OFFICER["safeguarding_contact"] in public
    assert "Ines" not in public and event.address_of("children") not in public


def test_the_list_of_children_asks_as_much_for_three_as_for_one(
    client_of, moderator, django_assert_num_queries
):
    event, client, counts = EventFactory(), client_of(moderator), []
    for people in (1, 3):
        RegistrationFactory.create_batch(people, event=event, **CHILD)
        with django_assert_num_queries(counts[0] if counts else 40, exact=bool(counts)) as queries:
            client.get(event.address_of("children"))
        counts.append(len(queries))


def test_workbench_and_check_name_it_when_the_officer_is_gone(client_of, event, moderator):
    RegistrationFactory(event=event, **CHILD)
    sentence = "1 person under 18 is registered, and no safeguarding officer is named."

    def said() -> tuple[bool, bool]:
        bench = client_of(moderator).get(event.address_of("prepare")).text
        found = [one for _check, findings in checked(event.consultation) for one in findings]
        return sentence in bench, any(sentence in one.sentence and not one.is_advice for one in found)

    assert said() == (False, False)
    event.safeguarding_officer = event.safeguarding_contact = ""
    event.save()

    assert said() == (True, True)


def test_who_leaves_takes_the_adult_along(event):
    child = RegistrationFactory(event=event, person=UserFactory(), **CHILD)

    delete_account(child.person)

    child.refresh_from_db()
    assert (child.is_under_18, child.accompanying_adult, child.adult_contact) == (None, "", "")


@pytest.mark.parametrize(
    ("contact", "is_good"),
    [
        ("+41 22 555 01 25", True),
        ("(022) 555-01.25", True),
        ("+٩٦٦ ٥٥ ١٢٣ ٤٥٦٧", True),
        ("ines@example.org", True),
        ("\u200e+41\u00a022 555 01 25", True),
        ("ines@example", False),
        ("call me", False),
        ("12345", False),
        ("1" * 16, False),
        ("022 555 01 25 or Rui", False),
    ],
)
def test_the_adult_is_reached_by_telephone_or_mail(contact, is_good):
    form = AdultForm({**ADULT, "adult_contact": contact})

    assert form.is_valid() == is_good
    assert is_good or "Give a telephone number like" in form.errors["adult_contact"][0]


@pytest.mark.parametrize("contact", ["ines@example.org", "+41 22 555 01 25"])
def test_the_contact_of_the_adult_is_kept_as_it_was_typed(contact):
    form = AdultForm({**ADULT, "adult_contact": f"\u200e {contact} "})

    assert form.is_valid() and form.cleaned_data["adult_contact"] == contact
