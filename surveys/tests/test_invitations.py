"""Two hundred organisations are asked and reminded: lists of addresses, letters, what comes back."""

from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Letter
from recommendations.documents.tables import read_table
from surveys import tasks
from surveys.actions import (
    delete_invitation,
    invitations,
    note_deliveries,
    post_letters,
    send_invitations,
    send_reminders,
)
from surveys.address_lists import read_addresses
from surveys.models import Invitation, InvitationLink, OptOut, Participation, Survey
from surveys.rates import rates_of, waiting_of
from surveys.sealing import opt_out_hashes
from surveys.tests.factories import InvitationFactory, SurveyFactory, in_state
from upr_portal.states import WrongState

State = Invitation.State
LIST = """organisation; kind; address; language
Rights Now; national-ngo; office@rights.example; fr
; nhri; not an address;
Paix; Parlement; paix@example.org; français
Third; ngo of some kind; third@example.org; en
Again; nhri; OFFICE@rights.example; es
"""


@pytest.fixture
def survey(db) -> Survey:
    return SurveyFactory(open=True, access=Survey.Access.INVITATION)


@pytest.fixture
def at(monkeypatch):
    """`with at(moment):` moves the clock of the portal."""

    @contextmanager
    def moved(moment):
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            yield

    return moved


def read(text: str):
    return read_addresses(read_table(text.encode()), language="es")


def made(survey, count: int) -> None:
    InvitationFactory.create_batch(count, survey=survey, state=State.MADE, sent_on=None)


def go(name: str, survey) -> str:
    return reverse(f"surveys:{name}", args=[survey.slug])


# Lists --------------------------------------------------------------------------------------------


def test_a_list_with_headings_is_read_row_by_row():
    found = read(LIST)

    assert [(one.line, one.email, one.kind, one.language) for one in found.addresses] == [
        (2, "office@rights.example", "national-ngo", "fr"),
        (4, "paix@example.org", "parliament", "fr"),
    ]
    assert [(row.line, row.quoted) for row in found.bad] == [
        (3, "nhri · not an address"),
        (5, "Third · ngo of some kind · third@example.org · en"),
    ]
    assert "“ngo of some kind”" in found.bad[1].why
    assert [one.line for one in found.doubled] == [6]


@pytest.mark.parametrize(
    "text",
    [
        "a@example.org\nb@example.org\n",
        "a@example.org; b@example.org",
        "Ann <a@example.org>\nBob <b@example.org>",
        "Courriel\na@example.org\nb@example.org",
        "البريد\tاللغة\na@example.org\tالإسبانية\nb@example.org\t",
        "fr,a@example.org,One\nes,b@example.org,Two",
        "One;nhri;a@example.org;\nTwo;;b@example.org;Español",
    ],
)
def test_lists_come_in_many_forms(text):
    found = read(text)

    assert [one.email for one in found.addresses] == ["a@example.org", "b@example.org"]
    assert not found.bad and {one.language for one in found.addresses} <= {"es", "fr"}


def test_a_name_in_a_list_is_made_harmless():
    (one,) = read("Name;E-mail\nClick https://evil.example/ now;a@example.org").addresses

    assert one.organisation == "Click now"


def spreadsheet() -> SimpleUploadedFile:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            (["Organisation", "E-mail"], ["One", "one@example.org"], ["Two", "two@example.org"])
        ):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("list.xlsx", file.getvalue())


