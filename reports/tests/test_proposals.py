"""The pages of key issues and proposals: who reads them, and the chain in both directions."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from recommendations.models import Recommendation
from recommendations.tests.factories import RecommendationFactory
from reports import pdf
from reports.actions import compile_report
from reports.actions.follow_up import keep_links, record_follow_up
from reports.actions.key_issues import merge
from reports.chain import Links
from reports.models import Proposal, Report
from reports.tests.factories import ProposalFactory, ReportFactory
from reports.tests.made import published
from reports.tests.material import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return ReportFactory(published=True)


@pytest.fixture
def proposal(report) -> Proposal:
    return Proposal.objects.get(key_issue__consultation=report.consultation)


def addresses(proposal) -> list[str]:
    issue = proposal.key_issue
    return [proposal.address_in_print, issue.address_in_print]


def link(proposal, *recommendations, by) -> None:
    wanted = Links(recommendations=frozenset(one.pk for one in recommendations))
    keep_links(proposal, by=by, wanted=wanted, seen=Links())


def test_a_proposal_is_public_once_a_report_that_prints_it_is_published(
    client, client_of, moderator, report, proposal
):
    Report.objects.update(state=Report.State.DRAFT, published_at=None)
    listed = reverse("reports:key_issues", args=[report.consultation.slug])

    for reader in (client, client_of(UserFactory())):
        assert [reader.get(address).status_code for address in addresses(proposal)] == [404, 404]
        assert "No key issue can be read yet" in reader.get(listed).content.decode()
    page = client_of(moderator).get(proposal.address_in_print).content.decode()
    assert "Only moderators see this page." in page

    Report.objects.update(state=Report.State.PUBLISHED, published_at="2021-10-01T00:00Z")
    assert [client.get(address).status_code for address in addresses(proposal)] == [200, 200]


def test_a_published_report_without_key_issues_makes_no_proposal_public(client, report, proposal):
    Report.objects.update(state=Report.State.DRAFT, published_at=None)
    report.sections.filter(kind="key_issues").update(switched_on=False)
    Report.objects.update(state=Report.State.PUBLISHED, published_at="2021-10-01T00:00Z")

    assert client.get(proposal.address_in_print).status_code == 404


def test_what_a_superseded_report_printed_can_still_be_read(client, report, proposal):
    report.move_to(Report.State.SUPERSEDED)

    assert client.get(proposal.address_in_print).status_code == 200


@pytest.mark.parametrize(
    "address", ["proposals/{}/1.99/", "proposals/{}/0.0/", "consultations/{}/key-issues/9999999999/"]
)
def test_numbers_that_nobody_gave_lead_nowhere(client, report, address):
    assert client.get(f"/en/{address.format(report.consultation.slug)}").status_code == 404


def test_the_number_in_a_report_leads_to_the_proposal_and_back(client, moderator, report, proposal):
    pdf.render(compile_report(report, "en", by=moderator).pk)

    of_report = client.get(report.get_absolute_url()).content.decode()
    of_proposal = client.get(proposal.address_in_print).content.decode()

    assert f'<bdi dir="ltr"><a href="{proposal.address_in_print}">1.1</a></bdi>' in of_report
    for anchor in ("recommendation-1-1", "p2", "p3"):
        assert f'href="{report.get_absolute_url()}#{anchor}"' in of_proposal
        assert f'id="{anchor}"' in of_report


def test_a_recommendation_and_the_proposal_behind_it_lead_to_one_another(client, moderator, proposal):
    made, other = RecommendationFactory(), RecommendationFactory()
    link(proposal, made, by=moderator)

    of_proposal = client.get(proposal.address_in_print).content.decode()
    of_recommendation = client.get(made.get_absolute_url()).content.decode()

    assert made.get_absolute_url() in of_proposal and other.get_absolute_url() not in of_proposal
    assert made.text in of_proposal and '<span class="tag pending">' in of_proposal
    assert proposal.address_in_print in of_recommendation
    assert proposal.address_in_print not in client.get(other.get_absolute_url()).content.decode()


def test_a_recommendation_tells_strangers_of_no_proposal_that_is_not_public(
    client, client_of, moderator, proposal
):
    made = RecommendationFactory()
    link(proposal, made, by=moderator)
    Report.objects.update(state=Report.State.DRAFT, published_at=None)

    assert proposal.address_in_print not in client.get(made.get_absolute_url()).content.decode()
    assert proposal.get_absolute_url() in client_of(moderator).get(made.get_absolute_url()).content.decode()


def test_one_that_was_merged_is_followed_to_the_one_it_was_merged_into(client, moderator, proposal):
    merged, kept = RecommendationFactory(), RecommendationFactory()
    link(proposal, merged, by=moderator)
    Recommendation.objects.filter(pk=merged.pk).update(merged_into=kept, is_listed=False)

    page = client.get(proposal.address_in_print).content.decode()

    assert kept.get_absolute_url() in page and merged.get_absolute_url() not in page
    assert proposal.address_in_print in client.get(kept.get_absolute_url()).content.decode()


def test_the_consultation_leads_to_its_key_issues(client, report, proposal):
    listed = reverse("reports:key_issues", args=[report.consultation.slug])

    page = client.get(report.consultation.get_absolute_url()).content.decode()
    assert listed in page and proposal.key_issue.address_in_print in page
    Report.objects.update(state=Report.State.DRAFT, published_at=None)
    assert listed not in client.get(report.consultation.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_proposal_asks_as_often_for_one_link_as_for_three(
    client, moderator, report, proposal, django_assert_num_queries, rows
):
    pdf.render(compile_report(report, "en", by=moderator).pk)
    link(proposal, *(RecommendationFactory() for _ in range(rows)), by=moderator)
    for day in range(rows):
        record_follow_up(
            proposal,
            by=moderator,
            outcome="in_part",
            happened_on=f"2024-01-0{day + 1}",
            narrative="A law was drafted.",
            language="en",
            evidence=["https://example.org/law"],
        )

    address = proposal.address_in_print

    with django_assert_num_queries(18):
        page = client.get(address)

    assert page.content.decode().count("A law was drafted.") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_key_issues_ask_as_often_for_one_proposal_as_for_three(
    client, moderator, django_assert_num_queries, rows
):
    report = ReportFactory()
    for number in range(2, rows + 1):
        ProposalFactory(key_issue=report.consultation.key_issues.get(), number=number)
    published(report, by=moderator)

    with django_assert_num_queries(5):
        page = client.get(reverse("reports:key_issues", args=[report.consultation.slug]))

    assert page.content.decode().count("Proposal 1.") == rows


@pytest.fixture
def room(reference, moderator) -> Room:
    return Room(moderator)


def test_moderators_read_the_excerpts_behind_a_proposal_and_visitors_their_counts(
    client, client_of, moderator, room
):
    report = ReportFactory(consultation=room.consultation)
    proposal = room.proposal()
    published(report, by=moderator)
    room.answer(5, behind=proposal, text="Talk to us earlier.")
    proposal.excerpts.add(room.excerpt(room.note("They asked for time."), "asked for time"))

    told, read = (
        who.get(proposal.address_in_print).content.decode() for who in (client, client_of(moderator))
    )

    for page in (told, read):
        assert "<dt>People who answered</dt><dd>5" in page
    assert "Talk to us earlier." not in told and "asked for time" not in told
    assert read.count("Talk to us earlier.") == 5 and "asked for time" in read


def test_a_note_tells_moderators_what_was_taken_from_it(client_of, moderator, room):
    note = room.note("They asked for time, and for chairs.")
    proposal = room.proposal()
    proposal.excerpts.add(room.excerpt(note, "asked for time"))
    event = room.sub_topic.event
    event.rapporteurs.add(note.author)

    page, of_author = (
        client_of(person).get(event.address_of("notes")).content.decode()
        for person in (moderator, note.author)
    )

    assert "Taken for the report" in page and f"{proposal.get_absolute_url()}#behind" in page
    assert "Taken for the report" not in of_author


def test_a_statement_tells_moderators_what_was_taken_from_it(client_of, moderator, room):
    proposal = room.proposal()
    proposal.excerpts.add(room.excerpt(room.statement("We need water."), "need water"))

    page = client_of(moderator).get(room.sub_topic.event.address_of("statements")).content.decode()

    assert f"{proposal.get_absolute_url()}#behind" in page


def test_merged_proposals_keep_links_addressees_and_follow_up_of_both(moderator, room):
    into, other = room.proposal(), room.proposal()
    shared, own = RecommendationFactory(), RecommendationFactory()
    link(into, shared, by=moderator)
    keep_links(
        other,
        by=moderator,
        wanted=Links(frozenset({shared.pk, own.pk}), kinds=frozenset({"nhri"})),
        seen=Links(),
    )
    record_follow_up(
        other,
        by=moderator,
        outcome="taken_up",
        happened_on="2024-01-01",
        narrative="Done.",
        language="en",
        evidence=[],
    )

    merge(into, other, version=1, other_version=1, by=moderator)

    assert Links.of(into) == Links(frozenset({shared.pk, own.pk}), kinds=frozenset({"nhri"}))
    assert into.standing.narrative == "Done."
