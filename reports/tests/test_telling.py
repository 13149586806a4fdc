"""Who took part and wished it hears once that the report is published."""

import pytest
from django.urls import reverse

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from consultations.tests.factories import EventFactory, PhaseFactory, RegistrationFactory
from reports.actions.telling import readers_of, tell_those_who_took_part
from reports.tests.factories import ReportFactory
from surveys.models import ContactOptIn, OptOut
from surveys.sealing import opt_out_hashes
from surveys.tests.factories import SurveyFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """With five people of whom two wished a letter, and three addresses left in the survey."""
    report = ReportFactory(published=True, title_en="What came of it", title_fr="Ce qui en est sorti")
    event, wish = EventFactory(consultation=report.consultation), {"consents_to_updates": True}
    RegistrationFactory(event=event, email="fr@example.org", language="fr", **wish)
    RegistrationFactory(event=event, person=UserFactory(email="both@example.org", name="Ada"), **wish)
    RegistrationFactory(event=event, email="silent@example.org")
    RegistrationFactory(event=event, email="gone@example.org", state="withdrawn", **wish)
    RegistrationFactory(email="elsewhere@example.org", **wish)
    survey = SurveyFactory(closed=True)
    PhaseFactory(consultation=report.consultation, kind="survey", survey=survey)
    for email in ("Both@example.org", "left@example.org", "stopped@example.org"):
        ContactOptIn.objects.create(survey=survey, email=email)
    OptOut.objects.create(address_hash=opt_out_hashes("stopped@example.org")[0])
    return report


def test_only_those_who_wished_it_are_written_to_in_their_language_and_once(report, moderator):
    first = tell_those_who_took_part(report, with_survey=False, by=moderator)
    again = tell_those_who_took_part(report, with_survey=False, by=moderator)
    with_survey = tell_those_who_took_part(report, with_survey=True, by=moderator)

    letters = {letter.to: letter for letter in Letter.objects.filter(template="report_published")}
    assert (first, again, with_survey) == (2, 0, 1)
    assert set(letters) == {"fr@example.org", "both@example.org", "left@example.org"}
    assert f"/fr/reports/{report.slug}/" in letters["fr@example.org"].body
    assert "Ce qui en est sorti" in letters["fr@example.org"].subject
    assert "Dear Ada," in letters["both@example.org"].body
    assert f"/en/reports/{report.slug}/" in letters["left@example.org"].body
    assert f"/fr/reports/{report.slug}/" in letters["left@example.org"].body


def test_a_superseded_report_is_told_to_nobody(report, moderator):
    report.move_to("superseded")

    with pytest.raises(WrongState):
        tell_those_who_took_part(report, with_survey=True, by=moderator)


def test_a_moderator_looks_at_the_letters_and_sends_them(client_of, moderator, report):
    desk, page = client_of(moderator), reverse("reports:tell", args=[report.slug])

    preview = desk.get(page).text
    sent = desk.post(page)

    assert "Ce qui en est sorti" in preview and "example.org" not in preview
    assert (sent.status_code, len(readers_of(report, with_survey=False))) == (302, 0)
    assert [reader.address for reader in readers_of(report, with_survey=True)] == ["left@example.org"]
    assert "2 letters about it were written before." in desk.get(page).text
