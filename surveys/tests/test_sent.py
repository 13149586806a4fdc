"""Answers that were sent: with their code they are read, changed, taken along and erased, until closing."""

import json

import pytest
from django.db.models import Sum
from django.test import Client

from surveys.actions import close_survey, open_survey
from surveys.actions.sent import count_one_less
from surveys.models import Answer, Envelope, Response, WeeklyCount
from surveys.sealing import response_id
from surveys.tests.factories import QuestionFactory
from surveys.tests.test_returning import SECRET, come_back, cookie, page, saved, shown_code


def sent(client, survey) -> str:
    """Answer, send, and be given a code."""
    client.post(page(survey, "1/"), {"A": "yes"})
    client.post(page(survey, "2/"), {"B": "what I say", "C": "a"})
    client.post(page(survey, "3/"), {"D": SECRET, "E": "yes", "E.email": "me@example.org"})
    return shown_code(client.post(page(survey, "check/"), follow=True).text)


def answers() -> dict:
    return dict(Answer.objects.values_list("question__code", "value"))


def test_who_had_no_code_is_given_one_that_opens_what_was_sent(client, small):
    code = sent(client, small)

    other, answer = come_back(small, code)
    text = other.get(answer.url).text

    assert answer.url == page(small, "sent/")
    assert "what I say" in text and "Label a" in text
    assert SECRET not in text and "me@example.org" not in text
    assert "Nobody can find yours" in text


def test_who_had_a_code_keeps_it(client, small):
    code = saved(client, small)

    client.post(page(small, "check/"))

    assert come_back(small, code)[1].url == page(small, "sent/")
    assert Response.objects.get().pk == response_id(cookie(client, small, "sent"))


def test_the_second_of_two_sendings_shows_the_same_code_and_reference(client, small):
    client.post(page(small, "1/"), {"A": "no"})
    key = cookie(client, small)
    first = client.post(page(small, "check/"), follow=True)
    client.cookies[f"answers-{small.pk}"] = key

    second = client.post(page(small, "check/"), follow=True)

    assert shown_code(first.text) == shown_code(second.text)
    assert Response.objects.count() == 1


def test_what_is_changed_takes_the_place_of_what_was_sent(client, small):
    code = sent(client, small)
    before = {answer.question.code: answer.pk for answer in Answer.objects.select_related("question")}
    response = Response.objects.get()

    other, _answer = come_back(small, code)
    check = other.post(page(small, "sent/"), follow=True)
    assert "Change your sent answers" in check.text and "Nothing is sent yet" not in check.text
    other.post(page(small, "2/", "fr"), {"B": "what I say", "C": ["b"], "C.other": "tea"})
    confirmed = other.post(page(small, "check/", "fr"), follow=True)

    assert answers() == {
        "A": {"choices": ["yes"]},
        "B": {"text": "what I say"},
        "C": {"choices": ["b", "other"], "other": "tea"},
    }
    assert Response.objects.get() == response and confirmed.context["is_change"]
    assert "vos modifications ont été reçues" in confirmed.text
    assert Answer.objects.get(question__code="B").pk == before["B"], "what was not changed stays as it was"
    assert dict(Answer.objects.values_list("question__code", "language")) == {"A": "en", "B": "en", "C": "fr"}
    assert Envelope.objects.count() == 1, "what was sealed or kept apart is not sent again"
    assert WeeklyCount.objects.get().count == 1
    assert come_back(small, code)[1].url == page(small, "sent/")


def test_changes_that_are_not_sent_change_nothing_and_wait_under_the_code(client, small):
    code = sent(client, small)
    other, _answer = come_back(small, code)
    other.post(page(small, "sent/"))
    other.post(page(small, "2/"), {"B": "half"})
    other.get(page(small, "leave/"))

    third, answer = come_back(small, code)

    assert answers()["B"] == {"text": "what I say"}
    assert answer.url == page(small, "check/") and "half" in third.get(answer.url).text
    assert "what I say" in third.get(page(small, "sent/")).text


def test_other_answers_in_this_browser_are_not_lost_to_changes(client, small):
    sent(client, small)
    client.post(page(small, "2/"), {"B": "typed in a page that stood open", "C": "b"})
    key = cookie(client, small)

    answer = client.post(page(small, "sent/"), follow=True)

    assert "holds other answers" in answer.text and cookie(client, small) == key
    client.post(page(small, "check/"), {"erase": "1"})
    assert not cookie(client, small)


def test_what_is_sealed_or_kept_apart_is_not_asked_again(client, small):
    code = sent(client, small)
    other, _answer = come_back(small, code)
    other.post(page(small, "sent/"))

    assert other.get(page(small, "3/")).status_code == 302
    assert "What do you say?" in other.get(page(small, "2/")).text


def test_an_answer_that_cannot_be_typed_anew_stays_as_it_is(client, small, monkeypatch):
    monkeypatch.setattr(
        QuestionFactory._meta.model.type.fget(small.questions.get(code="B")), "is_changeable", False
    )
    code = sent(client, small)
    other, _answer = come_back(small, code)
    other.post(page(small, "sent/"))

    assert 'name="B"' not in other.get(page(small, "2/")).text
    other.post(page(small, "2/"), {"C": "b"})
    other.post(page(small, "check/"))

    assert answers() | {"A": 0} == {"A": 0, "B": {"text": "what I say"}, "C": {"choices": ["b"]}}


