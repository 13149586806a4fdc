"""From the outbox to the mail server, with a real broker, worker and mail server."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import emails, outbox, tasks
from accounts.models import Letter
from upr_portal.celery import app

LETTER = "accounts/organisation_verified"


def post(key: str = "one") -> Letter:
    with transaction.atomic():
        return outbox.post(LETTER, to="a@example.org", key=key, language="fr", organisation="Right to Water")


@pytest.fixture
def dead_broker():
    """The broker's address leads nowhere."""
    address = app.conf.broker_url
    app.conf.broker_url = app.conf.broker_write_url = "redis+socket:///nowhere/valkey.sock"
    app._pool = app.amqp._producer_pool = None
    yield
    app.conf.broker_url = app.conf.broker_write_url = address
    app._pool = app.amqp._producer_pool = None


@pytest.mark.jobs
def test_a_letter_reaches_the_mail_server_once(worker, mail_server):
    letter = post()

    worker.waits_for(lambda: Letter.objects.get().state == Letter.State.SENT)
    assert [received["To"] for received in mail_server.mails] == ["a@example.org"]
    assert mail_server.mails[0]["Content-Language"] == "fr"
    assert "Right to Water" in mail_server.mails[0].get_payload(decode=True).decode()
    assert letter.state == Letter.State.WAITING  # what was posted before anything was sent


@pytest.mark.jobs
def test_five_jobs_for_one_letter_make_one_mail(worker, mail_server):
    letter = post()
    for _ in range(4):
        emails.deliver.delay(letter.pk)

    other = post("two")  # stands behind them in the queue
    worker.waits_for(lambda: Letter.objects.filter(state=Letter.State.SENT).count() == 2)
    worker.waits_for(lambda: worker.log.read_text().count("is in other hands or was sent") >= 4)
    ids = [received["Message-ID"] for received in mail_server.mails]
    assert sorted(ids) == sorted(emails.mail_of(each).message()["Message-ID"] for each in (letter, other))


@pytest.mark.jobs
def test_without_the_claim_five_jobs_would_make_more_mails(worker, mail_server):
    """The control of the test above: it can count more than one."""
    letter = post()
    worker.waits_for(lambda: len(mail_server.mails) == 1)
    worker.waits_for(lambda: Letter.objects.get().state == Letter.State.SENT)
    Letter.objects.update(state=Letter.State.WAITING, sent_at=None)

    emails.deliver.delay(letter.pk)

    worker.waits_for(lambda: len(mail_server.mails) == 2)


@pytest.mark.jobs
def test_a_refused_reader_is_final_and_leaves_no_address_in_row_or_log(worker, mail_server):
    mail_server.answer_to_recipients = "550 no such user a@example.org"

    post()

    worker.waits_for(lambda: Letter.objects.get().state == Letter.State.FAILED)
    assert Letter.objects.get().last_error == "SMTPRecipientsRefused 550"
    assert "a@example.org" not in worker.log.read_text()


@pytest.mark.jobs
def test_a_server_that_says_later_is_asked_again_later(worker, mail_server):
    mail_server.answer_to_recipients = "450 later"
    post()
    worker.waits_for(lambda: Letter.objects.get().last_error != "")
    assert (Letter.objects.get().state, Letter.objects.get().attempts) == (Letter.State.WAITING, 1)

    mail_server.answer_to_recipients = "250 ok"
    Letter.objects.update(look_again_at=timezone.now())  # the pause is over
    tasks.send_waiting_letters()

    worker.waits_for(lambda: Letter.objects.get().state == Letter.State.SENT)
    assert Letter.objects.get().attempts == 2


@pytest.mark.django_db(transaction=True)
def test_posting_neither_fails_nor_hangs_when_the_broker_is_away(dead_broker):
    post()

    assert Letter.objects.get().state == Letter.State.WAITING


@pytest.mark.django_db(transaction=True)
def test_the_broker_of_that_test_is_really_away(dead_broker):
    with pytest.raises(OperationalError):
        emails.deliver.apply_async([1], retry=False)


@pytest.mark.jobs
def test_the_sweeper_takes_up_a_letter_whose_job_never_came(worker, mail_server):
    Letter.objects.create(
        key="one", template=LETTER, language="en", to="a@example.org", subject="s", body="b"
    )

    tasks.send_waiting_letters()

    worker.waits_for(lambda: len(mail_server.mails) == 1)


@pytest.mark.django_db
def test_the_sweeper_leaves_alone_what_is_in_hand():
    post()
    post("two").move_to(Letter.State.SENDING, look_again_at=timezone.now() + emails.SENDER_IS_DEAD_AFTER)

    assert not Letter.objects.to_look_after().exists()


@pytest.mark.django_db
def test_the_sweeper_frees_a_letter_whose_sender_died():
    post().move_to(Letter.State.SENDING, look_again_at=timezone.now())

    tasks.send_waiting_letters()

    assert Letter.objects.get().state == Letter.State.WAITING
    assert not Letter.objects.to_look_after().exists()


@pytest.mark.django_db
def test_a_secret_letter_is_forgotten_once_sent():
    letter = outbox.post(LETTER, to="a@example.org", key="one", secret=True, organisation="Right to Water")

    emails.deliver(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.body) == (Letter.State.SENT, "")
    assert "Right to Water" in mail.outbox[0].body


@pytest.mark.django_db
def test_letters_are_forgotten_a_week_after_they_were_sent():
    old, new = post("old"), post("new")
    for letter in (old, new):
        emails.deliver(letter.pk)
    Letter.objects.filter(key="old").update(sent_at=timezone.now() - timedelta(days=7, seconds=1))

    tasks.forget_old_letters()

    assert Letter.objects.get(key="old").body == ""
    assert Letter.objects.get(key="new").body != ""


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}), True),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"greylisted")}), False),
        (smtplib.SMTPDataError(554, b"spam"), True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
        (smtplib.SMTPServerDisconnected(), False),
        (TimeoutError(), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_which_errors_are_final(error, final):
    assert emails.is_permanent(error) is final
    assert "@" not in emails.describe(error)


@pytest.mark.django_db
def test_we_give_up_after_three_days(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter = post()
    Letter.objects.update(created_at=timezone.now() - emails.GIVE_UP_AFTER)

    emails.deliver(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (Letter.State.FAILED, "ConnectionRefusedError")
