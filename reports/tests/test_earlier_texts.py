"""What a text was before can be read and taken up again; where nothing may be written, one is led on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from reports.actions import composing as actions
from reports.actions import publishing
from reports.models import Report
from reports.tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def report(moderator) -> Report:
    """Its summary was "A short summary.", then "Second.", and is "Third."."""
    report = ReportFactory()
    actions.write_section(report, "summary", text_en="Second.", by=moderator)
    actions.write_section(report, "summary", text_en="Third.", text_fr="Troisième.", by=moderator)
    return report


def page_of(report, name="earlier_texts", *words) -> str:
    words = words or (("summary", "en") if name == "earlier_texts" else ())
    return reverse(f"reports:{name}", args=[report.slug, *words])


def test_earlier_texts_are_shown_with_who_and_when_the_latest_first(report, desk, moderator):
    page = desk.get(page_of(report))

    texts = [row.text for row in page.context["page"]]
    assert texts == ["Third.", "Second.", "A short summary."]
    assert f"Written by {moderator}" in page.text and "Nobody knows when" in page.text
    assert "Troisième." not in page.text, "that is another language"
    assert page_of(report) in desk.get(page_of(report, "compose_section", "summary")).text


def test_an_earlier_text_is_taken_up_as_a_new_version_and_nothing_is_overwritten(report, desk):
    page = desk.get(page_of(report))
    second = report.section_texts.get(text="Second.")

    answer = desk.post(page_of(report), {"earlier": second.pk, "seen": page.context["seen"]})

    section = report.sections.get(kind="summary")
    assert (answer.status_code, section.text_en, section.text_fr) == (302, "Second.", "Troisième.")
    texts = report.section_texts.filter(language="en").order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["A short summary.", "Second.", "Third.", "Second."]


def test_who_takes_up_a_text_while_somebody_writes_is_shown_what_they_wrote(report, desk, moderator):
    seen = desk.get(page_of(report)).context["seen"]
    actions.write_section(report, "summary", text_en="Theirs.", by=moderator)
    sent = {"earlier": report.section_texts.get(text="Second.").pk, "seen": seen}

    answer = desk.post(page_of(report), sent)

    assert answer.status_code == 409 and "Theirs." in answer.text
    assert report.sections.get(kind="summary").text_en == "Theirs."
    assert desk.post(page_of(report), sent | {"seen": answer.context["seen"]}).status_code == 302


def test_a_text_of_another_section_or_language_is_not_taken_up(report, desk):
    seen = desk.get(page_of(report)).context["seen"]
    french = report.section_texts.get(language="fr")

    assert desk.post(page_of(report), {"earlier": french.pk, "seen": seen}).status_code == 422
    assert report.sections.get(kind="summary").text_en == "Third."


def test_earlier_texts_of_an_approved_report_are_read_only(report, desk):
    seen = desk.get(page_of(report)).context["seen"]
    Report.objects.filter(pk=report.pk).update(state=Report.State.APPROVED)
    sent = {"earlier": report.section_texts.get(text="Second.").pk, "seen": seen}

    page = desk.get(page_of(report))

    assert "Second." in page.text and "Take up again" not in page.text
    assert desk.post(page_of(report), sent).status_code == 403


def test_csos_see_no_earlier_texts(report, client_of, desk):
    assert client_of(UserFactory()).get(page_of(report)).status_code == 404
    assert desk.get(page_of(report)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(rows, desk, moderator, django_assert_max_num_queries):
    report = ReportFactory()
    for number in range(rows):
        actions.write_section(report, "summary", text_en=f"Version {number}", by=moderator)

    with django_assert_max_num_queries(9):
        assert desk.get(page_of(report)).status_code == 200


STANDS_STILL = {
    Report.State.APPROVED: "To write in it, take it back below.",
    Report.State.PUBLISHED: "To write in it, make a new edition below.",
    Report.State.SUPERSEDED: "A newer report has taken the place of this one",
}


@pytest.mark.parametrize("state", STANDS_STILL)
@pytest.mark.parametrize("page", ["compose", "compose_section", "remove_section", "preview"])
def test_the_composer_of_a_report_that_stands_still_leads_to_what_is_possible(desk, state, page):
    report = ReportFactory()
    address = page_of(report, page, *(["summary"] if "section" in page else []))
    assert desk.get(address).status_code == 200, "the control"
    published_at = None if state == Report.State.APPROVED else timezone.now()
    Report.objects.filter(pk=report.pk).update(state=state, published_at=published_at)

    led = desk.get(address, follow=True)

    assert led.redirect_chain == [(page_of(report, "publishing"), 302)]
    assert STANDS_STILL[state] in led.text


def test_of_a_report_with_a_next_edition_one_is_led_to_that(desk, moderator):
    report = ReportFactory(published=True)
    publishing.begin_edition(report, by=moderator)

    led = desk.get(page_of(report, "compose"), follow=True)

    assert "Write in its next edition" in led.text


def test_titles_that_come_after_approval_still_stand_on_the_page(desk, client_of):
    report = ReportFactory(approved=True)
    sent = {"seen": "1", "title_en": "Mine", "languages": ["en"], "source": "en"}

    late = desk.post(page_of(report, "compose"), sent)

    assert late.status_code == 409 and "Mine" in late.text and "approved or published meanwhile" in late.text
    assert desk.post(page_of(report, "arrange_sections"), {"up": "conclusion"}).status_code == 302
    assert client_of(UserFactory()).post(page_of(report, "compose"), sent).status_code in (403, 404)