def confirmed(page) -> dict:
    """What the button of the trial's page sends."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("rows", "language")}


def test_a_spreadsheet_is_tried_and_then_entered(client_of, moderator, survey):
    client = client_of(moderator)

    trial = client.post(go("enter_addresses", survey), {"file": spreadsheet(), "language": "fr"})
    assert not Invitation.objects.exists() and "Enter 2 addresses" in trial.text
    client.post(go("enter_addresses", survey), confirmed(trial))

    assert set(Invitation.objects.values_list("email", "organisation", "language", "state")) == {
        ("one@example.org", "One", "fr", "made"),
        ("two@example.org", "Two", "fr", "made"),
    }
    assert AuditEntry.objects.get(verb="entered invitations").facts == {"count": 2}


def test_nothing_is_saved_while_a_row_is_bad_unless_chosen(client_of, moderator, survey):
    client, address = client_of(moderator), go("enter_addresses", survey)
    trial = client.post(address, {"pasted": LIST, "language": "en"})
    assert "not an address" in trial.text and "Third · ngo of some kind" in trial.text

    refused = client.post(address, confirmed(trial))
    assert refused.status_code == 422 and not Invitation.objects.exists()
    client.post(address, {**confirmed(refused), "leaves_out_bad_rows": "on"})

    assert Invitation.objects.count() == 2


def test_the_first_rows_are_shown_and_each_row_that_is_left_out_says_why(client_of, moderator, survey):
    InvitationFactory(survey=survey, email="paix@example.org")
    OptOut.objects.create(address_hash=opt_out_hashes("tired@example.org")[0])
    pasted = f"{LIST}Tired; ; tired@example.org; ar"

    trial = client_of(moderator).post(go("enter_addresses", survey), {"pasted": pasted, "language": "en"})

    assert [(one.email, one.kind_in_words, one.own_name) for one in trial.context["first"]] == [
        ("office@rights.example", "National non-governmental organisation", "Français")
    ]
    left_out = {row.line: row.why for row in trial.context["left_out"]}
    assert list(left_out) == [3, 4, 5, 6, 7]
    assert left_out[4] == "This address is invited already."
    assert left_out[6] == "This address stands in an earlier row."
    assert left_out[7] == "This person asked for no letters."
    assert all(why in trial.text for why in (left_out[4], left_out[7], "This is not an address."))


def test_an_address_is_invited_once_whatever_its_case(client_of, moderator, survey):
    InvitationFactory(survey=survey, email="Office@Rights.example")

    trial = client_of(moderator).post(
        go("enter_addresses", survey), {"pasted": "OFFICE@rights.EXAMPLE", "language": "en"}
    )

    assert [one.line for one in trial.context["known"]] == [1] and not trial.context["new"]


@pytest.mark.parametrize("sent", [{"pasted": " "}, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, {}])
def test_what_is_no_list_is_refused_in_words(client_of, moderator, survey, sent):
    answer = client_of(moderator).post(go("enter_addresses", survey), {**sent, "language": "en"})

    assert answer.status_code == 422 and 'id="errors"' in answer.text


@pytest.mark.parametrize("rows", ["", "[]", "{}", '[["x", 1]]', "no json"])
def test_a_confirmation_that_was_tampered_with_saves_nothing(client_of, moderator, survey, rows):
    answer = client_of(moderator).post(go("enter_addresses", survey), {"rows": rows, "language": "en"})

    assert answer.status_code == 422 and not Invitation.objects.exists()


# Letters ------------------------------------------------------------------------------------------


@pytest.mark.jobs
def test_each_invited_gets_one_letter_in_the_own_language(worker, mail_server, moderator):
    survey = SurveyFactory(open=True, access=Survey.Access.INVITATION)
    for language in ("fr", "es", "ar"):
        InvitationFactory(survey=survey, language=language, state=State.MADE, sent_on=None)

    send_invitations(survey, by=moderator, count=3)
    for _ in range(5):
        tasks.write_to_invited()
    worker.waits_for(lambda: Letter.objects.filter(state=Letter.State.SENT).count() == 3)
    tasks.write_to_invited()

    assert sorted(mail["Content-Language"] for mail in mail_server.mails) == ["ar", "es", "fr"]
    assert set(Invitation.objects.values_list("state", flat=True)) == {State.SENT}
    assert set(Letter.objects.values_list("body", flat=True)) == {""}, "the links are forgotten"
    text = mail_server.mails[0].get_payload(decode=True).decode()
    token = text.split("/surveys/i/")[1][:32]
    assert InvitationLink.objects.get(token_hash=invitations.hash_of(token))
    assert token not in worker.log.read_text()


@pytest.mark.jobs
def test_who_the_mail_server_refuses_has_come_back(worker, mail_server, moderator):
    survey = SurveyFactory(open=True, access=Survey.Access.INVITATION)
    made(survey, 1)
    mail_server.answer_to_recipients = "550 no such user"
    send_invitations(survey, by=moderator, count=1)

    tasks.write_to_invited()
    worker.waits_for(lambda: Letter.objects.get().state == Letter.State.FAILED)
    tasks.write_to_invited()

    one = Invitation.objects.get()
    assert (one.state, one.bounce, one.bounced_on) == (State.BOUNCED, "address", timezone.localdate())


@pytest.mark.parametrize(
    ("error", "state", "bounce"),
    [
        ("SMTPDataError 554", State.BOUNCED, "letter"),
        ("SMTPRecipientsRefused 450", State.FAILED, ""),
        ("ConnectionRefusedError", State.FAILED, ""),
    ],
)
def test_only_what_is_refused_for_good_comes_back(survey, moderator, error, state, bounce):
    made(survey, 1)
    send_invitations(survey, by=moderator, count=1)
    post_letters()
    Letter.objects.update(state=Letter.State.FAILED, last_error=error)

    note_deliveries()

    assert Invitation.objects.values_list("state", "bounce").get() == (state, bounce)


def test_letters_are_shown_counted_and_confirmed(client_of, moderator, survey):
    made(survey, 2)
    client = client_of(moderator)

    page = client.get(go("send_letters", survey))
    sent = client.post(go("send_letters", survey), {"count": 2}, follow=True)

    assert survey.contact in page.text
    assert "Send 2 letters" in page.text and "/surveys/i/xxxx" in page.text and survey.asked_by in page.text
    assert "2 letters are on their way" in sent.text
    assert set(Invitation.objects.values_list("state", flat=True)) == {State.WAITING}


def test_it_is_said_what_letters_wait_for(client_of, moderator, survey, django_assert_num_queries):
    made(survey, 1)
    waits = InvitationFactory.create_batch(3, survey=survey, state=State.WAITING, sent_on=None)
    for one, attempts in zip(waits[:2], (0, 2), strict=True):
        letter = Letter.objects.create(
            key=f"k{one.pk}", to=one.email, language="en", body="Hello", attempts=attempts
        )
        Invitation.objects.filter(pk=one.pk).update(letter=letter)

    with django_assert_num_queries(1):
        waiting = waiting_of(survey)
    text = client_of(moderator).get(go("letters", survey)).text

    assert (waiting.moderator, waiting.clock, waiting.leaving, waiting.refused) == (1, 1, 1, 1)
    assert "1 address waits for you" in text and go("send_letters", survey) in text
    assert "1 letter waits for the clock" in text and "in about 1 minute." in text
    assert "1 letter is just leaving" in text and "The mail server did not take 1 letter." in text
    Survey.objects.update(closes=timezone.now() - timedelta(minutes=1))
    assert "stays here: the survey is over" in client_of(moderator).get(go("letters", survey)).text


def test_pressing_twice_sends_nothing_twice(client_of, moderator, survey):
    made(survey, 2)
    client = client_of(moderator)
    client.post(go("send_letters", survey), {"count": 2})
    post_letters()

    again = client.post(go("send_letters", survey), {"count": 2}, follow=True)
    for _ in range(5):
        post_letters()

    assert "None is sent twice" in again.text
    assert Letter.objects.count() == 2


def test_another_number_than_was_shown_is_not_confirmed(survey, moderator):
    made(survey, 3)

    with pytest.raises(WrongState):
        send_invitations(survey, by=moderator, count=2)


def test_letters_leave_in_small_portions(survey, moderator, monkeypatch, at):
    monkeypatch.setattr(invitations, "LETTERS_A_MINUTE", 3)
    made(survey, 7)
    send_invitations(survey, by=moderator, count=7)

    assert [post_letters(), post_letters()] == [3, 0]
    with at(timezone.now() + timedelta(seconds=61)):
        assert post_letters() == 3


def test_posting_costs_no_query_for_who_does_not_get_a_letter_now(
    survey, moderator, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(invitations, "LETTERS_A_MINUTE", 0)
    made(survey, 1)
    send_invitations(survey, by=moderator, count=1)
    with django_assert_num_queries(4):
        post_letters()


@pytest.mark.parametrize("access", [Survey.Access.LINK, None])
def test_nothing_is_sent_for_a_survey_that_the_invited_cannot_answer(survey, moderator, access):
    made(survey, 1)
    change = {"access": access} if access else in_state("closed")
    Survey.objects.update(**change)
    survey.refresh_from_db()

    with pytest.raises(WrongState):
        send_invitations(survey, by=moderator, count=1)


def test_links_in_letters_lead_to_our_own_address_whatever_the_request_says(
    client_of, moderator, survey, settings
):
    made(survey, 1)
    page = client_of(moderator).get(go("send_letters", survey), headers={"host": "evil.example"})

    assert "evil.example/en/surveys/i/" not in page.text and f"{settings.SITE_URL}/en/surveys/i/" in page.text


# Reminders ----------------------------------------------------------------------------------------


def test_only_those_are_reminded_who_have_not_answered(survey, moderator):
    answered, silent = InvitationFactory.create_batch(2, survey=survey)
    Participation.objects.create(survey=survey, invitation=answered)

    assert send_reminders(survey, by=moderator, count=1) == 1
    post_letters()

    letter = Letter.objects.get()
    assert letter.to == silent.email and "If you have just answered, thank you" in letter.body


def test_who_answered_before_the_letter_left_is_not_reminded(survey, moderator):
    one = InvitationFactory(survey=survey)
    send_reminders(survey, by=moderator, count=1)
    Participation.objects.create(survey=survey, invitation=one)

    assert post_letters() == 0
    assert Invitation.objects.get().state == State.SENT


def test_nobody_is_reminded_twice_within_three_days_or_more_than_three_times(survey, moderator, at):
    Survey.objects.update(closes=timezone.now() + timedelta(days=60))
    survey.refresh_from_db()
    InvitationFactory(survey=survey, sent_on=timezone.localdate() - timedelta(days=2))
    reminded, day = [], timezone.now()
    for _ in range(25):
        with at(day):
            reminded.append(send_reminders(survey, by=moderator))
            Invitation.objects.update(state=State.SENT)
        day += timedelta(days=1)

    assert [number for number, count in enumerate(reminded) if count] == [1, 4, 7]


@pytest.mark.parametrize("state", [State.MADE, State.BOUNCED, State.STOPPED, State.FAILED, State.WAITING])
def test_who_was_not_reached_is_not_reminded(survey, state):
    why = {"bounce": "address", "bounced_on": timezone.localdate()} if state == State.BOUNCED else {}
    InvitationFactory(survey=survey, state=state, **why)

    assert not survey.invitations.to_remind().exists()


def test_the_clock_reminds_once_some_days_before_the_end(survey, at):
    InvitationFactory(survey=survey)
    Survey.objects.update(closes=timezone.now() + timedelta(days=6), remind_days_before=5)

    tasks.remind_before_the_end()
    assert Invitation.objects.get().reminders == 0
    with at(timezone.now() + timedelta(days=1, hours=1)):
        for _ in range(5):
            tasks.remind_before_the_end()

    assert Invitation.objects.get().reminders == 1
    assert AuditEntry.objects.get(verb="sent reminders").by is None


# What comes back, who wants no letters, what is forgotten -------------------------------------------


def test_addresses_that_came_back_are_marked_among_other_words(client_of, moderator, survey):
    InvitationFactory(survey=survey, email="gone@example.org")
    InvitationFactory(survey=survey, email="here@example.org")

    client_of(moderator).post(
        go("returned", survey), {"pasted": "550 <Gone@Example.org>: unknown.\nother@example.org"}
    )

    states = dict(Invitation.objects.values_list("email", "state"))
    assert states == {"gone@example.org": State.BOUNCED, "here@example.org": State.SENT}


def test_who_wants_no_letters_is_erased_and_left_out_of_the_next_list(client, client_of, moderator, survey):
    one = InvitationFactory(survey=survey, email="Tired@example.org")
    Letter.objects.create(
        key=f"survey-invitation:{survey.pk}:{one.pk}:0", template="t", language="en", to=one.email,
        subject="s", state=Letter.State.SENT, sent_at=timezone.now(),
    )  # fmt: skip
    page = client.get(reverse("surveys:stop_writing", args=[one.token]), follow=True)
    assert page.request["PATH_INFO"].endswith("/surveys/i/no-letters/") and one.token not in page.text
    assert not OptOut.objects.exists(), "opening a link does nothing: mail programs do that by themselves"

    client.post(page.request["PATH_INFO"])

    assert Invitation.objects.values_list("email", "state").get() == ("", State.STOPPED)
    assert Letter.objects.get().to == invitations.EMPTIED
    assert "tired" not in str(OptOut.objects.values().get())
    trial = client_of(moderator).post(
        go("enter_addresses", survey), {"pasted": "tired@EXAMPLE.org", "language": "en"}
    )
    assert len(trial.context["stopped"]) == 1 and not trial.context["new"]


def test_addresses_are_forgotten_thirty_days_after_the_end(survey, moderator, at):
    made(survey, 2)
    send_invitations(survey, by=moderator, count=2)
    post_letters()
    Letter.objects.update(state=Letter.State.SENT, sent_at=timezone.now())
    Survey.objects.update(**in_state("closed"), closes=timezone.now())

    with at(timezone.now() + timedelta(days=29)):
        tasks.forget_addresses()
    assert not Invitation.objects.filter(email="").exists()
    with at(timezone.now() + timedelta(days=30, minutes=1)):
        tasks.forget_addresses()

    assert set(Invitation.objects.values_list("email", "organisation")) == {("", "")}
    assert set(Letter.objects.values_list("to", flat=True)) == {invitations.EMPTIED}
    assert not InvitationLink.objects.exists()


def test_somebody_is_taken_out_and_the_trail_keeps_a_number(moderator):
    one = InvitationFactory(email="ann@example.org")

    delete_invitation(one, by=moderator)

    assert not Invitation.objects.exists()
    entry = AuditEntry.objects.get(verb="deleted")
    assert "ann" not in f"{entry.facts}{entry.thing_key}"


def test_the_desk_shows_invitations_and_takes_them_out(client_of, moderator):
    one = InvitationFactory()
    client = client_of(moderator)

    assert one.email in client.get(reverse("admin:surveys_invitation_changelist")).text
    client.post(reverse("admin:surveys_invitation_delete", args=[one.pk]), {"post": "yes"})

    assert not Invitation.objects.exists() and AuditEntry.objects.filter(verb="deleted").count() == 1


# Numbers ------------------------------------------------------------------------------------------


def answered(survey, kind: str, invited: int, count: int) -> None:
    for invitation in InvitationFactory.create_batch(invited, survey=survey, kind=kind)[:count]:
        Participation.objects.create(survey=survey, invitation=invitation)


def test_kinds_of_which_few_did_or_few_did_not_answer_are_counted_together(survey):
    answered(survey, "national-ngo", 30, 20)
    answered(survey, "nhri", 12, 9)
    answered(survey, "un", 8, 2)
    answered(survey, "parliament", 3, 0)

    rates = rates_of(survey)

    assert (rates.invited, rates.answered) == (53, 31)
    assert [(one.invited, one.answered, one.percent) for one in rates.kinds] == [(30, 20, 67), (23, 11, 48)]


def test_what_is_counted_together_takes_in_another_kind_where_it_is_small_itself(survey):
    answered(survey, "national-ngo", 30, 20)
    answered(survey, "nhri", 12, 6)
    answered(survey, "un", 8, 0)
    answered(survey, "parliament", 3, 0)

    assert [(one.invited, one.answered) for one in rates_of(survey).kinds] == [(30, 20), (23, 6)]


@pytest.mark.parametrize("count", [0, 4, 26, 30])
def test_no_rate_is_told_while_few_have_or_few_have_not_answered(survey, count):
    answered(survey, "nhri", 30, count)

    assert rates_of(survey).answered is None


def test_pages_cost_the_same_queries_however_many_are_invited(
    client_of, moderator, survey, django_assert_max_num_queries
):
    client, spent = client_of(moderator), []
    for number in (1, 3):
        InvitationFactory.create_batch(number, survey=survey)
        for name in ("letters", "invitations", "remind"):
            with django_assert_max_num_queries(40) as queries:
                assert client.get(go(name, survey)).status_code == 200
            spent.append(len(queries))

    assert spent[:3] == spent[3:]


def test_the_page_for_addresses_begins_without_an_error(client_of, moderator, survey):
    answer = client_of(moderator).get(f"/en/surveys/{survey.slug}/invitations/addresses/")

    assert 'id="errors"' not in answer.text


def test_the_sample_on_the_page_is_understood(client_of, moderator, survey):
    page = client_of(moderator).get(f"/en/surveys/{survey.slug}/invitations/addresses/").text
    sample = page.split("<code>")[1].split("</code>")[0]

    found = read_addresses(read_table(sample.encode()), language="en")

    assert found.bad == []
    assert [address.email for address in found.addresses] == [
        "office@rights-now.example",
        "contact@nhri.example",
        "third@example.org",
    ]
