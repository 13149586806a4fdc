"""Somebody answers, without an account and without a script."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from surveys import actions
from surveys.actions import close_survey, leave, receive_answers, submit_draft
from surveys.models import Answer, Draft, Response, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.states import WrongState

FIRST = {"Q1": "nhri", "Q2": ["women", "peace"], "Q3": ["KEN"], "Q4": "yes"}


def page(survey, where="", language="en") -> str:
    return f"/{language}/surveys/{survey.slug}/{where}"


def key_of(survey) -> str:
    return f"answers-{survey.pk}"


def receipt_of(survey) -> str:
    return f"receipt-{survey.pk}"


def test_the_whole_way_from_the_start_to_the_reference(client, survey):
    start = client.get(page(survey))
    assert page(survey, "1/") in start.text
    assert "checked" not in client.get(page(survey, "1/")).text

    assert client.post(page(survey, "1/"), FIRST).url == page(survey, "2/")
    assert client.post(page(survey, "2/"), {"Q5": ["own-report"], "Q6": "Too late"}).url == page(survey, "3/")
    assert client.post(page(survey, "3/"), {}).url == page(survey, "4/")
    assert client.post(page(survey, "4/"), {"Q16": "some"}).url == page(survey, "5/")
    assert client.post(page(survey, "5/"), {"Q19": "yes", "Q19.comment": "A visit"}).url == page(survey, "6/")
    assert client.post(page(survey, "6/"), {}).url == page(survey, "check/")
    check = client.get(page(survey, "check/")).text
    sent = client.post(page(survey, "check/"), follow=True)

    assert "Kenya" in check and "Too late" in check and "A visit" in check
    assert "Your reference:" in sent.text
    response = Response.objects.get()
    kept = dict(response.answers.values_list("question__code", "value"))
    assert kept == {
        "Q1": {"choices": ["nhri"]},
        "Q2": {"choices": ["women", "peace"]},
        "Q3": {"choices": ["KEN"]},
        "Q4": {"choices": ["yes"]},
        "Q5": {"choices": ["own-report"]},
        "Q6": {"text": "Too late"},
        "Q16": {"choices": ["some"]},
    }


def test_what_is_wrong_is_said_twice_and_what_was_typed_stays(client, survey):
    for _ in range(2):
        answer = client.post(page(survey, "1/"), {"Q2": ["peace"], "Q2.other": "Sport"})

        assert answer.status_code == 422
        assert 'id="errors"' in answer.text
        assert 'action="/en/surveys/shipped/1/"' in answer.text
        assert 'value="Sport"' in answer.text


def test_another_language_keeps_what_is_typed_right_or_wrong(client, survey):
    answer = client.post(page(survey, "6/"), {"Q20.email": "not an address", "switch": "fr"})

    assert answer.url == page(survey, "6/", "fr")
    assert "not an address" in client.get(answer.url).text


def test_the_way_back_keeps_what_is_typed(client, survey):
    client.post(page(survey, "1/"), FIRST)

    assert client.post(page(survey, "2/"), {"Q6": "Half a", "back": "1"}).url == page(survey, "1/")
    assert "Half a" in client.get(page(survey, "2/")).text
    assert "checked" in client.get(page(survey, "1/")).text


@pytest.mark.parametrize(("answer", "is_asked"), [("yes", True), ("no", False), ("declined", False)])
def test_how_one_took_part_is_asked_only_of_who_did(client, survey, answer, is_asked):
    client.post(page(survey, "1/"), FIRST | {"Q4": answer})

    assert ('name="Q5"' in client.get(page(survey, "2/")).text) is is_asked


def test_answers_to_questions_that_are_no_longer_asked_are_not_kept(client, survey):
    client.post(page(survey, "1/"), FIRST)
    client.post(page(survey, "2/"), {"Q5": ["own-report"]})
    client.post(page(survey, "1/"), FIRST | {"Q4": "no"})

    client.post(page(survey, "check/"))

    assert Response.objects.count() == 1
    assert not Answer.objects.filter(question__code="Q5").exists()


def test_a_section_without_questions_for_this_person_is_passed_over(client, db):
    survey = SurveyFactory(open=True)
    asked = QuestionFactory(section__survey=survey, kind="yes_no", code="A")
    QuestionFactory(section=SectionFactory(survey=survey), shown_if={"question": "A", "equals": "yes"})
    QuestionFactory(section=SectionFactory(survey=survey), code="C")

    answer = client.post(page(survey, "1/"), {asked.code: "no"})

    assert answer.url == page(survey, "3/")
    assert "Section 2 of 2" in client.get(answer.url).text


def test_a_question_in_the_summary_of_errors_is_followed_by_no_colon(client, survey):
    answer = client.post(page(survey, "1/"), {})

    assert "What kind of organisation do you answer for? Please" in answer.text
    assert "?:" not in answer.text


def test_what_is_missing_is_said_on_the_check_page_and_nothing_is_sent(client, survey):
    client.post(page(survey, "2/"), {"Q6": "Only this"})

    answer = client.post(page(survey, "check/"))

    assert answer.status_code == 422
    assert "../1/?check=1#id_Q1_0" in answer.text
    assert Response.objects.count() == 0


def test_the_confirmation_read_again_helps(client, survey):
    client.post(page(survey, "1/"), FIRST)
    client.post(page(survey, "check/"))

    assert "Your reference:" in client.get(page(survey, "received/")).text
    client.cookies.pop(receipt_of(survey))
    assert "No unsent answers here" in client.get(page(survey, "received/")).text


def test_the_reference_of_one_survey_is_not_shown_for_another(client, survey):
    client.post(page(survey, "1/"), FIRST)
    client.post(page(survey, "check/"))

    assert "Your reference:" not in client.get(page(SurveyFactory(open=True), "received/")).text


@pytest.mark.parametrize("end", [close_survey, leave])
def test_nobody_is_thanked_for_what_was_erased_in_the_moment_of_sending(
    client, survey, moderator, monkeypatch, end
):
    client.post(page(survey, "1/"), FIRST)
    key = client.cookies[key_of(survey)].value

    def ended_first(survey, **sent):
        end(Survey.objects.get(pk=survey.pk), **({"token": key} if end is leave else {"by": moderator}))
        return submit_draft(survey, **sent)

    monkeypatch.setattr(actions, "submit_draft", ended_first)
    answer = client.post(page(survey, "check/"))

    assert answer.status_code == (302 if end is leave else 409)
    assert receipt_of(survey) not in answer.cookies
    assert Response.objects.count() == 0


def test_sending_again_with_the_same_key_makes_no_second_response(client, survey):
    client.post(page(survey, "1/"), FIRST)
    key = client.cookies[key_of(survey)].value
    first = client.post(page(survey, "check/"))

    client.cookies[key_of(survey)] = key
    second = client.post(page(survey, "check/"))

    assert first.url == second.url == page(survey, "received/")
    assert first.cookies[receipt_of(survey)].value == second.cookies[receipt_of(survey)].value
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_who_send_one_sheet_at_once_make_one_response(client, db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, code="A")
    client.post(page(survey, "1/"), {"A": "Once"})
    key, start = client.cookies[key_of(survey)].value, Barrier(5)

    def send(_number):
        one = Client()
        one.cookies[key_of(survey)] = key
        start.wait()
        try:
            return one.post(page(survey, "check/")).url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as people:
        addresses = set(people.map(send, range(5)))

    assert addresses == {page(survey, "received/")}
    assert Response.objects.count() == 1


def test_a_key_that_was_sent_begins_a_new_sheet(client, survey):
    client.post(page(survey, "1/"), FIRST)
    key = client.cookies[key_of(survey)].value
    client.post(page(survey, "check/"))
    client.cookies[key_of(survey)] = key

    client.post(page(survey, "1/"), FIRST)

    assert client.cookies[key_of(survey)].value != key


def test_a_page_left_open_after_sending_begins_a_second_sheet_only_if_it_is_meant(client, survey):
    client.post(page(survey, "1/"), FIRST)
    assert 'name=".begun"' in client.get(page(survey, "1/")).text
    client.post(page(survey, "check/"))
    unsent = Draft.objects.filter(is_sent=False)

    warned = client.post(page(survey, "1/"), FIRST | {".begun": "1"})

    assert (warned.status_code, unsent.count()) == (409, 0)
    assert warned.context["form"]["Q1"].value() == "nhri", "what was typed stands there"
    assert 'name=".begun"' not in warned.text
    # Pressed once more, as the page says, it is meant.
    assert client.post(page(survey, "1/"), FIRST).status_code == 302
    assert unsent.count() == 1


def test_what_only_the_lost_sheet_asked_stands_on_the_page_too(client, survey):
    client.post(page(survey, "1/"), FIRST)
    del client.cookies[key_of(survey)]

    answer = client.post(page(survey, "2/"), {"Q5": ["own-report"], ".begun": "1"})

    assert answer.status_code == 409
    assert answer.context["form"]["Q5"].value() == ["own-report"]


@pytest.mark.parametrize("where", ["1/", "6/", "check/"])
def test_a_closed_survey_shows_no_form_and_takes_nothing(client, survey, moderator, where):
    client.post(page(survey, "1/"), FIRST)
    close_survey(survey, by=moderator)
    read, sent = client.get(page(survey, where)), client.post(page(survey, where), FIRST)

    assert (read.status_code, sent.status_code) == (200, 409)
    assert "<form" not in read.text + sent.text + client.get(page(survey)).text
    assert "Kenya" in read.text and "Kenya" in sent.text
    assert Response.objects.count() == 0


def test_a_survey_whose_time_is_over_is_closed_before_the_clock_comes(client, db):
    survey = SurveyFactory(overdue=True)
    QuestionFactory(section__survey=survey)

    assert client.get(page(survey, "1/")).status_code == 302
    with pytest.raises(WrongState):
        receive_answers(survey, values={}, language="en")


def test_leaving_erases_what_was_typed_and_leads_away(client, survey, settings):
    client.post(page(survey, "5/"), {"Q19": "yes"})
    assert "../leave/" in client.get(page(survey, "5/")).text

    answer = client.get(page(survey, "leave/"))

    assert answer.url == settings.SURVEY_EXIT_URL
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.cookies[key_of(survey)].value == ""
    assert Draft.objects.count() == 0


def test_answer_pages_are_kept_by_no_browser_and_use_only_the_key_and_the_csrf_cookie(client, survey):
    shown = client.get(page(survey, "1/"))
    sent = client.post(page(survey, "1/"), FIRST)

    assert "no-store" in shown.headers["Cache-Control"]
    assert set(client.cookies) == {"csrf", key_of(survey)}
    key = sent.cookies[key_of(survey)]
    assert (key["httponly"], key["samesite"], key["max-age"], key["expires"]) == (True, "Strict", "", "")


def test_texts_of_any_length_come_back_whole(client, survey):
    long = "word " * 700

    answer = client.post(page(survey, "2/"), {"Q6": long})

    assert answer.status_code == 422
    assert "You wrote 700 words." in answer.text
    assert long.strip() in client.get(page(survey, "2/")).text
    assert "maxlength" not in answer.text


def test_drafts_of_surveys_exist_for_moderators_only(client, client_of, moderator):
    draft = SurveyFactory()

    assert client.get(page(draft)).status_code == 404
    assert client_of(moderator).get(page(draft)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_one_query_however_many_surveys(client, db, rows, django_assert_num_queries):
    SurveyFactory.create_batch(rows, open=True)
    SurveyFactory.create_batch(rows, closed=True)

    with django_assert_num_queries(1):
        client.get("/en/surveys/")
