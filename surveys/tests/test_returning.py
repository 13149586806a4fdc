"""Answers are saved under a code and opened with it elsewhere; nothing typed is lost on the way."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from surveys import codes, guessing
from surveys.actions import close_survey, erase_old_drafts, keep_under_code
from surveys.models import Draft, Response
from surveys.sealing import new_token
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

SECRET = "the officer of the northern district"
CODE = re.compile(r'<bdi dir="ltr">(\d{4} \d{4} \d{4} \d{4})</bdi>')


def page(survey, where="", language="en") -> str:
    return f"/{language}/surveys/{survey.slug}/{where}"


def cookie(client, survey, kind="answers") -> str:
    found = client.cookies.get(f"{kind}-{survey.pk}")
    return found.value if found else ""


def shown_code(text: str) -> str:
    return CODE.search(text)[1]


def saved(client, survey, typed=None) -> str:
    """Answer the first section, type in the second and save; the code that is shown."""
    client.post(page(survey, "1/"), {"A": "yes"})
    return shown_code(
        client.post(page(survey, "2/"), (typed or {"B": SECRET}) | {"keep": "1"}, follow=True).text
    )


def come_back(survey, code: str, client=None):
    client = client or Client()
    return client, client.post(page(survey, "come-back/"), {"code": code})


def test_a_code_opens_the_draft_on_another_device(client, small):
    code = saved(client, small, {"B": SECRET, "C": "wrong"})

    other, answer = come_back(
        small, code.replace(" ", "–").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    )

    assert answer.url == page(small, "2/"), "the first section that is not finished"
    assert SECRET in other.get(answer.url).text
    assert cookie(other, small) == cookie(client, small)


def test_who_finished_all_sections_comes_back_to_the_check(client, small):
    saved(client, small)
    client.post(page(small, "3/"), {})
    code = shown_code(client.get(page(small, "kept/")).text)

    assert come_back(small, code)[1].url == page(small, "check/")


def test_the_page_of_the_code_can_be_read_again_and_saving_again_keeps_the_code(client, small):
    code = saved(client, small)
    key = cookie(client, small)

    again = client.post(page(small, "2/"), {"B": "more", "keep": "1"}, follow=True)
    client.cookies.pop(f"code-{small.pk}")
    later = client.get(page(small, "kept/"))

    assert shown_code(again.text) == code
    assert "They are kept under the code that you have." in later.text
    assert cookie(client, small) == key
    assert "no-store" in later.headers["Cache-Control"]


def test_a_new_code_makes_the_former_one_open_nothing(client, small):
    former = saved(client, small)

    new = shown_code(client.post(page(small, "kept/"), follow=True).text)

    assert new != former
    assert come_back(small, former)[1].status_code == 422
    assert come_back(small, new)[1].status_code == 302


def test_a_wrong_code_an_erased_one_and_a_former_one_are_told_the_same(client, small):
    erased = saved(client, small)
    small.drafts.all().delete()

    wrong, gone = come_back(small, "1234567890123456")[1], come_back(small, erased)[1]

    assert wrong.status_code == gone.status_code == 422
    assert "Nothing is kept under this code." in wrong.text
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|value="[\d ]+"')
    assert strip.sub("", wrong.text) == strip.sub("", gone.text)


@pytest.mark.parametrize(("typed", "said"), [("123", "You typed 3 digits."), ("12AB", "digits only")])
def test_what_cannot_be_a_code_is_said_and_costs_no_try(client, small, monkeypatch, typed, said):
    monkeypatch.setattr(guessing, "OF_ONE", 0)

    answer = come_back(small, typed)[1]

    assert answer.status_code == 422 and said in answer.text and f'value="{typed}"' in answer.text


def test_who_tries_too_often_is_told_to_wait_and_the_right_code_opens_nothing(client, small, monkeypatch):
    code = saved(client, small)
    monkeypatch.setattr(guessing, "OF_ONE", 0)

    refused = come_back(small, code)[1]

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "Too many codes have been tried." in refused.text
    monkeypatch.undo()
    assert come_back(small, code)[1].status_code == 302  # the control: with the limit as it is, it does


def test_a_code_is_for_its_own_survey(client, small):
    code = saved(client, small)

    assert come_back(SurveyFactory(open=True), code)[1].status_code == 422


def test_a_former_secret_still_opens_what_was_saved(client, small, settings):
    code = saved(client, small)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8

    assert come_back(small, code)[1].status_code == 302


def test_other_answers_in_this_browser_are_not_lost_to_a_code(client, small):
    code = saved(client, small)
    other = Client()
    other.post(page(small, "2/"), {"C": "a"})
    key = cookie(other, small)

    answer = come_back(small, code, other)[1]

    assert answer.status_code == 422 and "holds other answers" in answer.text
    assert cookie(other, small) == key


def test_who_lost_the_connection_while_saving_finds_all_and_is_given_the_same_code(client, small):
    client.post(page(small, "1/"), {"A": "yes"})
    key = cookie(client, small)
    code = saved(client, small)

    late = Client()
    late.cookies[f"answers-{small.pk}"] = key
    assert SECRET in late.get(page(small, "2/")).text
    assert shown_code(late.post(page(small, "2/"), {"B": "and more", "keep": "1"}, follow=True).text) == code
    assert "and more" in come_back(small, code)[0].get(page(small, "2/")).text
    assert small.drafts.count() == 2  # the answers, and the former key that leads to them


@pytest.mark.parametrize("where", ["2/", "check/"])
def test_who_lost_the_connection_while_saving_and_saves_again_at_once_is_shown_the_code(client, small, where):
    client.post(page(small, "1/"), {"A": "yes"})
    late = Client()
    late.cookies[f"answers-{small.pk}"] = cookie(client, small)
    code = saved(client, small)

    again = late.post(page(small, where), {"B": SECRET, "keep": "1"}, follow=True)

    assert shown_code(again.text) == code


def test_a_page_that_asked_less_deletes_nothing_that_another_window_kept(client, small):
    client.post(page(small, "1/"), {"A": "no"})
    assert 'name=".asked" value="C "' in client.get(page(small, "2/")).text
    client.post(page(small, "1/"), {"A": "yes"})
    client.post(page(small, "2/"), {"B": SECRET, ".asked": "B C "})

    client.post(page(small, "2/"), {"C": "a", ".asked": "C "})
    assert SECRET in client.get(page(small, "2/")).text

    # The control: a page that asked for it and comes without has it deleted.
    client.post(page(small, "2/"), {"C": "a", ".asked": "B C "})
    assert SECRET not in client.get(page(small, "2/")).text


def test_a_forgotten_page_shows_also_what_another_window_made_unasked(small):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(page(small, "2/"), {"B": SECRET, "C": "a"})

    assert answer.status_code == 403 and SECRET in answer.text


def test_a_second_tab_writes_on_after_the_first_has_saved(client, small):
    client.post(page(small, "1/"), {"A": "yes"})
    key = cookie(client, small)
    code = saved(client, small)
    tab = Client()
    tab.cookies[f"answers-{small.pk}"] = key

    tab.post(page(small, "3/"), {"E.name": "typed in the other tab"})

    other, _answer = come_back(small, code)
    assert "typed in the other tab" in other.get(page(small, "3/")).text
    assert SECRET in other.get(page(small, "2/")).text


def test_leaving_forgets_the_key_and_the_code_still_opens(client, small, settings):
    code = saved(client, small)
    assert "Your code still opens them." in client.get(page(small, "3/")).text

    answer = client.get(page(small, "leave/"))

    assert answer.url == settings.SURVEY_EXIT_URL
    assert {morsel.value for morsel in answer.cookies.values()} == {""}
    assert come_back(small, code)[1].status_code == 302


def test_erasing_erases_what_a_code_kept(client, small):
    code = saved(client, small)

    client.post(page(small, "check/"), {"erase": "1"})

    assert come_back(small, code)[1].status_code == 422
    assert small.drafts.count() == 1, "the pointer of before saving, which leads nowhere and goes by itself"


def test_after_closing_a_code_is_only_told_that_it_is_over(client, small, moderator):
    code = saved(client, small)
    close_survey(small, by=moderator)

    other, answer = come_back(small, code)

    assert answer.status_code == 409 and "This survey is over" in answer.text
    assert SECRET not in answer.text and "<form" not in other.get(page(small, "come-back/")).text
    assert SECRET in client.get(page(small, "2/")).text, "who holds the key can still copy it"


def test_what_is_typed_when_the_survey_closes_meanwhile_is_shown(client, small, moderator):
    client.post(page(small, "1/"), {"A": "yes"})
    close_survey(small, by=moderator)

    answer = client.post(page(small, "2/"), {"B": SECRET, "C": "a", "C.other": "half a"})

    assert answer.status_code == 409
    assert all(words in answer.text for words in (SECRET, "Label a", "half a"))


def test_what_is_typed_without_a_draft_begins_one_even_where_nothing_is_asked_yet(client, small):
    client.cookies[f"answers-{small.pk}"] = new_token()

    assert "can no longer be opened here" in client.get(page(small, "2/")).text
    client.post(page(small, "2/"), {"B": SECRET, "C": "a"})
    client.post(page(small, "1/"), {"A": "yes"})

    assert SECRET in client.get(page(small, "2/")).text


def test_what_was_typed_stays_while_it_is_not_asked(client, small):
    client.post(page(small, "1/"), {"A": "yes"})
    client.post(page(small, "2/"), {"B": SECRET})
    client.post(page(small, "1/"), {"A": "no"})
    client.post(page(small, "2/"), {"C": "a"})
    client.post(page(small, "1/"), {"A": "yes"})

    assert SECRET in client.get(page(small, "2/")).text


def test_who_comes_with_a_page_of_before_the_restart_of_the_browser_keeps_the_text(small):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(page(small, "1/"), {"A": "yes"})

    assert answer.status_code == 403
    assert "It still stands below." in answer.text and "checked" in answer.text
    assert not Draft.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)[1]
    again = browser.post(page(small, "1/"), {"A": "yes", "csrfmiddlewaretoken": token})
    assert again.url == page(small, "2/")


def test_a_form_sent_by_another_site_is_refused(small):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(page(small, "2/"), {"C": "a"}, headers={"origin": "https://evil.example"})

    assert answer.status_code == 403 and "It still stands below." not in answer.text


def test_when_too_many_save_at_once_what_was_typed_is_kept(client, small, monkeypatch):
    monkeypatch.setattr(codes, "LONGEST_WAIT", 0)
    with codes.stretching:
        answer = client.post(page(small, "2/"), {"C": "a", "keep": "1"})

    assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
    assert "checked" in client.get(page(small, "2/")).text


def test_the_clock_takes_the_former_key_and_leaves_the_answers(client, small):
    code = saved(client, small)
    leading = min(small.drafts.all(), key=lambda draft: draft.expires_on)
    small.drafts.filter(pk=leading.pk).update(expires_on="2026-01-01")

    erase_old_drafts()

    assert small.drafts.count() == 1
    assert come_back(small, code)[1].status_code == 302


@pytest.mark.django_db(transaction=True)
def test_five_who_save_one_draft_at_once_are_given_one_code(client, moderator):
    survey = SurveyFactory(open=True)
    QuestionFactory(section=SectionFactory(survey=survey), code="A")
    client.post(page(survey, "1/"), {"A": SECRET})
    key, start = cookie(client, survey), Barrier(5)

    def save(_number):
        start.wait()
        try:
            return keep_under_code(survey, token=key).code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as people:
        given = set(people.map(save, range(5)))

    assert len(given) == 1
    assert survey.drafts.count() == 2
    assert come_back(survey, given.pop())[1].status_code == 302


def everything_kept() -> str:
    """All rows of all tables, and all that the cache holds, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(kept)::text FROM "{table}" AS kept')
            rows += [row for (row,) in cursor.fetchall()]
    remembered = cache._cache.get_client()
    keys = list(remembered.scan_iter())
    return "\n".join([*rows, *map(str, keys), *(str(remembered.dump(key)) for key in keys)])