def test_erasing_asks_once_more_and_then_leaves_nothing(client, small):
    code = sent(client, small)
    other, _answer = come_back(small, code)

    asked = other.get(page(small, "sent/erase/"))
    assert "This cannot be undone." in asked.text and Response.objects.count() == 1
    gone = other.post(page(small, "sent/erase/"), follow=True)

    assert "Your answers have been erased." in gone.text
    assert not Response.objects.exists() and not Answer.objects.exists() and not WeeklyCount.objects.exists()
    assert come_back(small, code)[1].status_code == 422
    assert other.post(page(small, "sent/erase/")).url == page(small, "come-back/")


def test_the_weeks_add_up_after_erasing_whichever_is_drawn(small):
    for week, count in (("2026-11-02", 1), ("2026-11-09", 3), ("2026-11-16", 2)):
        WeeklyCount.objects.create(survey=small, week=week, count=count)

    for left in range(5, -1, -1):
        count_one_less(small)
        assert (small.weekly_counts.aggregate(sum=Sum("count"))["sum"] or 0) == left
    count_one_less(small)


def test_each_sheet_is_as_likely_to_be_the_one(small):
    drawn = {"2026-11-02": 0, "2026-11-09": 0}
    for _ in range(60):
        WeeklyCount.objects.all().delete()
        weeks = {
            week: WeeklyCount.objects.create(survey=small, week=week, count=n)
            for week, n in (("2026-11-02", 100), ("2026-11-09", 300))
        }
        count_one_less(small)
        changed = next(
            week for week, row in weeks.items() if WeeklyCount.objects.get(pk=row.pk).count != row.count
        )
        drawn[changed] += 1

    # A quarter of 60 expected; fewer than 2 or more than 35 come up less than once in a million runs.
    assert 2 <= drawn["2026-11-02"] <= 35


def test_a_copy_is_handed_out_as_text_and_for_programs(client, small):
    client.post(page(small, "1/"), {"A": "yes"})
    client.post(page(small, "2/"), {"B": "<b>what</b> & so on"})
    draft = client.get(page(small, "copy.txt", "ar"))
    assert "<b>what</b> & so on" in draft.content.decode("utf-8-sig")
    assert draft.content.decode("utf-8-sig").startswith("\u200f")
    client.post(page(small, "3/"), {"D": SECRET})
    client.post(page(small, "check/"))

    for kind in ("txt", "json"):
        copy = client.get(page(small, f"sent/copy.{kind}"))
        assert "no-store" in copy.headers["Cache-Control"]
        assert copy.headers["Content-Disposition"] == f'attachment; filename="copy.{kind}"'
        assert copy.headers["Content-Language"] == "en"
        assert "<b>what</b> & so on" in copy.content.decode() and SECRET not in copy.content.decode()
    rows = json.loads(copy.content)["answers"]
    assert [(row["question"], row["language"], row["direction"]) for row in rows] == [
        ("A", "en", "ltr"),
        ("B", "en", "ltr"),
    ]


@pytest.mark.parametrize("where", ["sent/", "sent/erase/", "sent/copy.txt"])
def test_who_has_no_key_is_asked_for_the_code(client, small, where):
    assert client.get(page(small, where)).url == page(small, "come-back/")


@pytest.mark.parametrize("where", ["sent/", "sent/erase/"])
def test_after_closing_nothing_is_shown_changed_or_erased(client, small, moderator, where):
    sent(client, small)
    close_survey(small, by=moderator)

    read, written = client.get(page(small, where)), client.post(page(small, where))

    assert (read.status_code, written.status_code) == (200, 409)
    assert "what I say" not in read.text + written.text and "This survey is over" in read.text
    assert Response.objects.count() == 1


def test_closing_cuts_the_thread_between_code_and_answers(client, small, moderator):
    code = sent(client, small)
    key = response_id(cookie(client, small, "sent"))
    assert Response.objects.get().pk == key

    close_survey(small, by=moderator)

    assert Response.objects.get().pk != key and len(answers()) == 3
    small.refresh_from_db()
    open_survey(small, by=moderator)
    assert come_back(small, code)[1].status_code == 422


def test_changes_begun_before_a_closing_are_not_counted_as_new_answers(client, small, moderator):
    code = sent(client, small)
    other, _answer = come_back(small, code)
    other.post(page(small, "sent/"))
    close_survey(small, by=moderator)
    small.refresh_from_db()
    open_survey(small, by=moderator)

    answer = other.post(page(small, "check/"))

    assert answer.status_code == 409 and Response.objects.count() == 1


def test_all_cookies_of_sent_answers_go_when_one_leaves(client, small):
    sent(client, small)

    client.get(page(small, "leave/"))

    assert [name for name, morsel in client.cookies.items() if morsel.value and name != "csrf"] == []
    assert Client().get(page(small, "received/")).status_code == 200
