"""Files of answers: who gets them, and for how long."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from surveys import tasks
from surveys.actions import TooFew, close_survey, erase_old_exports, export_answers, receive_answers
from surveys.exports import file_of, make_export
from surveys.models import Survey, SurveyExport
from surveys.tests.factories import QuestionFactory, SurveyFactory
from surveys.tests.test_exports import answered, made, sheet
from upr_portal.states import WrongState


def address(survey: Survey, export: SurveyExport | None = None) -> str:
    if export:
        return reverse("surveys:download_export", args=[survey.slug, export.pk])
    return reverse("surveys:exports", args=[survey.slug])


@pytest.fixture
def exported(routed, moderator) -> SurveyExport:
    answered(routed)
    return made(routed, moderator)


def test_who_asked_downloads_the_file_and_another_moderator_does_not(exported, client_of, moderator):
    other = UserFactory(moderator=True)

    answers = [client_of(user).get(address(exported.survey, exported)) for user in (moderator, other)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0]["Content-Disposition"] == f'attachment; filename="{exported.file_name}"'
    assert answers[0]["Cache-Control"] == "no-store"


def test_who_loses_the_right_loses_the_file(exported, client_of, moderator):
    client = client_of(moderator)
    moderator.groups.clear()
    type(moderator).objects.filter(pk=moderator.pk).update(is_active=True)
    assert not type(moderator).objects.get(pk=moderator.pk).is_moderator

    assert client.get(address(exported.survey, exported)).status_code == 403
    tasks.erase_exports()

    assert not file_of(exported).exists()
    assert not SurveyExport.objects.exists()


@pytest.mark.parametrize(("hours", "is_there"), [(23, True), (24, False)])
def test_a_file_lives_for_a_day(exported, client_of, moderator, monkeypatch, hours, is_there):
    client, later = client_of(moderator), timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)

    erase_old_exports()

    assert file_of(exported).exists() is is_there
    assert SurveyExport.objects.exists() is is_there
    monkeypatch.undo()
    status = client.get(address(exported.survey, exported)).status_code
    assert status == (200 if is_there else 404)


def test_files_that_no_export_names_are_swept_away(exported):
    left = Path(settings.MEDIA_ROOT) / "survey-exports" / ".11111111-1111-1111-1111-111111111111-1.part"
    left.write_text("half")

    erase_old_exports()

    assert not left.exists()
    assert file_of(exported).exists()


def test_the_trail_says_who_exported_what_and_nothing_of_the_answers(exported, moderator):
    entry = AuditEntry.objects.get(verb="exported answers")

    assert entry.by == moderator
    assert entry.facts == {"kind": "csv", "with_texts": True}


def test_only_closed_surveys_with_enough_answers_are_exported(routed, moderator):
    with pytest.raises(WrongState):
        export_answers(routed, kind="csv", with_texts=False, by=moderator)
    close_survey(routed, by=moderator)
    with pytest.raises(TooFew):
        export_answers(routed, kind="csv", with_texts=False, by=moderator)


def test_too_few_answers_are_refused_in_words(routed, moderator, client_of):
    close_survey(routed, by=moderator)

    page = client_of(moderator).post(address(routed), {"kind": "csv"})

    assert page.status_code == 422
    assert "Too few people answered" in page.text


def test_asking_twice_makes_one_file(routed, moderator, client_of):
    answered(routed)
    close_survey(routed, by=moderator)
    client = client_of(moderator)

    for _ in range(2):
        client.post(address(routed), {"kind": "xlsx"})

    assert SurveyExport.objects.count() == 1


def test_a_job_that_comes_twice_writes_once_and_a_lost_one_is_taken_up(routed, moderator):
    answered(routed)
    export = made(routed, moderator)
    make_export(str(export.pk))
    SurveyExport.objects.all().delete()
    export = export_answers(routed, kind="csv", with_texts=False, by=moderator)
    long_ago = timezone.now() - timedelta(hours=1)
    SurveyExport.objects.filter(pk=export.pk).update(state="running", attempts=1, seen_at=long_ago)

    tasks.take_up_lost_exports()
    make_export(str(export.pk))

    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 2)


@pytest.mark.jobs
def test_a_real_worker_makes_the_file(worker, moderator, transactional_db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="yes_no", code="A")
    for _ in range(6):
        receive_answers(survey, values=sheet(A=["yes"]), language="en")
    close_survey(survey, by=moderator)

    export = export_answers(survey, kind="xlsx", with_texts=False, by=moderator)

    worker.waits_for(lambda: SurveyExport.objects.get(pk=export.pk).state == "done")
