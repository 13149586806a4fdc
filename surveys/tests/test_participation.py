"""An attacker has all tables, with place (ctid) and age (xmin, xmax) of every row. Who that was invited sent
which answers?
"""

import pytest
from django.db import connection

from surveys.actions import (
    NotAdmitted,
    close_survey,
    has_answered,
    participation,
    release_slips,
    save_section,
    submit_draft,
)
from surveys.models import Answer, Participation, Response, Slip, Survey
from surveys.tests.factories import InvitationFactory, QuestionFactory, SectionFactory, SurveyFactory
from surveys.tests.test_unlinkable import rows_in_order

PEOPLE = 40
Access = Survey.Access


@pytest.fixture
def survey(db) -> Survey:
    survey = SurveyFactory(open=True, access=Access.INVITATION)
    QuestionFactory(section=SectionFactory(survey=survey), code="T")
    return survey


def send(survey, said: str, invitation: str = "") -> bool:
    """One sheet, from a draft of its own."""
    token = save_section(survey, token="", section=1, typed={})
    return submit_draft(
        survey, token=token, values={"T": {"text": said}}, language="en", invitation=invitation
    )


def send_of(invitation) -> None:
    """A sheet that says whose it is, so that a link can be checked."""
    assert send(invitation.survey, f"person {invitation.pk}", invitation.token)


def age_now() -> int:
    """The number that the next transaction takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]


def touched_between(table: str, first: int, last: int) -> int:
    """How many rows of a table were written or locked by transactions from `first` to `last`.

    Savepoints have numbers of their own, so rows of one transaction are near each other, not alike.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE xmin::text::bigint BETWEEN %s AND %s"
            " OR xmax::text::bigint BETWEEN %s AND %s",
            [first, last, first, last],
        )
        return cursor.fetchone()[0]


def linked_by_order() -> int:
    """How many the attacker finds by laying participations beside answers, both in their order."""
    answers = rows_in_order("surveys_answer", "value->>'text'")
    people = rows_in_order("surveys_participation", "'person ' || invitation_id")
    return sum(answer == person for answer, person in zip(answers, people, strict=True))


def note_at_once(survey, token) -> None:
    """What must not be done: the participation in the transaction of the response."""
    invitation = participation.invitation_of(survey, token)
    Participation.objects.create(survey=survey, invitation=invitation)


@pytest.mark.django_db(transaction=True)
class TestAttack:
    """Real transactions: inside one, all rows would have the same age."""

    def test_batches_of_five_are_found_no_better_than_by_chance(self, survey):
        for invitation in InvitationFactory.create_batch(PEOPLE, survey=survey):
            send_of(invitation)
            release_slips(survey)

        # One in five by chance: 8 of 40 expected; 24 or more come up less than once in a million runs.
        assert Participation.objects.count() == PEOPLE
        assert linked_by_order() < 24

    def test_no_row_of_the_invited_is_touched_while_answers_are_sent(self, survey):
        invitations = InvitationFactory.create_batch(6, survey=survey)
        first = age_now()
        for invitation in invitations:
            send_of(invitation)
        last = age_now()
        release_slips(survey)

        assert touched_between("surveys_response", first, last) == 6
        for table in ("surveys_invitation", "surveys_invitationlink", "surveys_participation"):
            assert touched_between(table, first, last) == 0, table

    def test_the_control_that_notes_at_once_finds_everybody(self, survey, monkeypatch):
        monkeypatch.setattr("surveys.actions.answers.admit", note_at_once)
        invitations = InvitationFactory.create_batch(PEOPLE, survey=survey)

        first = age_now()
        for invitation in invitations:
            send_of(invitation)

        assert linked_by_order() == PEOPLE
        # The foreign key of a participation marks the row of the invitation too.
        for table in ("surveys_participation", "surveys_invitation"):
            assert touched_between(table, first, age_now()) == PEOPLE, table

    def test_the_control_without_shuffling_finds_everybody(self, survey, monkeypatch):
        monkeypatch.setattr(participation, "shuffled", sorted)

        for invitation in InvitationFactory.create_batch(PEOPLE, survey=survey):
            send_of(invitation)
            release_slips(survey)

        assert linked_by_order() == PEOPLE

    def test_after_closing_no_batch_can_be_told_from_another(self, survey):
        for invitation in InvitationFactory.create_batch(PEOPLE, survey=survey):
            send_of(invitation)
            release_slips(survey)

        close_survey(survey)

        # One of forty by chance; 12 or more come up less than once in a hundred million runs.
        assert linked_by_order() < 12
        assert len({age for (age,) in rows_in_order("surveys_participation", "xmin::text")}) == 1
        assert len({age for (age,) in rows_in_order("surveys_invitation", "xmax::text")}) == 1


