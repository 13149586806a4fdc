"""Key issues and proposals are brought into shape by several people at once, and no word is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from conftest import sign_in
from reports.actions import key_issues as actions
from reports.actions.excerpts import KeptElsewhere
from reports.models import KeyIssue, Proposal
from reports.tests.material import Room
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(reference, moderator):
    return Room(by=moderator)


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


def page_of(room, name="grouping", *words) -> str:
    return reverse(f"reports:{name}", args=[room.consultation.slug, *words])


def order(room) -> list[tuple[int, str, int | None, str | None]]:
    rows = room.consultation.key_issues.order_by("position", "proposals__number")
    return list(rows.values_list("position", "title_en", "proposals__number", "proposals__text_en"))


def test_numbers_restart_with_each_key_issue_and_follow_every_step(room, desk):
    first = room.key_issue(title="One")
    a, b = (room.proposal(first, text=text) for text in "ab")
    second = room.key_issue(title="Two")
    c = room.proposal(second, text="c")
    assert order(room) == [(1, "One", 1, "a"), (1, "One", 2, "b"), (2, "Two", 1, "c")]

    seen = actions.order_of(room.consultation)
    desk.post(page_of(room, "arrange"), {"down": f"proposal-{a.pk}", "seen": seen})
    seen = actions.order_of(room.consultation)
    desk.post(page_of(room, "arrange"), {"up": f"issue-{second.pk}", "seen": seen})

    assert order(room) == [(1, "Two", 1, "c"), (2, "One", 1, "b"), (2, "One", 2, "a")]
    assert desk.post(page_of(room, "delete", f"proposal-{b.pk}"), {"version": 1}).status_code == 302
    assert order(room) == [(1, "Two", 1, "c"), (2, "One", 1, "a")]
    assert c.key_issue == second


def test_who_moves_what_somebody_else_moved_meanwhile_sees_the_new_order(room, desk):
    room.key_issue(title="One")
    second = room.key_issue(title="Two")
    seen = actions.order_of(room.consultation)
    actions.move(second, step=-1, seen=seen, by=room.by)

    answer = desk.post(page_of(room, "arrange"), {"up": f"issue-{second.pk}", "seen": seen})

    assert answer.status_code == 409 and "Somebody else changed the order" in answer.text
    assert [line[1] for line in order(room)] == ["Two", "One"]


def test_texts_are_written_in_the_languages_side_by_side(room, desk):
    typed = {
        "version": 0,
        "title_en": "Time",
        "title_fr": "Le temps",
        "narrative_en": "\r\nSpeakers wait.\r\n",
    }

    assert desk.post(page_of(room, "new_key_issue"), typed).status_code == 302
    issue = KeyIssue.objects.get()
    desk.post(page_of(room, "new_proposal", issue.pk), {"version": 0, "text_fr": "Donner du temps."})

    assert (issue.title_fr, issue.narrative_en) == ("Le temps", "Speakers wait.")
    assert Proposal.objects.get().text_fr == "Donner du temps."
    empty = desk.post(page_of(room, "new_key_issue"), {"version": 0, "narrative_en": "[[nonsense]]"})
    assert empty.status_code == 422 and "Write it in one language at least." in empty.text


def test_two_who_write_at_once_see_both_texts_and_nothing_is_overwritten_unseen(room, desk):
    issue = room.key_issue(title="Time")
    actions.write(issue, version=1, title_en="Time to speak", by=room.by)
    page = page_of(room, "write", f"issue-{issue.pk}")

    answer = desk.post(page, {"version": 1, "title_en": "Time to listen"})

    issue.refresh_from_db()
    assert (answer.status_code, issue.title_en) == (409, "Time to speak")
    assert "Time to <mark>speak</mark>" in answer.text and 'value="Time to listen"' in answer.text
    version = answer.context["form"]["version"].value()
    assert desk.post(page, {"version": version, "title_en": "Time to listen"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.title_en, issue.version) == ("Time to listen", 3)


def test_of_two_texts_that_of_the_other_can_be_kept(room, desk):
    issue = room.key_issue(title="Time")
    page = page_of(room, "write", f"issue-{issue.pk}")
    mine = {"version": 1, "title_en": "Time to listen", "narrative_en": "Mine."}
    actions.write(issue, version=1, title_en="Time to speak", by=room.by)
    assert 'value="title_en" form="texts"' in desk.post(page, mine).text

    assert desk.post(page, mine | {"version": 2, "theirs": ["title_en"]}).status_code == 302

    issue.refresh_from_db()
    assert (issue.title_en, issue.narrative_en) == ("Time to speak", "Mine.")


def test_what_was_typed_stays_where_somebody_was_signed_out_or_the_browser_forgot_the_page(room, moderator):
    issue = room.key_issue(title="Time")
    page, typed = page_of(room, "write", f"issue-{issue.pk}"), {"version": 1, "title_en": "Long thoughts"}

    signed_out = Client().post(page, typed)
    forgetful = sign_in(moderator)
    forgetful.handler.enforce_csrf_checks = True
    forgot = forgetful.post(page, typed)

    for answer in (signed_out, forgot):
        assert answer.status_code == 403 and "Long thoughts" in answer.text
    assert "no longer signed in" in signed_out.text and "forgot this page" in forgot.text
    assert "Time" not in signed_out.text.replace("Times", "") and KeyIssue.objects.get().title_en == "Time"
    assert Client().get(page).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_of_two_who_save_in_the_same_moment_one_is_told(moderator, monkeypatch, is_guarded):
    """The control: without the comparison the first text is gone, and nobody is told."""
    if not is_guarded:
        monkeypatch.setattr(actions, "refuse_if_overtaken", lambda row, version: None)
    issue = Room(by=moderator).key_issue(title="Time")
    together = Barrier(2)

    def save(title: str) -> bool:
        try:
            together.wait()
            actions.write(issue, version=1, title_en=title, by=moderator)
        except KeptElsewhere as elsewhere:
            assert elsewhere.row.title_en != title
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(save, ["Mine", "Theirs"]))

    assert sorted(kept) == ([False, True] if is_guarded else [True, True])


def test_merged_key_issues_keep_every_word_proposal_and_excerpt(room, desk):
    into = room.key_issue(title="Time", narrative="Speakers wait.")
    other = room.key_issue(title="Place", narrative="Rooms are full.")
    third = room.key_issue(title="Money")
    room.proposal(into, text="a"), room.proposal(other, text="b")
    excerpt = room.excerpt(room.note("Rooms are full."), "full")
    other.excerpts.add(excerpt)

    answer = desk.post(
        page_of(room, "merge", f"issue-{into.pk}"), {"version": 1, "other": f"{other.pk}-{other.version}"}
    )

    assert answer.status_code == 302
    assert order(room) == [(1, "Time", 1, "a"), (1, "Time", 2, "b"), (2, "Money", None, None)]
    into.refresh_from_db(), third.refresh_from_db()
    assert into.narrative_en == "Speakers wait.\n\nPlace\n\nRooms are full."
    assert list(into.excerpts.all()) == [excerpt]


def test_merging_with_what_was_changed_meanwhile_is_refused(room, desk):
    into, other = room.proposal(text="a"), room.proposal(text="b")
    actions.write(other, version=1, text_en="b, and more", by=room.by)

    answer = desk.post(
        page_of(room, "merge", f"proposal-{into.pk}"), {"version": 1, "other": f"{other.pk}-1"}
    )

    assert answer.status_code == 422 and "It was changed meanwhile." in answer.text
    assert Proposal.objects.count() == 2
    with pytest.raises(WrongState):
        actions.merge(into, into, version=1, other_version=1, by=room.by)


def test_a_key_issue_is_split_with_what_was_ticked(room, desk):
    issue = room.key_issue(title="Time and place")
    room.proposal(issue, text="a")
    goes = room.proposal(issue, text="b")
    room.key_issue(title="Money")
    stays, moves = (room.excerpt(room.note(text), text) for text in ("Time.", "Place."))
    issue.excerpts.add(stays, moves)
    ticked = {"excerpts": [moves.pk], "proposals": [goes.pk]}

    answer = desk.post(
        page_of(room, "split", f"issue-{issue.pk}"), {"version": 1, "title_en": "Place", **ticked}
    )

    assert answer.status_code == 302
    assert order(room) == [(1, "Time and place", 1, "a"), (2, "Place", 1, "b"), (3, "Money", None, None)]
    assert list(issue.excerpts.all()) == [stays]
    assert list(KeyIssue.objects.get(position=2).excerpts.all()) == [moves]


def test_a_proposal_is_split_into_two(room, desk):
    proposal = room.proposal(text="Time and place")
    room.proposal(text="Money")

    desk.post(page_of(room, "split", f"proposal-{proposal.pk}"), {"version": 1, "text_en": "Place"})

    assert [line[3] for line in order(room)] == ["Time and place", "Place", "Money"]


def test_excerpts_are_put_behind_and_others_choices_stay(room, desk):
    proposal = room.proposal()
    shown, ticked, elsewhere = (room.excerpt(room.note(text), text) for text in ("One.", "Two.", "Three."))
    proposal.excerpts.add(shown, elsewhere)
    page = page_of(room, "behind", f"proposal-{proposal.pk}")
    assert "Two." in desk.get(page).text

    desk.post(page, {"shown": [shown.pk, ticked.pk], "behind": [ticked.pk]})

    assert set(proposal.excerpts.all()) == {ticked, elsewhere}
    free = desk.get(page, {"free": 1}).text
    assert "One." in free and "Two." not in free


def test_an_excerpt_of_another_consultation_is_refused(room):
    other = Room(by=room.by)
    with pytest.raises(ValueError, match="own consultation"):
        actions.put_behind(
            room.proposal(), add=[other.excerpt(other.note("One."), "One.")], remove=[], by=room.by
        )


def test_the_workbench_asks_as_often_for_one_key_issue_as_for_three(
    room, desk, django_assert_max_num_queries
):
    def fill() -> None:
        proposal = room.proposal(room.key_issue())
        proposal.excerpts.add(room.excerpt(room.note("One."), "One."))
        proposal.key_issue.excerpts.add(*proposal.excerpts.all())

    def count() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert desk.get(page_of(room)).status_code == 200
        return len(counted)

    fill()
    one = count()
    fill(), fill()
    assert count() == one
