"""Letters: written once, in the reader's language, harmless, and not too many that strangers cause."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import outbox, tasks, writing
from accounts.emails import mail_of
from accounts.models import Letter
from accounts.names import plain_name
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LETTER = "accounts/organisation_verified"


def test_a_letter_is_written_when_it_is_posted_in_the_language_of_its_reader():
    reader = UserFactory(language="ar")

    with translation.override("fr"):
        letter = outbox.post(LETTER, to=reader, key="one", organisation="Right to Water")

    assert (letter.language, letter.to, letter.person) == ("ar", reader.email, reader)
    assert "Right to Water" in letter.subject
    assert "http://localhost:8000/ar/accounts/" in letter.body


def test_a_key_is_used_once():
    reader = UserFactory()

    first = outbox.post(LETTER, to=reader, key="one", organisation="Right to Water")
    second = outbox.post(LETTER, to=reader, key="one", organisation="Right to Food")

    assert first == second
    assert "Water" in Letter.objects.get().subject


def test_a_letter_of_a_rolled_back_action_was_never_written():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(LETTER, to=UserFactory(), key="one", organisation="Right to Water")
        _ = 1 / 0

    assert not Letter.objects.exists()


def test_who_has_left_gets_no_letters():
    gone = UserFactory(is_active=False)

    assert outbox.post(LETTER, to=gone, key="one", organisation="Right to Water") is None


@pytest.mark.parametrize("address", ["a@b.org\nBcc: c@d.org", "nobody", "a@b.org, c@d.org", ""])
def test_a_malformed_address_is_refused(address):
    with pytest.raises(ValidationError):
        outbox.post(LETTER, to=address, key="one", organisation="Right to Water")


def test_a_name_cannot_write_headers_or_links():
    name = "Prize\r\nBcc: all@example.org\r\n\r\nhttp://evil.example/x www.evil.example evil.com"

    letter = outbox.post(LETTER, to="a@example.org", key="one", language="en", organisation=name)

    mail = mail_of(letter).message()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Prize Bcc: all@example. org evil. com is verified"
    assert "evil.example" not in letter.body


def test_only_our_links_and_those_declared_stay_in_a_letter():
    text = "https://zoom.example/j/1 http://evil.example/ http://localhost:8000.evil.example/ http://localhost:8000/en/"

    assert writing.without_foreign_links(text, {"https://zoom.example/j/1"}) == (
        "https://zoom.example/j/1 (address removed) (address removed) http://localhost:8000/en/"
    )


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Dr. Aïcha  N'Diaye ", "Dr. Aïcha N'Diaye"),
        ("Dr.Smith", "Dr. Smith"),
        ("13.30, 14.07.2021", "13.30, 14.07.2021"),
        ("\u202eevil\u202c\u200b\x00\x1b[1m", "evil [1m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("javascript://x Ann", "Ann"),
    ],
)
def test_names_are_made_plain(typed, plain):
    assert plain_name(typed) == plain


def test_html_is_neither_escaped_nor_sent_as_html():
    letter = outbox.post(
        LETTER, to="a@example.org", key="one", language="en", organisation="Law & <b>Order</b>"
    )

    assert "Law & <b>Order</b>" in letter.body
    assert mail_of(letter).message().get_content_type() == "text/plain"


def test_an_attachment_goes_with_the_letter():
    letter = outbox.post(
        LETTER,
        to="a@example.org",
        key="one",
        organisation="Right to Water",
        attachments=[
            ("meeting.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=PUBLISH")
        ],
    )

    letter.refresh_from_db()
    calendar = mail_of(letter).message().get_payload()[1]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_filename() == "meeting.ics"


def test_strangers_get_at_most_three_letters_of_a_kind_a_day():
    posted = [
        outbox.post_to_stranger("account/unknown_account", to="Victim@example.org", kind="account")
        for _ in range(5)
    ]

    assert [letter is not None for letter in posted] == [True, True, True, False, False]
    assert outbox.post_to_stranger("account/unknown_account", to="other@example.org", kind="account")


def test_a_failed_letter_can_be_sent_again_while_we_know_what_it_said():
    letter = outbox.post(LETTER, to="a@example.org", key="one", organisation="Right to Water")
    Letter.objects.update(state=Letter.State.FAILED)
    letter.refresh_from_db()

    outbox.resend(letter)

    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING


def test_a_repeated_mail_is_known_by_its_id():
    letter = outbox.post(LETTER, to="a@example.org", key="one", organisation="Right to Water")

    assert mail_of(letter).message()["Message-ID"] == mail_of(letter).message()["Message-ID"]
    assert mail_of(letter).message()["Message-ID"].endswith("@localhost>")


def test_letters_to_strangers_may_have_attachments_and_know_their_reader():
    reader = UserFactory(language="es")

    letter = outbox.post_to_stranger(
        LETTER,
        to=reader,
        kind="registration",
        attachments=[("a.ics", "BEGIN", "text/calendar")],
        organisation="W",
    )

    assert (letter.language, letter.person, letter.attachments[0]["name"]) == ("es", reader, "a.ics")


@pytest.mark.django_db(transaction=True)
def test_the_limit_for_strangers_holds_when_all_ask_at_once(at_once):
    posted = at_once(
        12,
        lambda number: outbox.post_to_stranger(
            "account/unknown_account", to="victim@example.org", kind="account"
        ),
    )

    assert sum(letter is not None for letter in posted) == Letter.objects.count() == 3


def strangers_ask(times: int, settings, limit: int = 2) -> None:
    """So many strangers cause a letter, each under another address; then the clock comes by."""
    settings.LETTERS_AN_HOUR_TO_STRANGERS = limit
    for number in range(times):
        outbox.post_to_stranger("account/unknown_account", to=f"{number}@example.org", kind="account")
    tasks.send_waiting_letters()


def to_be_sent() -> list[str]:
    """Whose letters are on their way, the oldest first."""
    return list(Letter.objects.filter(state=Letter.State.WAITING).order_by("pk").values_list("to", flat=True))


def test_so_many_letters_of_strangers_leave_in_an_hour_and_the_others_wait(settings):
    strangers_ask(5, settings)
    tasks.send_waiting_letters()

    assert to_be_sent() == ["0@example.org", "1@example.org"]
    assert Letter.objects.held().count() == 3


def test_without_the_limit_all_would_leave(settings):
    strangers_ask(5, settings, limit=100)

    assert len(to_be_sent()) == 5


def test_what_waits_leaves_in_the_next_hour_in_its_order(settings):
    strangers_ask(5, settings)
    Letter.objects.update(let_out_at=timezone.now() - timedelta(hours=1))

    tasks.send_waiting_letters()

    assert to_be_sent() == [f"{number}@example.org" for number in range(4)]


def test_letters_that_we_cause_ourselves_never_wait(settings):
    strangers_ask(5, settings)

    letter = outbox.post(LETTER, to="a@example.org", key="one", organisation="Right to Water")

    assert letter.state == Letter.State.WAITING


def test_moderators_let_go_what_is_held_back_and_it_takes_nobodys_place(settings, client_of, moderator):
    strangers_ask(4, settings)
    chosen = Letter.objects.held().last()
    desk = reverse("admin:accounts_letter_changelist")

    client_of(moderator).post(desk, {"action": "let_go", "_selected_action": [chosen.pk]})
    Letter.objects.filter(let_out_at__isnull=False).update(let_out_at=timezone.now() - timedelta(hours=1))
    strangers_ask(0, settings, limit=1)

    assert chosen.to in to_be_sent()
    assert len(to_be_sent()) == 4


def test_what_is_held_back_for_three_days_is_given_up(settings):
    strangers_ask(3, settings)
    Letter.objects.held().update(created_at=timezone.now() - timedelta(days=3, minutes=1))

    tasks.forget_old_letters()

    assert Letter.objects.get(state=Letter.State.FAILED).last_error == "held back too long"


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_the_hour_holds_when_all_ask_at_once(at_once, settings):
    settings.LETTERS_AN_HOUR_TO_STRANGERS = 3

    at_once(
        12,
        lambda number: outbox.post_to_stranger(
            "account/unknown_account", to=f"{number}@example.org", kind="account"
        ),
    )

    assert Letter.objects.let_out_in_the_last_hour().count() == 3
    assert Letter.objects.held().count() == 9