def test_a_waiting_slip_says_nothing_to_who_reads_the_database(survey):
    first = InvitationFactory(survey=survey)
    survey.access = Access.BOTH
    send(survey, "invited", first.token)
    send(survey, "by the open link")

    slips = list(Slip.objects.all())

    sizes = {len(bytes(slip.contents)) for slip in slips}
    kept = b"".join(bytes(slip.contents) + slip.pk.bytes + str(slip.pk).encode() for slip in slips)
    assert len(slips) == 2 and len(sizes) == 1
    assert first.token.encode() not in kept and participation.hash_of(first.token).encode() not in kept
    assert b"invitation" not in kept


def test_four_wait_and_the_fifth_lets_all_go(survey):
    invitations = InvitationFactory.create_batch(5, survey=survey)
    for invitation in invitations[:4]:
        send_of(invitation)
    assert release_slips(survey) == 0 and not Participation.objects.exists()

    send_of(invitations[4])

    assert release_slips(survey) == 5
    assert Participation.objects.count() == 5 and not Slip.objects.exists()


def test_closing_lets_a_small_rest_go(survey):
    send_of(InvitationFactory(survey=survey))

    close_survey(survey)

    assert Participation.objects.count() == 1


@pytest.mark.parametrize("batches", [False, True])
def test_an_invitation_is_for_one_sheet_before_and_after_the_batch(survey, batches):
    invitation = InvitationFactory(survey=survey)
    send_of(invitation)
    if batches:
        release_slips(survey, all_of_them=True)

    assert has_answered(invitation)
    with pytest.raises(NotAdmitted):
        send(survey, "twice", invitation.token)
    assert Response.objects.count() == 1


def test_all_letters_to_one_address_are_for_one_sheet(survey):
    invitation = InvitationFactory(survey=survey)
    reminder = participation.hash_of("r" * 32)
    invitation.links.create(token_hash=reminder)
    send_of(invitation)

    with pytest.raises(NotAdmitted):
        send(survey, "twice", "r" * 32)


def test_a_changed_secret_neither_loses_a_slip_nor_lets_somebody_in_twice(survey, settings):
    invitation = InvitationFactory(survey=survey)
    send_of(invitation)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 8

    assert release_slips(survey, all_of_them=True) == 0
    settings.SECRET_KEY_FALLBACKS = [former]
    with pytest.raises(NotAdmitted):
        send(survey, "twice", invitation.token)
    assert release_slips(survey, all_of_them=True) == 1


@pytest.mark.parametrize("token", ["", "n" * 32])
def test_only_who_is_invited_can_send(survey, token):
    with pytest.raises(NotAdmitted):
        send(survey, "uninvited", token)

    assert not Response.objects.exists() and not Answer.objects.exists()
    assert survey.drafts.unsent().exists(), "what was typed is kept"


def test_an_invitation_to_another_survey_lets_nobody_in(survey):
    other = InvitationFactory(survey=SurveyFactory(open=True, access=Access.INVITATION))

    with pytest.raises(NotAdmitted):
        send(survey, "elsewhere", other.token)


def test_where_both_ways_lead_in_an_invitation_counts_once(survey):
    survey.access = Access.BOTH
    invitation = InvitationFactory(survey=survey)
    for said in ("one", "two"):
        send(survey, said, invitation.token)
    send(survey, "three")

    assert release_slips(survey, all_of_them=True) == 3
    assert Response.objects.count() == 3 and Participation.objects.count() == 1


def test_a_survey_with_an_open_link_leaves_no_slips(survey):
    survey.access = Access.LINK
    send(survey, "open")

    assert Response.objects.count() == 1 and not Slip.objects.exists()


def test_an_invitation_that_was_deleted_meanwhile_disturbs_no_batch(survey):
    invitations = InvitationFactory.create_batch(6, survey=survey)
    for invitation in invitations:
        send_of(invitation)
    invitations[0].delete()

    assert release_slips(survey) == 6
    assert Participation.objects.count() == 5


def test_participation_has_no_column_for_a_time_or_a_response():
    assert {field.name for field in Participation._meta.get_fields()} == {"id", "survey", "invitation"}
    assert {field.name for field in Slip._meta.get_fields()} == {"id", "survey", "contents"}
