"""Coming in by a personal link or by the open one: what log and database learn, and who must wait."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from surveys import limits
from surveys.actions import change_access, release_slips
from surveys.models import Response, Survey
from surveys.tests.factories import (
    InvitationFactory,
    QuestionFactory,
    SectionFactory,
    SurveyFactory,
    in_state,
)
from upr_portal.states import WrongState
from upr_portal.tests.test_logs import what_both_write
from upr_portal.tests.test_redis_away import redis_is_away  # noqa: F401  a fixture

CANARY = "canary-canary-canary-canary-0001"
Access = Survey.Access


def survey_of(access: str, **fields) -> Survey:
    survey = SurveyFactory(open=True, access=access, **fields)
    QuestionFactory(section=SectionFactory(survey=survey), code="T")
    return survey


@pytest.fixture
def invitation(db):
    return InvitationFactory(survey=survey_of(Access.INVITATION), token=CANARY)


def come_in(client, invitation):
    return client.get(reverse("surveys:enter", args=[invitation.token]))


def answer(client, survey, said: str = "Said"):
    """All pages of the small survey, to the end."""
    client.post(f"/en/surveys/{survey.slug}/1/", {"T": said})
    return client.post(f"/en/surveys/{survey.slug}/check/", follow=True)


def whole_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows)


# The personal link ----------------------------------------------------------------------------------


def test_the_secret_of_a_link_is_changed_for_a_cookie_at_once(client, invitation):
    response = come_in(client, invitation)

    cookie = response.cookies[f"invitation-{invitation.survey_id}"]
    assert (response.status_code, response["Location"]) == (303, invitation.survey.get_absolute_url())
    assert response["Referrer-Policy"] == "no-referrer" and "no-store" in response["Cache-Control"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]


def test_the_canary_is_in_no_log_no_table_and_no_page(client, invitation):
    pages = []

    def whole_way():
        client.get(reverse("surveys:stop_writing", args=[CANARY]), follow=True)
        come_in(client, invitation)
        pages.append(client.get(invitation.survey.get_absolute_url()).text)
        pages.append(answer(client, invitation.survey).text)
        client.get(reverse("surveys:enter", args=[CANARY[::-1]]))

    ours, usual = what_both_write(whole_way)

    assert Response.objects.count() == 1
    assert CANARY[::-1] in usual, "the control: the usual log names the address that was not found"
    assert CANARY not in ours and CANARY[::-1] not in ours
    assert CANARY not in whole_database() and not any(CANARY in page for page in pages)


def test_no_page_that_answers_with_content_stands_at_an_address_with_a_secret(client, invitation):
    """So no browser has such an address to name as the Referer; a page that says 404 names none."""
    for name in ("enter", "stop_writing"):
        assert client.get(reverse(f"surveys:{name}", args=[CANARY])).content == b""
        unknown = client.get(reverse(f"surveys:{name}", args=["u" * 32]))
        assert unknown.status_code == 404 and unknown["Referrer-Policy"] == "no-referrer"


def test_opening_a_link_writes_nothing(client, invitation, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        come_in(client, invitation)

    assert all(query["sql"].startswith("SELECT") and "FOR UPDATE" not in query["sql"] for query in queries)


def test_the_link_works_on_another_device_until_somebody_has_answered(client, client_of, invitation):
    come_in(client, invitation)
    other = type(client)()
    come_in(other, invitation)
    assert "Your reference:" in answer(client, invitation.survey).text

    late = answer(other, invitation.survey, "Twice")

    assert Response.objects.count() == 1
    assert "An answer was sent with your personal link" in late.text
    assert invitation.survey.drafts.unsent().exists(), "what was typed is kept"


def test_who_comes_back_after_answering_is_told_so_before_the_first_question(client, invitation):
    come_in(client, invitation)
    answer(client, invitation.survey)
    assert f"invitation-{invitation.survey_id}" not in {
        name for name, cookie in client.cookies.items() if cookie.value
    }

    come_in(client, invitation)
    page = client.get(invitation.survey.get_absolute_url())

    assert "An answer was sent" in page.text and ">Start</a>" not in page.text


@pytest.mark.django_db
def test_without_an_invitation_no_question_is_shown(client):
    survey = survey_of(Access.INVITATION)

    page = client.get(survey.get_absolute_url())
    question = client.get(f"/en/surveys/{survey.slug}/1/")

    assert "answered by invitation" in page.text and ">Start</a>" not in page.text
    assert question.status_code == 302


def test_a_link_of_a_closed_survey_leads_to_its_end_and_leaves_no_cookie(client, invitation):
    Survey.objects.update(**in_state("closed"))

    response = come_in(client, invitation)

    assert response.status_code == 303 and not response.cookies


def test_a_switch_to_invited_people_loses_nobody_a_text(client, moderator):
    survey = survey_of(Access.LINK)
    client.post(f"/en/surveys/{survey.slug}/1/", {"T": "Half"})
    change_access(survey, access=Access.INVITATION, most_an_hour=200, remind_days_before=None, by=moderator)

    more = client.post(f"/en/surveys/{survey.slug}/1/", {"T": "Half and half"})
    refused = client.post(f"/en/surveys/{survey.slug}/check/", follow=True)
    assert (
        more.status_code == 302 and "What you typed is kept" in refused.text and not Response.objects.exists()
    )

    come_in(client, InvitationFactory(survey=survey))
    assert "Your reference:" in client.post(f"/en/surveys/{survey.slug}/check/", follow=True).text
    assert Response.objects.get().answers.get().value == {"text": "Half and half"}


def test_leaving_takes_the_cookie_of_the_invitation_too(client, invitation):
    come_in(client, invitation)

    left = client.get(f"/en/surveys/{invitation.survey.slug}/leave/")

    assert left.cookies[f"invitation-{invitation.survey_id}"]["max-age"] == 0


def test_the_way_through_notes_the_participation_in_a_batch(client, invitation):
    come_in(client, invitation)
    answer(client, invitation.survey)

    assert not hasattr(type(invitation).objects.get(), "participation")
    release_slips(invitation.survey, all_of_them=True)

    assert type(invitation).objects.get().participation


def test_moderators_change_who_may_answer_until_it_is_closed(client_of, moderator):
    survey = survey_of(Access.LINK)
    address = reverse("surveys:access", args=[survey.slug])

    client_of(moderator).post(address, {"access": "both", "most_an_hour": 500, "remind_days_before": 5})

    survey.refresh_from_db()
    assert (survey.access, survey.most_an_hour, survey.remind_days_before) == ("both", 500, 5)
    Survey.objects.update(**in_state("closed"))
    with pytest.raises(WrongState):
        change_access(survey, access="link", most_an_hour=1, remind_days_before=None, by=moderator)


# The open link ------------------------------------------------------------------------------------


@pytest.fixture
def an_hour(monkeypatch):
    """The middle of an hour of the clock."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000 - 1_800_000_000 % 3600 + 1800)


