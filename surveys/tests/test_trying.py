"""A survey is tried from the first page to the confirmation, and nothing of it counts."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEntry, Letter
from surveys.actions import close_survey
from surveys.models import (
    Answer,
    ContactOptIn,
    Draft,
    Envelope,
    Response,
    SealedAnswer,
    Survey,
    WeeklyCount,
)
from surveys.results import facts_of, free_answers_of, results_of
from surveys.tests.factories import in_state

COUNTED = [Answer, AuditEntry, ContactOptIn, Draft, Envelope, Letter, Response, SealedAnswer, WeeklyCount]
FIRST = {"Q1": "nhri", "Q2": ["women", "peace"], "Q3": ["KEN"], "Q4": "yes"}
WORD = "Unmistakable"


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def walk(client, base: str) -> list:
    """Through all six sections, to the check and the confirmation; every page on the way."""
    pages = [client.get(f"{base}"), client.get(f"{base}1/")]
    steps = [
        FIRST,
        {"Q5": ["own-report"], "Q6": WORD},
        {},
        {"Q16": "some"},
        {"Q19": "yes", "Q19.comment": WORD},
        {"Q20": ["yes"], "Q20.email": "ann@example.org"},
    ]
    for position, filled in enumerate(steps, 1):
        answer = client.post(f"{base}{position}/", filled)
        assert answer.status_code == 302, answer.text
        pages.append(client.get(answer.url))
    assert pages[-1].request["PATH_INFO"] == f"{base}check/"
    pages.append(client.post(f"{base}check/", follow=True))
    return pages


def drawers(client) -> list[str]:
    return [key for key in list(client.session.keys()) if key.startswith("trial")]


def trial_of(survey: Survey, language: str = "en") -> str:
    return f"/{language}/surveys/{survey.slug}/preview/{language}/"


@pytest.mark.parametrize("state", Survey.State.values)
def test_a_trial_goes_the_whole_way_and_leaves_nothing(client_of, moderator, survey, state):
    Survey.objects.filter(pk=survey.pk).update(**in_state(state))
    client, before = client_of(moderator), counts()

    pages = walk(client, trial_of(survey))

    assert all("Trial: nothing counts." in page.text for page in pages)
    assert "Your reference:" in pages[-1].text
    assert WORD in pages[-2].text and "Kenya" in pages[-2].text, "the check shows what was typed"
    assert counts() == before
    assert drawers(client) == []


def test_the_same_walk_as_a_real_answer_counts(client, survey):
    before = counts()

    pages = walk(client, f"/en/surveys/{survey.slug}/")

    after = counts()
    assert not any("Trial" in page.text for page in pages)
    grown = {name for name, count in after.items() if count > before[name]}
    assert grown == {"Answer", "Draft", "Envelope", "Response", "WeeklyCount"}


def test_results_and_exports_do_not_see_a_trial(client_of, moderator, survey):
    before = (facts_of(results_of(survey), "en"), [one.count for one in free_answers_of(survey)])

    walk(client_of(moderator), trial_of(survey))

    assert (facts_of(results_of(survey), "en"), [one.count for one in free_answers_of(survey)]) == before
    close_survey(survey, by=moderator)
    assert not (Response.objects.exists() or SealedAnswer.objects.exists() or ContactOptIn.objects.exists())


def test_what_is_typed_in_a_trial_lies_locked(client_of, moderator, survey):
    client = client_of(moderator)

    client.post(f"{trial_of(survey)}2/", {"Q6": WORD})

    assert drawers(client), "it is kept"
    assert not any(WORD in str(session.get_decoded()) for session in Session.objects.all())
    assert WORD in client.get(f"{trial_of(survey)}2/").text
    client.cookies.pop(f"trial-{survey.pk}")
    assert WORD not in client.get(f"{trial_of(survey)}2/").text


def test_a_trial_checks_as_answering_does(client_of, moderator, survey):
    client = client_of(moderator)

    wrong = client.post(f"{trial_of(survey)}1/", {"Q2": ["peace"]})
    assert wrong.status_code == 422 and "Trial: nothing counts." in wrong.text
    assert client.post(f"{trial_of(survey)}check/").status_code == 422


def test_a_trial_goes_back_changes_language_and_leaves(client_of, moderator, survey):
    client = client_of(moderator)
    client.post(f"{trial_of(survey)}1/", FIRST)

    back = client.post(f"{trial_of(survey)}2/", {"Q6": WORD, "back": "1"})
    assert back.url == f"{trial_of(survey)}1/"
    switched = client.post(f"{trial_of(survey)}2/", {"Q6": WORD, "switch": "ar"})
    assert switched.url == f"{trial_of(survey, 'ar')}2/"
    page = client.get(switched.url).text
    assert WORD in page and '<html lang="ar" dir="rtl">' in page
    left = client.get(f"{trial_of(survey, 'ar')}leave/")

    assert left.url == reverse("surveys:making", args=[survey.slug]).replace("/en/", "/ar/")
    assert WORD not in client.get(f"{trial_of(survey)}2/").text


def test_the_pages_of_a_trial_lead_nowhere_else_than_the_trial(client_of, moderator, survey):
    import re

    for page in walk(client_of(moderator), trial_of(survey)):
        links = re.findall(r'(?:href|action)="([^"]*)"', page.text.split("<main")[1].split("</main")[0])
        real = [
            link for link in links if re.fullmatch(rf"/en/surveys/{survey.slug}/(\d+|check|leave)/.*", link)
        ]
        assert real == []


def test_another_page_language_is_led_to_the_one_that_is_tried(client_of, moderator, survey):
    answer = client_of(moderator).get(f"/en/surveys/{survey.slug}/preview/ar/")

    assert answer.url == trial_of(survey, "ar")


def test_only_languages_offered_are_tried_and_only_by_moderators(client, client_of, moderator, survey):
    from accounts.tests.factories import UserFactory

    assert client_of(moderator).get(f"/en/surveys/{survey.slug}/preview/ru/").status_code == 404
    assert client_of(UserFactory()).get(trial_of(survey)).status_code == 403
    assert client.get(trial_of(survey)).status_code == 302


def test_no_statement_of_a_trial_writes_into_tables_of_surveys(client_of, moderator, survey):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        walk(client_of(moderator), trial_of(survey))

    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "surveys_" in sql] == []
    assert written, "the session is"
