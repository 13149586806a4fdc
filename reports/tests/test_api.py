"""What programs are given of proposals: what a stranger sees on the pages."""

import pytest

from recommendations.models import Recommendation
from recommendations.tests.factories import RecommendationFactory
from reports.actions.follow_up import keep_links, record_follow_up
from reports.chain import Links
from reports.models import Proposal, Report
from reports.tests.factories import ProposalFactory, ReportFactory
from reports.tests.made import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    report = ReportFactory(published=True)
    return Proposal.objects.with_place().get(key_issue__consultation=report.consultation)


def asked_for(client, proposal, **query):
    return client.get(f"/api/v1/consultations/{proposal.key_issue.consultation.slug}/proposals/", query)


def test_a_proposal_comes_with_where_it_led(client, moderator, proposal):
    made, merged = RecommendationFactory(), RecommendationFactory()
    Recommendation.objects.filter(pk=merged.pk).update(merged_into=made, is_listed=False)
    keys = frozenset({made.pk, merged.pk})
    keep_links(proposal, by=moderator, wanted=Links(keys, kinds=frozenset({"nhri"})), seen=Links())
    said = {"happened_on": "2024-01-01", "narrative": "A law.", "language": "en"}
    record_follow_up(proposal, by=moderator, outcome="taken_up", evidence=["https://example.org/law"], **said)

    [item] = asked_for(client, proposal, language="fr").json()

    assert item["number"] == "1.1" and item["address"].endswith(f"/fr/proposals/{slug_of(proposal)}/1.1/")
    assert (item["text"], item["language"]) == (proposal.text, "en")
    assert item["addressees"] == [{"kind": "nhri", "state": ""}]
    assert item["recommendations"] == [made.pk]
    assert item["outcome"] == item["follow_up"][0]["outcome"] == "taken_up"
    assert item["follow_up"][0]["evidence"] == ["https://example.org/law"]


def slug_of(proposal) -> str:
    return proposal.key_issue.consultation.slug


def test_nothing_is_told_before_a_report_is_published(client, proposal):
    assert len(asked_for(client, proposal).json()) == 1, "the control"
    Report.objects.update(state=Report.State.DRAFT, published_at=None)

    assert asked_for(client, proposal).json() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_three_are_asked_for_like_one(client, moderator, django_assert_num_queries, rows):
    report = ReportFactory()
    proposal = Proposal.objects.with_place().get(key_issue__consultation=report.consultation)
    for number in range(1, rows + 1):
        one = proposal if number == 1 else ProposalFactory(key_issue=proposal.key_issue, number=number)
        keep_links(one, by=moderator, wanted=Links(frozenset({RecommendationFactory().pk})), seen=Links())
    published(report, by=moderator)

    with django_assert_num_queries(7):
        assert len(asked_for(client, proposal).json()) == rows