@pytest.mark.django_db
def test_who_sends_too_much_keeps_the_draft_and_is_told_when(client, an_hour, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 2)
    survey = survey_of(Access.LINK)
    for _ in range(2):
        assert "Your reference:" in answer(client, survey).text

    third = answer(client, survey, "Third")

    assert third.status_code == 429 and "Please send it again in 31 minutes" in third.text
    assert "Third" in third.text and survey.drafts.unsent().count() == 1
    assert Response.objects.count() == 2


@pytest.mark.django_db
def test_a_survey_takes_so_many_an_hour_from_everybody(client, an_hour, moderator):
    survey = survey_of(Access.LINK, most_an_hour=1)
    answer(client, survey)
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    assert answer(client, survey).status_code == 429

    change_access(survey, access=Access.LINK, most_an_hour=50, remind_days_before=None, by=moderator)

    assert "Your reference:" in client.post(f"/en/surveys/{survey.slug}/check/", follow=True).text


@pytest.mark.django_db
def test_who_sends_too_much_uses_up_nobody_elses_hour(an_hour, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 1)
    survey = survey_of(Access.LINK, most_an_hour=3)

    found = [limits.must_wait(survey, "203.0.113.7") for _ in range(10)]

    assert [bool(minutes) for minutes in found] == [False] + [True] * 9
    assert not limits.must_wait(survey, "203.0.113.8")


@pytest.mark.django_db
def test_the_next_hour_begins_anew(monkeypatch):
    survey = survey_of(Access.LINK, most_an_hour=1)
    now = [1_800_000_000]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    assert [bool(limits.must_wait(survey, "a")) for _ in range(2)] == [False, True]

    now[0] += 3600

    assert limits.must_wait(survey, "a") == 0


@pytest.mark.django_db
def test_who_is_invited_is_not_counted(invitation, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 0)

    assert limits.must_wait(invitation.survey, "a") == 0


def test_answering_goes_on_uncounted_while_redis_is_away(client, db, redis_is_away, monkeypatch):  # noqa: F811
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 0)

    assert "Your reference:" in answer(client, survey_of(Access.LINK)).text


@pytest.mark.django_db
def test_an_address_that_a_client_makes_up_does_not_count_as_another(client, an_hour, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 1)
    survey = survey_of(Access.LINK)
    answer(client, survey)

    client.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.1"

    assert answer(client, survey).status_code == 429


# Targets ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_target_is_shown_as_a_band_and_stops_nobody(client, client_of, moderator):
    survey = survey_of(Access.LINK)
    kind = QuestionFactory(section=survey.sections.get(), kind="single", code="K", codes=["a", "b"])
    choice, page = kind.choices.get(code="a"), reverse("surveys:targets", args=[survey.slug])
    desk = client_of(moderator)
    desk.post(page, {"choice": choice.pk, "wanted": 6})

    bands = []
    for _ in range(7):
        client.post(f"/en/surveys/{survey.slug}/1/", {"K": "a"})
        client.post(f"/en/surveys/{survey.slug}/check/")
        bands.append(
            re.search(r"(fewer than 5|less than half|more than half|reached)</td>", desk.get(page).text)[1]
        )

    assert bands == ["fewer than 5"] * 4 + ["more than half", "reached", "reached"]
    desk.post(page, {"choice": choice.pk, "wanted": ""})
    assert "reached" not in desk.get(page).text
