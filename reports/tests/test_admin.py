"""The moderators' desk."""

import pytest
from django.urls import reverse

from reports.models import KeyIssue, Report
from reports.tests.factories import KeyIssueFactory, ProposalFactory, RenderingFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


def form_of(page, **changes) -> dict:
    """What a browser would send back, with changes."""
    sent = {}
    forms = [page.context["adminform"].form]
    for wrapped in page.context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = ",".join(value) if field.name == "questions" else value
    return sent | changes


def test_a_new_report_is_given_the_sections_of_its_kind(desk):
    consultation = ReportFactory().consultation

    desk.post(
        reverse("admin:reports_report_add"),
        {
            "consultation": consultation.pk,
            "kind": "outcome",
            "title_en": "A new report",
            "slug": "new",
            "languages": ["en", "ar"],
        },
    )

    kinds = Report.objects.get(slug="new").sections.order_by("position").values_list("kind", flat=True)
    assert list(kinds) == [
        "summary",
        "methodology",
        "key_issues",
        "conclusion",
        "questions",
        "speakers_annex",
    ]


def test_two_proposals_change_places_in_one_step(desk):
    issue = KeyIssueFactory()
    first, second = (ProposalFactory(key_issue=issue, number=number) for number in (1, 2))
    address = reverse("admin:reports_keyissue_change", args=[issue.pk])

    sent = form_of(desk.get(address), **{"proposals-0-number": 2, "proposals-1-number": 1})
    response = desk.post(address, sent)

    assert response.status_code == 302
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.number, second.number) == (2, 1)


def test_two_proposals_with_one_number_are_refused(desk):
    issue = KeyIssueFactory()
    for number in (1, 2):
        ProposalFactory(key_issue=issue, number=number)
    address = reverse("admin:reports_keyissue_change", args=[issue.pk])

    response = desk.post(address, form_of(desk.get(address), **{"proposals-1-number": 1}))

    assert "Two rows have the same number." in response.content.decode()


def test_a_figure_mistyped_in_a_text_is_refused(desk):
    issue = KeyIssueFactory()
    address = reverse("admin:reports_keyissue_change", args=[issue.pk])

    response = desk.post(address, form_of(desk.get(address), narrative_en="Of [[everybody]]."))

    assert "is not a figure" in response.content.decode()
    assert KeyIssue.objects.get().narrative_en != "Of [[everybody]]."


def test_a_report_leads_to_its_files_and_its_state_is_not_typed(desk):
    report = ReportFactory()

    page = desk.get(reverse("admin:reports_report_change", args=[report.pk]))

    assert reverse("reports:compile", args=[report.slug]) in page.content.decode()
    assert "state" not in page.context["adminform"].form.fields


@pytest.mark.parametrize("state", ["approved", "published"])
def test_an_approved_report_is_only_looked_at(desk, state):
    report = ReportFactory(**{state: True})
    address = reverse("admin:reports_report_change", args=[report.pk])

    assert desk.get(address).status_code == 200
    assert desk.post(address, {"slug": "other"}).status_code == 403
    assert desk.post(reverse("admin:reports_report_delete", args=[report.pk])).status_code == 403


def test_renderings_are_looked_at_only(desk):
    rendering = RenderingFactory()

    assert desk.get(reverse("admin:reports_rendering_change", args=[rendering.pk])).status_code == 200
    assert desk.get(reverse("admin:reports_rendering_add")).status_code == 403
    assert desk.post(reverse("admin:reports_rendering_delete", args=[rendering.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reports_asks_as_often_for_one_as_for_three(desk, django_assert_max_num_queries, rows):
    for _ in range(rows):
        ReportFactory()

    with django_assert_max_num_queries(14):
        assert desk.get(reverse("admin:reports_report_changelist")).status_code == 200
