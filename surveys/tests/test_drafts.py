"""What is typed and not sent can be read by nobody who reads the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from surveys.actions import NoRoom, answers, erase_old_drafts, find_draft, leave, save_section
from surveys.models import Draft
from surveys.sealing import lock_draft, new_token, open_draft
from surveys.tests.factories import SurveyFactory

SECRET = "the officer of the northern district"


def dump(model) -> bytes:
    """All columns of all rows, as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        rows = cursor.fetchall()
    return b"\n".join(
        bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for row in rows for cell in row
    )


def test_the_database_holds_neither_what_was_typed_nor_its_key(db):
    survey = SurveyFactory(open=True)

    token = save_section(survey, token="", section=1, typed={"Q1": [SECRET]})

    assert SECRET.encode() not in dump(Draft)
    assert token.encode() not in dump(Draft)
    assert open_draft(token, Draft.objects.get().contents) == {"1": {"Q1": [SECRET]}}
    Draft.objects.update(contents=SECRET.encode())  # the control: unlocked, the dump would show it
    assert SECRET.encode() in dump(Draft)


def test_the_length_of_a_draft_does_not_tell_how_much_was_typed():
    token = new_token()

    assert len(lock_draft(token, {})) == len(lock_draft(token, {"1": {"Q1": [SECRET]}}))


def test_a_key_opens_its_own_draft_only(db):
    survey = SurveyFactory(open=True)
    mine = save_section(survey, token="", section=1, typed={"Q1": ["mine"]})
    other = save_section(survey, token="", section=1, typed={"Q1": ["other"]})

    leave(survey, token=mine)

    assert open_draft(other, Draft.objects.get().contents) == {"1": {"Q1": ["other"]}}


def test_two_tabs_keep_both_their_sections(db):
    survey = SurveyFactory(open=True)
    token = save_section(survey, token="", section=1, typed={"Q1": ["one"]})

    save_section(survey, token=token, section=2, typed={"Q2": ["two"]})

    assert open_draft(token, Draft.objects.get().contents) == {"1": {"Q1": ["one"]}, "2": {"Q2": ["two"]}}


def two_tabs() -> dict:
    """What a draft holds after one tab saved what it read before the other saved."""
    survey = SurveyFactory(open=True)
    token = save_section(survey, token="", section=1, typed={"Q1": ["one"]})
    read_before = find_draft(survey, token)
    save_section(survey, token=token, section=2, typed={"Q2": ["two"]})
    save_section(survey, token=token, section=3, typed={"Q3": ["three"]}, found=read_before)
    return open_draft(token, Draft.objects.get().contents)


def test_who_read_the_draft_before_another_tab_saved_overwrites_nothing(db):
    assert two_tabs() == {"1": {"Q1": ["one"]}, "2": {"Q2": ["two"]}, "3": {"Q3": ["three"]}}


def test_without_looking_whether_it_is_the_same_the_other_tab_would_be_lost(db, monkeypatch):
    def blindly(survey, found, columns) -> bool:
        return survey.drafts.filter(pk=found.draft.pk).update(**columns) == 1

    monkeypatch.setattr(answers, "replace_draft", blindly)

    assert "2" not in two_tabs()


@pytest.mark.parametrize("end", ["sent", "left"])
def test_who_read_a_draft_before_it_ended_begins_a_new_one(db, end):
    survey = SurveyFactory(open=True)
    token = save_section(survey, token="", section=1, typed={"Q1": ["one"]})
    found = find_draft(survey, token)
    if end == "sent":
        survey.drafts.update(is_sent=True, contents=b"")
    else:
        leave(survey, token=token)

    new = save_section(survey, token=token, section=2, typed={"Q2": ["two"]}, found=found)

    assert new != token
    assert find_draft(survey, new).contents == {"2": {"Q2": ["two"]}}


def test_saving_what_was_just_read_takes_one_statement(db, django_assert_num_queries):
    survey = SurveyFactory(open=True)
    token = save_section(survey, token="", section=1, typed={"Q1": ["one"]}, leaves=True)
    found = find_draft(survey, token)

    with django_assert_num_queries(1):
        save_section(survey, token=token, section=2, typed={"Q2": ["two"]}, found=found)

    assert find_draft(survey, token).contents == {"1": {"Q1": ["one"]}, "2": {"Q2": ["two"]}}


def test_old_and_sent_drafts_are_erased_and_others_stay(db):
    survey = SurveyFactory(open=True)
    for name in ("old", "sent", "new"):
        save_section(survey, token="", section=1, typed={"Q1": [name]})
    old, sent, new = Draft.objects.all()
    Draft.objects.filter(pk=old.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    Draft.objects.filter(pk=sent.pk).update(is_sent=True, contents=b"")

    erase_old_drafts()

    assert list(Draft.objects.all()) == [new]


def test_what_was_not_sent_when_a_survey_closed_can_be_read_for_two_days(db):
    survey = SurveyFactory(closed=True)
    save_section(survey, token="", section=1, typed={"Q1": ["late"]})

    erase_old_drafts()

    assert survey.drafts.get().expires_on == timezone.localdate() + timedelta(days=2)


def begin(survey) -> str:
    return save_section(survey, token="", section=1, typed={"Q1": ["begun"]})


def test_where_too_many_drafts_wait_no_new_one_is_begun_and_those_begun_go_on(db, monkeypatch):
    monkeypatch.setattr(answers, "MOST_DRAFTS", 2)
    survey, other = SurveyFactory(open=True), SurveyFactory(open=True)
    mine = begin(survey)
    begin(survey)

    with pytest.raises(NoRoom):
        begin(survey)
    begin(other)

    assert save_section(survey, token=mine, section=2, typed={"Q2": ["on"]}) == mine
    assert survey.drafts.count() == 2


def test_sent_drafts_take_no_room(db, monkeypatch):
    monkeypatch.setattr(answers, "MOST_DRAFTS", 1)
    survey = SurveyFactory(open=True)
    begin(survey)
    survey.drafts.update(is_sent=True, contents=b"")

    assert begin(survey)


@pytest.mark.parametrize(("days", "goes"), [(1, False), (2, True)])
def test_room_is_made_of_drafts_that_nobody_touched_for_two_days(db, monkeypatch, days, goes):
    monkeypatch.setattr(answers, "MOST_DRAFTS", 1)
    survey = SurveyFactory(open=True)
    begin(survey)
    old = survey.drafts.get()
    survey.drafts.update(expires_on=old.expires_on - timedelta(days=days))

    if goes:
        begin(survey)
    else:
        with pytest.raises(NoRoom):
            begin(survey)

    assert (not survey.drafts.filter(pk=old.pk).exists()) is goes


def test_who_finds_no_room_is_told_so_and_keeps_what_was_typed_on_the_page(client, survey, monkeypatch):
    monkeypatch.setattr(answers, "MOST_DRAFTS", 0)

    answer = client.post(f"/en/surveys/{survey.slug}/2/", {"Q6": SECRET})

    assert answer.status_code == 503
    assert "we cannot keep what you typed just now" in answer.text
    assert SECRET in answer.text
    assert f"answers-{survey.pk}" not in answer.cookies and not Draft.objects.exists()
