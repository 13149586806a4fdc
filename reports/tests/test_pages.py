"""Who sees which report, gets which file, and may compile."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from consultations.models import Consultation
from consultations.tests.factories import PhaseFactory
from reports import pdf
from reports.actions.publishing import make_public
from reports.models import Rendering, Report
from reports.tests.factories import KeyIssueFactory, ProposalFactory, RenderingFactory, ReportFactory
from surveys.tests.factories import SurveyFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def done(report, **fields) -> Rendering:
    rendering = RenderingFactory(report=report, **fields)
    pdf.render(rendering.pk)
    rendering.refresh_from_db()
    return rendering


def test_a_draft_exists_for_moderators_only(client, client_of, moderator):
    draft, published = ReportFactory(), ReportFactory(published=True)

    for reader in (client, client_of(UserFactory())):
        assert reader.get(draft.get_absolute_url()).status_code == 404
        assert reader.get(published.get_absolute_url()).status_code == 200
        assert draft.title not in reader.get(reverse("reports:published")).content.decode()
    assert client_of(moderator).get(draft.get_absolute_url()).status_code == 200


def test_every_download_looks_at_who_asks(client, client_of, moderator):
    report = ReportFactory(published=True)
    address = done(report).get_absolute_url()
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")

    Report.objects.update(state=Report.State.DRAFT, published_at=None)

    assert client.get(address).status_code == 404
    assert client_of(moderator).get(address).status_code == 200


def test_a_file_is_sent_to_be_kept_under_a_telling_name(client):
    report = ReportFactory(published=True, slug="outcome")
    rendering = done(report, language="fr", version=1)

    response = client.get(reverse("reports:download", args=["outcome", "fr", "pdf"]))

    assert response["Content-Disposition"] == 'attachment; filename="outcome-fr-v1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{rendering.sha256}"'


def test_old_versions_stay_and_the_short_address_leads_to_the_latest(client):
    report = ReportFactory(published=True)
    first, second = done(report, version=1), done(report, version=2)

    old = client.get(first.get_absolute_url())
    latest = client.get(reverse("reports:download", args=[report.slug, "en", "pdf"]))

    assert (old["ETag"], latest["ETag"]) == (f'"{first.sha256}"', f'"{second.sha256}"')


def test_the_page_is_written_from_the_frozen_facts(client):
    report = ReportFactory(published=True)
    rendering = done(report)
    report.consultation.key_issues.update(narrative_en="Something else.")

    page = client.get(report.get_absolute_url()).content.decode()

    assert "States and civil society talk." in page and "Something else." not in page
    assert rendering.sha256 in page
    assert 'id="recommendation-1-1"' in page


CHANGES = {
    "the date": lambda report: Report.objects.update(published_at="2021-10-01T00:00Z"),
    "the consultation": lambda report: Consultation.objects.update(title_en="Another title"),
    "a newer report": lambda report: report.move_to(Report.State.SUPERSEDED),
    "a newer file": lambda report: done(report, version=8),
}


@pytest.mark.parametrize("what", CHANGES)
def test_strangers_read_the_page_that_was_put_together_until_something_changes(
    client, django_assert_num_queries, stopped_clock, what
):
    report = ReportFactory(published=True)
    done(report, version=7)
    before = client.get(report.get_absolute_url()).text
    with django_assert_num_queries(1):
        assert client.get(report.get_absolute_url()).text == before

    CHANGES[what](report)

    assert client.get(report.get_absolute_url()).text != before


def test_the_control_where_nothing_says_that_it_changed_the_old_page_is_shown(
    client, monkeypatch, stopped_clock
):
    monkeypatch.setattr("reports.article.STATE", "SELECT %s")
    report = ReportFactory(published=True)
    done(report)
    before = client.get(report.get_absolute_url()).text

    Report.objects.update(published_at="2021-10-01T00:00Z")

    assert client.get(report.get_absolute_url()).text == before


def test_a_reader_of_another_language_is_told_so_and_reads_what_there_is(client):
    report = ReportFactory(published=True)
    done(report, language="en")

    page = client.get(f"/ar/reports/{report.slug}/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert '<article lang="en" dir="ltr">' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_report_as_for_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        done(ReportFactory(published=True))

    with django_assert_num_queries(3):
        page = client.get(reverse("reports:published"))

    assert page.content.decode().count("English") >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_as_often_for_one_key_issue_as_for_three(
    client_of, moderator, django_assert_num_queries, rows
):
    report = ReportFactory()
    for position in range(2, rows + 1):
        ProposalFactory(key_issue=KeyIssueFactory(consultation=report.consultation, position=position))
    reader = client_of(moderator)

    with django_assert_num_queries(14):
        page = reader.get(report.get_absolute_url())

    assert page.content.decode().count('class="issue"') == rows


@pytest.mark.parametrize(("who", "status"), [("stranger", 302), ("person", 403), ("moderator", 200)])
def test_who_may_compile(client, client_of, moderator, who, status):
    report = ReportFactory(published=True)
    reader = {"stranger": client, "moderator": client_of(moderator), "person": client_of(UserFactory())}[who]

    assert reader.get(reverse("reports:compile", args=[report.slug])).status_code == status


def test_compiling_from_the_page_queues_one_file_a_language(client_of, moderator):
    report = ReportFactory()

    response = client_of(moderator).post(
        reverse("reports:compile", args=[report.slug]), {"languages": ["en", "ar"], "formats": ["pdf"]}
    )

    assert response.status_code == 302
    assert sorted(report.renderings.values_list("language", "state")) == [("ar", "queued"), ("en", "queued")]


def test_without_a_language_the_form_says_what_to_do(client_of, moderator):
    response = client_of(moderator).post(reverse("reports:compile", args=[ReportFactory().slug]), {})

    assert response.status_code == 422
    assert "Choose at least one language." in response.content.decode()


def test_progress_and_failures_are_told_and_only_what_moves_is_looked_at_again(client_of, moderator):
    report = ReportFactory()
    address = reverse("reports:compile", args=[report.slug])
    running = RenderingFactory(
        report=report, running=True, sections_total=5, sections_done=2, current_section="key_issues"
    )

    reader = client_of(moderator)
    moving, watched = reader.get(address), reader.get(address, {"watch": 1})
    running.move_to(Rendering.State.FAILED, failure=Rendering.Failure.DISK)
    still = reader.get(address, {"watch": 1})

    assert "2 of 5 sections are done. Now: Key issues raised" in watched.content.decode()
    assert "The disk of the server is full" in still.content.decode()
    assert [page.get("Refresh") for page in (moving, watched, still)] == [None, "3", None]


def test_a_page_that_loads_itself_again_has_no_form_to_fill_in(client_of, moderator):
    report = RenderingFactory().report
    address = reverse("reports:compile", args=[report.slug])

    moving, watched = (client_of(moderator).get(address, words) for words in ({}, {"watch": 1}))

    assert 'name="languages"' in moving.content.decode()
    assert 'name="languages"' not in watched.content.decode()


def test_a_failed_file_is_tried_again_by_a_button(client_of, moderator):
    failed = RenderingFactory(failed=True)

    client_of(moderator).post(reverse("reports:compile_again", args=[failed.report.slug, failed.pk]))

    failed.refresh_from_db()
    assert failed.state == Rendering.State.QUEUED


def test_a_figure_that_does_not_exist_is_named_instead_of_a_page(client):
    report = ReportFactory(published=True, summary="In all [[share Q99 yes]] agree.")

    answer = client.get(report.get_absolute_url())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert (
        "it asks for a figure that the survey does not have." in page
        and "The consultation has no survey." in page
    )


def test_report_consultation_and_results_lead_to_one_another(client):
    report = ReportFactory(published=True)
    survey = SurveyFactory(closed=True)
    PhaseFactory(consultation=report.consultation, kind="survey", survey=survey)
    PhaseFactory(consultation=report.consultation, kind="report")
    results = reverse("surveys:results", args=[survey.slug])

    of_report = client.get(report.get_absolute_url()).content.decode()
    of_consultation = client.get(report.consultation.get_absolute_url()).content.decode()

    assert results in of_report and report.consultation.get_absolute_url() in of_report
    assert results in of_consultation and report.get_absolute_url() in of_consultation


def test_results_that_are_not_out_yet_are_not_linked(client):
    report = ReportFactory(published=True)
    survey = SurveyFactory(open=True)
    PhaseFactory(consultation=report.consultation, kind="survey", survey=survey)
    results = reverse("surveys:results", args=[survey.slug])

    for page in (report.get_absolute_url(), report.consultation.get_absolute_url()):
        assert results not in client.get(page).content.decode()


def test_a_report_is_not_published_before_its_consultation(client_of, moderator):
    report = ReportFactory(approved=True, consultation__draft=True)
    address = reverse("reports:publishing", args=[report.slug])
    desk = client_of(moderator)

    page = desk.get(address).content.decode()
    answer = desk.post(address, {"verb": "publish_report"})

    report.refresh_from_db()
    assert "Publish the consultation first" in page and "Publish this report" not in page
    assert (answer.status_code, report.state) == (403, Report.State.APPROVED)
    with pytest.raises(WrongState):
        make_public(report, by=moderator)
