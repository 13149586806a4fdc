"""Rapporteurs write notes: nothing that they typed is lost, and nobody else reads drafts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.people import delete_account
from accounts.tests.factories import UserFactory
from consultations.actions.notes import KeptElsewhere, keep_note
from consultations.models import Note
from consultations.tests.factories import SubTopicFactory

TEXT = "Three speakers asked for a focal point.\n\n“Ask us first”, said one."


@pytest.fixture
def sub_topic(db):
    return SubTopicFactory()


@pytest.fixture
def rapporteur(sub_topic):
    person = UserFactory()
    sub_topic.event.rapporteurs.add(person)
    return person


@pytest.fixture
def writing(client_of, rapporteur):
    return client_of(rapporteur)


def page_of(sub_topic, language="en") -> str:
    return f"/{language}{sub_topic.event.address_of('note', sub_topic.pk)[3:]}"


def typed(text=TEXT, version=0, language="fr", **button) -> dict:
    return {"text": text, "version": version, "language": language} | (button or {"keep": "1"})


def test_a_draft_is_kept_gone_on_with_and_handed_in_in_its_own_language(writing, sub_topic):
    page = page_of(sub_topic)

    assert writing.post(page, typed()).url == page
    form = writing.get(page).context["form"]
    assert (form["text"].value(), form["language"].value(), form["version"].value()) == (TEXT, "fr", 1)
    assert writing.post(page, typed(f"{TEXT} More.", 1, hand_in="1")).url.endswith("/notes/")

    note = Note.objects.get()
    assert (note.text, note.language, note.version, note.is_handed_in) == (f"{TEXT} More.", "fr", 2, True)
    assert '<div lang="fr" dir="ltr">' in writing.get(sub_topic.event.address_of("notes")).text


def test_two_windows_do_not_overwrite_each_other_unseen(writing, sub_topic):
    writing.post(page_of(sub_topic), typed("One"))
    writing.post(page_of(sub_topic), typed("One and two", 1))

    late = writing.post(page_of(sub_topic), typed("One and three", 1))

    assert late.status_code == 409
    assert "One and three</textarea>" in late.text and "<p>One and two</p>" in late.text
    assert Note.objects.get().text == "One and two"
    # Pressed once more, having seen both.
    version = late.context["form"]["version"].value()
    assert writing.post(page_of(sub_topic), typed("One, two and three", version)).status_code == 302
    assert Note.objects.get().text == "One, two and three"


def test_the_same_sent_twice_is_kept_once(writing, sub_topic):
    for _ in range(2):
        assert writing.post(page_of(sub_topic), typed()).status_code == 302

    assert Note.objects.get().text == TEXT


def test_who_was_signed_out_while_writing_finds_the_text_on_the_page(writing, sub_topic):
    writing.logout()

    answer = writing.post(page_of(sub_topic), typed())

    assert answer.status_code == 403
    assert "said one.</textarea>" in answer.text and "no longer signed in" in answer.text
    assert not Note.objects.exists()
    assert "/login/" in writing.get(page_of(sub_topic)).url


def test_who_signed_in_anew_meanwhile_presses_once_more(rapporteur, sub_topic):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rapporteur)

    answer = browser.post(page_of(sub_topic), typed())

    assert answer.status_code == 403 and "said one.</textarea>" in answer.text
    again = typed() | {"csrfmiddlewaretoken": answer.context["csrf_token"]}
    assert browser.post(page_of(sub_topic), again).status_code == 302
    assert Note.objects.get().text == TEXT


def test_an_empty_note_is_not_kept_and_says_so(writing, sub_topic):
    answer = writing.post(page_of(sub_topic), typed(" \n "))

    assert answer.status_code == 422
    assert "Write something before you keep the note." in answer.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(sub_topic=sub_topic, text="", language="en", kept_at=timezone.now())


def test_only_rapporteurs_of_the_event_write_and_only_moderators_read_what_others_wrote(
    client_of, writing, sub_topic, moderator
):
    writing.post(page_of(sub_topic), typed())
    other, stranger = UserFactory(), UserFactory()
    sub_topic.event.rapporteurs.add(other)
    notes = sub_topic.event.address_of("notes")

    assert client_of(stranger).get(page_of(sub_topic)).status_code == 403
    assert client_of(stranger).get(notes).status_code == 403
    assert "focal point" not in client_of(other).get(notes).text
    assert "focal point" in client_of(moderator).get(notes).text


def test_a_note_stays_when_its_author_leaves(rapporteur, sub_topic):
    note = keep_note(sub_topic, by=rapporteur, language="fr", text=TEXT, version=0)

    delete_account(rapporteur)

    note = Note.objects.select_related("author").get(pk=note.pk)
    assert (note.author.name, note.text) == ("", TEXT)
    assert not sub_topic.event.rapporteurs.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_first_versions_at_the_same_moment_one_is_kept_and_one_is_told():
    sub_topic, person, ready = SubTopicFactory(), UserFactory(), Barrier(2)

    def write(text):
        ready.wait()
        try:
            keep_note(sub_topic, by=person, language="en", text=text, version=0)
        except KeptElsewhere as elsewhere:
            return elsewhere.note.text
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as windows:
        told = list(windows.map(write, ["one", "two"]))

    note = Note.objects.get()
    assert sorted(told, key=bool) == [None, note.text]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_notes_asks_a_fixed_number_of_queries(
    client_of, moderator, db, rows, django_assert_num_queries
):
    first = SubTopicFactory()
    topics = [first, *(SubTopicFactory(event=first.event) for _ in range(rows - 1))]
    for topic in topics:
        for _ in range(rows):
            keep_note(topic, by=UserFactory(), language="en", text=TEXT, version=0)
    browser = client_of(moderator)

    with django_assert_num_queries(9):
        assert browser.get(first.event.address_of("notes")).text.count("focal point") == rows * rows
