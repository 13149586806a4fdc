"""What readers get of a published report: a page that can be cited, found and followed."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.tests.factories import DayFactory
from recommendations.tests.factories import RecommendationFactory
from reports import pdf
from reports.citing import Citation, escaped
from reports.feeds import ENTRIES
from reports.models import Report
from reports.tests.factories import RenderingFactory, ReportFactory
from reports.tests.made import in_english, in_new_edition, published

pytestmark = pytest.mark.django_db


def compiled(report, **fields):
    rendering = RenderingFactory(report=report, **fields)
    pdf.render(rendering.pk)
    return rendering


def test_each_paragraph_has_an_address_and_languages_lead_to_one_another(client):
    report = ReportFactory(published=True)
    compiled(report, language="en", version=1), compiled(report, language="fr", version=1, format="html")

    page = client.get(report.get_absolute_url()).text

    assert '<p id="p1" class="para"><a class="mark" href="#p1">1</a> A short summary.</p>' in page
    assert f'href="/fr/reports/{report.slug}/" lang="fr" hreflang="fr"' in page


def test_who_shares_the_address_shows_the_words_that_it_begins_with(client):
    report = ReportFactory(published=True)
    compiled(report)

    page = client.get(report.get_absolute_url()).text
    block = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert '<meta property="og:description" content="A short summary.">' in page
    assert (block["@type"], block["name"], block["inLanguage"]) == ("Report", report.title, "en")
    assert block["encoding"][0]["sha256"] in page


def test_nothing_is_told_of_a_draft(client_of, moderator):
    draft = ReportFactory()
    compiled(draft)

    page = client_of(moderator).get(draft.get_absolute_url()).text

    assert 'content="noindex"' in page
    assert "og:" not in page and "ld+json" not in page and "BibTeX" not in page


def test_a_report_is_cited_by_programs_whatever_is_in_its_title(client):
    report = ReportFactory(published=True, slug="outcome", title="100% of {us} & them")
    fingerprint = compiled(report).report and report.file_to_read("en").facts

    bibtex = client.get(reverse("reports:cite", args=["outcome", "bib"]))
    ris = client.get(reverse("reports:cite", args=["outcome", "ris"])).text

    assert fingerprint and bibtex["Content-Disposition"] == 'attachment; filename="outcome.bib"'
    assert r"title = {{100\% of \{us\} \& them}}" in bibtex.text
    assert ris.startswith("TY  - RPRT\r\nTI  - 100% of {us} & them\r\n") and ris.endswith("ER  - \r\n")


def test_nothing_in_a_citation_is_an_order_to_tex():
    assert escaped(r"\input{x}~^") == r"\textbackslash{}input\{x\}\textasciitilde{}\textasciicircum{}"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_holds_published_reports_in_the_language_of_its_address(
    client, django_assert_num_queries, rows
):
    for number in range(rows):
        ReportFactory(published=True, title_en=f"Report {number}", title_fr=f"Rapport {number}")
    ReportFactory(title="Still a draft")

    with django_assert_num_queries(1):
        feed = client.get("/fr/reports/feed.atom")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert 'xml:lang="fr"' in feed.text and feed.text.count("<entry>") == rows <= ENTRIES
    assert "Rapport 0" in feed.text and "Still a draft" not in feed.text
    assert 'href="/en/reports/feed.atom"' in client.get("/en/reports/").text


def page_of(client, thing) -> str:
    return client.get(f"/en{thing.get_absolute_url().removeprefix('/en')}").text


def test_consultation_and_event_lead_to_their_published_reports_alone(client, stopped_clock):
    event = DayFactory().event
    of_event = ReportFactory(consultation=None, event=event, kind="event", title="What was said")
    of_all = ReportFactory(consultation=event.consultation, title="What came of it")
    assert "What was said" not in page_of(client, event)
    assert "What came of it" not in page_of(client, event.consultation)

    for report in (of_event, of_all):
        Report.objects.filter(pk=report.pk).update(state="published", published_at=timezone.now())

    assert of_event.get_absolute_url() in page_of(client, event)
    assert of_all.get_absolute_url() in page_of(client, event.consultation)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_state_and_a_review_lead_to_theirs_with_one_question(client, rows):
    review = RecommendationFactory().review
    about = {"consultation": None, "kind": "recommendations", "published": True}
    for _ in range(rows - 1):
        old = ReportFactory(**about, review=review)
        Report.objects.filter(pk=old.pk).update(state="superseded")
    of_review = ReportFactory(**about, review=review, title="Of one review")
    of_state = ReportFactory(**about, reviewed_state=review.state, title="Of all reviews")
    state_page = reverse("recommendations:state", args=[review.state.iso3])

    with CaptureQueriesContext(connection) as asked:
        of_both = client.get(state_page).text
    with CaptureQueriesContext(connection) as asked_of_review:
        of_one = client.get(review.get_absolute_url()).text

    assert of_review.get_absolute_url() in of_both and of_state.get_absolute_url() in of_both
    assert of_review.get_absolute_url() in of_one and "Of all reviews" not in of_one
    for queries in (asked, asked_of_review):
        assert sum('FROM "reports_report"' in query["sql"] for query in queries) == 1


def test_a_later_edition_is_cited_and_listed_as_one(client, moderator):
    first = published(in_english(ReportFactory()), by=moderator)
    second = in_new_edition(first, by=moderator)

    before, after = (Citation(one) for one in (first, second))

    assert "edition" not in before.line + before.bibtex and "ET" not in before.ris
    assert ", edition 2, " in after.line and "edition = {2}" in after.bibtex and "ET  - 2\r\n" in after.ris
    assert "edition 2" in client.get(reverse("reports:published")).text
