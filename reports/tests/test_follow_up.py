"""What moderators link a proposal to, and what they record of it."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.tests.factories import StateFactory
from reports.actions.follow_up import keep_links, record_follow_up
from reports.chain import Links
from reports.models import Addressee, Evidence, FollowUp
from reports.tests.factories import ProposalFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return ProposalFactory()


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def links_page(proposal) -> str:
    return reverse("reports:proposal_links", args=[proposal.pk])


@pytest.fixture
def follow_up_page(proposal) -> str:
    return reverse("reports:record_follow_up", args=[proposal.pk])


def sent(page, **changes) -> dict:
    """What a browser would send of the page of links."""
    form = page.context["form"]
    first = {name: form.initial[name] for name in ("kinds", "states", "targets")}
    ticked = form.initial["seen"]["recommendations"]
    return {**first, "recommendations": ticked, "seen": json.dumps(form.initial["seen"]), **changes}


def entry(proposal, moderator, **changes) -> FollowUp:
    said = {
        "outcome": "taken_up",
        "happened_on": timezone.localdate(),
        "narrative": "A law was passed.",
        "language": "en",
        "evidence": [],
    }
    return record_follow_up(proposal, by=moderator, **said | changes)


def test_a_moderator_searches_ticks_and_saves(desk, moderator, proposal, links_page):
    wells = RecommendationFactory(text_en="Dig wells in every village.")
    trees = RecommendationFactory(text_en="Plant trees along the roads.")

    first = desk.get(links_page)
    found = desk.post(links_page, sent(first, search="1", q="wells"))
    more = desk.post(links_page, sent(first, search="1", q="trees", recommendations=[wells.pk]))
    saved = desk.post(links_page, sent(first, recommendations=[wells.pk, trees.pk]))

    assert [row.pk for row in found.context["rows"]] == [wells.pk] and found.status_code == 200
    assert [row.pk for row in more.context["ticked"]] == [wells.pk], "what was ticked stays ticked"
    assert saved.status_code == 302
    made = proposal.recommendation_links.order_by("pk")
    assert [(one.recommendation, one.linked_by) for one in made] == [(wells, moderator), (trees, moderator)]
    assert AuditEntry.objects.first().facts["added"] == {"recommendations": [wells.pk, trees.pk]}


def test_a_search_keeps_to_a_state(desk, links_page):
    here, there = (ReviewFactory(state=StateFactory()) for _ in range(2))
    wanted = RecommendationFactory(review=here, text_en="Dig wells.")
    RecommendationFactory(review=there, text_en="Dig wells, too.")

    page = desk.post(links_page, {"search": "1", "q": "wells", "state": here.state.iso3})

    assert [row.pk for row in page.context["rows"]] == [wanted.pk]


def test_addressees_states_and_targets_are_kept_and_taken_away(desk, reference, proposal, links_page):
    first = desk.get(links_page)
    desk.post(links_page, sent(first, kinds=["nhri", "state"], states="Maroc\nPERU", targets="16.3, 5.A"))
    second = desk.get(links_page)

    assert Links.of(proposal) == Links(
        kinds=frozenset({"nhri", "state"}),
        states=frozenset({"MAR", "PER"}),
        targets=frozenset({"16.3", "5.a"}),
    )
    desk.post(links_page, sent(second, kinds=["nhri"], states="Peru", targets=""))
    assert Links.of(proposal) == Links(kinds=frozenset({"nhri"}), states=frozenset({"PER"}))


def test_unknown_states_and_targets_are_named_and_nothing_is_kept(desk, reference, proposal, links_page):
    page = desk.post(
        links_page, sent(desk.get(links_page), kinds=["nhri"], states="Atlantis", targets="18.1")
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert "No State is known as “Atlantis”." in text and "There is no target “18.1”." in text
    assert Links.of(proposal) == Links()


def test_two_who_link_at_once_take_nothing_from_one_another(desk, moderator, proposal, links_page):
    one, two, gone = (RecommendationFactory() for _ in range(3))
    keep_links(proposal, by=moderator, wanted=Links(frozenset({gone.pk})), seen=Links())
    opened = desk.get(links_page)
    keep_links(proposal, by=moderator, wanted=Links(frozenset({gone.pk, one.pk})), seen=Links())

    desk.post(links_page, sent(opened, recommendations=[two.pk]))

    assert Links.of(proposal).recommendations == {one.pk, two.pk}


@pytest.mark.parametrize("seen", ["{}", "[]", "x", '{"recommendations": [[1]], "kinds": 0}', ""])
def test_a_damaged_page_is_refused(desk, links_page, seen):
    assert desk.post(links_page, {"seen": seen}).status_code == 422


def test_an_entry_is_recorded_and_the_latest_day_counts(desk, proposal, follow_up_page, moderator):
    entry(proposal, moderator)
    evidence = "https://example.org/law\nhttps://example.org/law\nhttps://example.org/decree"
    said = {"outcome": "too_early", "happened_on": "2021-10-01", "language": "fr", "evidence": evidence}

    answer = desk.post(follow_up_page, said)

    assert answer.status_code == 302
    added = FollowUp.objects.get(outcome="too_early")
    assert [one.address for one in added.evidence.all()] == evidence.split()[1:]
    assert proposal.standing.outcome == "taken_up"
    assert proposal.follow_ups.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"narrative": ""}, "Say in a few words what happened."),
        (
            {"happened_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            "This day is still to come.",
        ),
        ({"evidence": "http://example.org/"}, "is not an address that begins with https://."),
        ({"evidence": "javascript:alert(1)"}, "is not an address that begins with https://."),
        ({"outcome": "maybe"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, follow_up_page, changes, said):
    typed = {
        "outcome": "taken_up",
        "happened_on": "2024-01-01",
        "narrative": "A law was passed.",
        "language": "en",
    }
    page = desk.post(follow_up_page, typed | changes)

    assert page.status_code == 422 and said in page.content.decode()
    assert "narrative" in changes or "A law was passed." in page.content.decode()
    assert not FollowUp.objects.exists()


def test_a_wrong_entry_is_corrected_by_a_newer_one_and_stays_readable(
    desk, moderator, proposal, follow_up_page
):
    wrong = entry(proposal, moderator, narrative="A law was passed in June.")
    address = f"{follow_up_page}?corrects={wrong.pk}"
    assert "A law was passed in June." in desk.get(address).content.decode()

    right = {"outcome": "in_part", "happened_on": "2023-01-01", "narrative": "A bill.", "language": "en"}
    desk.post(address, right)

    page = desk.get(proposal.get_absolute_url()).content.decode()
    assert proposal.standing.outcome == "in_part", "though its day is earlier"
    assert "A law was passed in June." in page and "This entry was corrected by a newer one." in page
    assert desk.get(address).status_code == 404, "it is corrected once"


def test_an_entry_of_another_proposal_is_not_corrected(proposal, moderator):
    other = entry(ProposalFactory(key_issue=proposal.key_issue, number=2), moderator)

    with pytest.raises(WrongState):
        entry(proposal, moderator, corrects=other)


def test_the_same_entry_sent_twice_is_kept_once(proposal, moderator):
    assert entry(proposal, moderator) == entry(proposal, moderator)
    assert proposal.follow_ups.count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_or_deletes_what_was_recorded(proposal, moderator, change):
    entry(proposal, moderator)
    other = ProposalFactory(key_issue=proposal.key_issue, number=2)
    with pytest.raises(IntegrityError, match="corrected by a newer one"), transaction.atomic():
        if change == "update":
            FollowUp.objects.update(narrative="Nothing happened.")
        else:
            FollowUp.objects.all()._raw_delete("default")
    assert FollowUp.objects.update(proposal=other) == 1, "the control: it may go along with a merged proposal"


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        (
            "only_a_state_is_named_as_an_addressee",
            lambda proposal, by: Addressee.objects.create(
                proposal=proposal, kind="nhri", state=StateFactory()
            ),
        ),
        (
            "an_addressee_is_of_a_known_kind",
            lambda proposal, by: Addressee.objects.create(proposal=proposal, kind="nobody"),
        ),
        (
            "a_proposal_is_addressed_to_each_once",
            lambda proposal, by: [Addressee.objects.create(proposal=proposal, kind="nhri") for _ in "ab"],
        ),
        (
            "evidence_is_read_over_https",
            lambda proposal, by: Evidence.objects.create(follow_up=entry(proposal, by), address="http://a.b"),
        ),
        (
            "what_became_of_a_proposal_is_told",
            lambda proposal, by: entry(proposal, by, narrative=""),
        ),
    ],
)
def test_facts_that_must_hold_are_held_by_the_database(proposal, moderator, constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(proposal, moderator)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_links_asks_as_often_for_one_as_for_three(
    desk, moderator, proposal, links_page, django_assert_max_num_queries, rows
):
    made = [RecommendationFactory().pk for _ in range(rows)]
    keep_links(proposal, by=moderator, wanted=Links(frozenset(made)), seen=Links())
    desk.get(links_page)

    with django_assert_max_num_queries(14):
        page = desk.get(links_page)

    assert len(page.context["ticked"]) == rows


def test_a_proposal_is_not_deleted_once_it_was_recorded_what_became_of_it(desk, moderator, proposal):
    consultation = proposal.key_issue.consultation
    address = reverse("reports:delete", args=[consultation.slug, f"proposal-{proposal.pk}"])
    assert "Its excerpts stay." in desk.get(address).content.decode(), "the control"
    entry(proposal, moderator)

    page, answer = desk.get(address), desk.post(address, {"version": proposal.version})

    assert "Merge it with another instead" in page.content.decode()
    assert answer.status_code == 409 and proposal.follow_ups.exists()
