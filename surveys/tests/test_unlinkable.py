"""An attacker has all tables, with the place (ctid) and the age (xmin) of every row. Who said what?"""

import pytest
from django.db import connection

from surveys.actions import close_survey, envelopes, receive_answers, release_envelopes
from surveys.models import ContactOptIn, Envelope, Response

PEOPLE = 40


def rows_in_order(table: str, columns: str) -> list[tuple]:
    """As the attacker sorts them: by the transaction that wrote them, then by their place on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY xmin::text::bigint, ctid")
        return cursor.fetchall()


def linked_by_order() -> int:
    """How many people the attacker finds by laying the contacts beside the answers, both in their order."""
    answers = rows_in_order("surveys_answer", "value->>'text'")
    contacts = rows_in_order("surveys_contactoptin", "name")
    return sum(answer == contact for (answer,), (contact,) in zip(answers, contacts, strict=True))


def answer_with_name(survey, number: int) -> None:
    """One sheet whose answer and contact details carry the same name, so that a link can be checked."""
    name = f"person {number}"
    contact = {"name": name, "organisation": "", "email": "somebody@example.org"}
    receive_answers(survey, values={"Q18": {"text": name}, "Q20": contact}, language="en")


@pytest.mark.django_db(transaction=True)
class TestAttack:
    """Real transactions: inside one, all rows would have the same age."""

    def test_batches_of_five_are_found_no_better_than_by_chance(self, survey):
        for number in range(PEOPLE):
            answer_with_name(survey, number)
            release_envelopes(survey)

        # One in five by chance: 8 of 40 expected; 24 or more come up less than once in a million runs.
        assert ContactOptIn.objects.count() == PEOPLE
        assert linked_by_order() < 24

    def test_the_control_without_shuffling_everybody_is_found(self, survey, monkeypatch):
        monkeypatch.setattr(envelopes, "shuffled", list)

        for number in range(PEOPLE):
            answer_with_name(survey, number)
            release_envelopes(survey)

        assert linked_by_order() == PEOPLE

    def test_after_closing_no_batch_can_be_told_from_another(self, survey, moderator):
        for number in range(PEOPLE):
            answer_with_name(survey, number)
            release_envelopes(survey)

        close_survey(survey, by=moderator)

        # One of forty by chance; 12 or more come up less than once in a hundred million runs.
        assert linked_by_order() < 12
        ages = {age for (age,) in rows_in_order("surveys_response", "xmin::text")}
        assert len(ages) == 1


def test_four_contacts_wait_and_the_fifth_lets_all_go(survey):
    for number in range(4):
        answer_with_name(survey, number)
    assert release_envelopes(survey) == 0

    receive_answers(survey, values={}, language="en")
    assert release_envelopes(survey) == 0
    answer_with_name(survey, 5)

    assert release_envelopes(survey) == 6
    assert Envelope.objects.count() == 0


def test_closing_lets_a_small_rest_go(survey, moderator):
    answer_with_name(survey, 1)

    close_survey(survey, by=moderator)

    assert ContactOptIn.objects.count() == 1


def test_what_waits_can_be_read_by_nobody_who_reads_the_database(survey):
    answer_with_name(survey, 1)
    receive_answers(survey, values={}, language="en")

    full, empty = (bytes(contents) for contents in Envelope.objects.values_list("contents", flat=True))
    assert b"somebody@example.org" not in full + empty
    assert len(full) == len(empty)


def test_a_changed_secret_loses_no_envelope(survey, settings, caplog):
    for number in range(5):
        answer_with_name(survey, number)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 8

    assert release_envelopes(survey, all_of_them=True) == 0
    assert Envelope.objects.count() == 5
    settings.SECRET_KEY_FALLBACKS = [former]
    assert release_envelopes(survey) == 5


def test_a_response_has_no_column_for_a_person_a_date_or_an_address():
    assert {field.name for field in Response._meta.get_fields()} == {
        "id",
        "survey",
        "language",
        "answers",
        "files",
    }
    assert {field.name for field in ContactOptIn._meta.get_fields()} == {
        "id",
        "survey",
        "name",
        "organisation",
        "email",
    }