def test_the_code_and_the_key_stand_nowhere(client, small, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(page(small, "1/"), {"A": "yes"})
    first = cookie(client, small)
    code = saved(client, small)
    key = cookie(client, small)
    other, _answer = come_back(small, code)
    come_back(small, "1234567890123456")
    other.post(page(small, "check/"))
    other.post(page(small, "sent/"))
    other.post(page(small, "2/"), {"B": "changed"})
    other.post(page(small, "check/"))

    kept = everything_kept() + caplog.text
    assert Response.objects.count() == 1 and len(key) == len(first) == 43
    digits = code.replace(" ", "")
    assert [secret for secret in (code, digits, key, first, SECRET) if secret in kept] == []
    Draft.objects.update(is_sent=False, contents=key.encode())  # the control: laid down, they would be found
    assert key.encode().hex() in everything_kept()


def test_who_saves_within_a_section_goes_on_there(client, small):
    client.post(page(small, "1/"), {"A": "yes", "keep": "1"})

    assert page(small, "1/") in client.get(page(small, "kept/")).text
    client.post(page(small, "1/"), {"A": "yes"})
    client.post(page(small, "check/"), {"keep": "1"})
    assert page(small, "2/") in client.get(page(small, "kept/")).text


def test_a_question_that_a_change_brings_up_is_asked_before_the_check(client, small):
    client.post(page(small, "1/"), {"A": "no"})
    client.post(page(small, "2/"), {"C": "a"})

    assert client.post(page(small, "1/?check=1"), {"A": "no"}).url == page(small, "check/")
    assert client.post(page(small, "1/?check=1"), {"A": "yes"}).url == page(small, "2/?check=1")
