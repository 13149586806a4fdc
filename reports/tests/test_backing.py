"""What is told of how many stand behind key issues and proposals."""

import pytest

from reports import backing
from reports.backing import Part, backing_of, gives_away
from reports.tests.material import KINDS, Room
from surveys.suppression import FEW, HIDDEN, Cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(reference, moderator):
    return Room(by=moderator)


def test_people_statements_and_notes_are_counted_once_each(room):
    proposal = room.proposal()
    room.answer(6, kind="national-ngo", behind=proposal)
    room.answer(5, kind="nhri", region="AFRICA", behind=proposal)
    note = room.note("One. Two.")
    proposal.excerpts.add(room.excerpt(note, "One."), room.excerpt(note, "Two."))

    found = backing_of(room.consultation).proposals[proposal.pk]

    assert found.answers.total == Cell(11)
    assert found.answers.by_kind == {"national-ngo": Cell(6), "nhri": Cell(5)}
    assert found.answers.by_region == {"AFRICA": Cell(5), "": Cell(6)}
    assert (found.statements.total, found.notes) == (Cell(0), 1)


def test_few_are_told_as_few_and_not_divided(room):
    proposal = room.proposal()
    room.answer(4, kind="nhri", behind=proposal)

    answers = backing_of(room.consultation).proposals[proposal.pk].answers

    assert (answers.total, answers.by_kind, answers.by_region) == (FEW, None, None)


def test_a_small_kind_cannot_be_worked_out_from_the_total(room):
    proposal = room.proposal()
    for kind, people in zip(KINDS, (9, 6, 2), strict=False):
        room.answer(people, kind=kind, behind=proposal)

    by_kind = backing_of(room.consultation).proposals[proposal.pk].answers.by_kind

    assert by_kind == {KINDS[0]: Cell(9), KINDS[1]: HIDDEN, KINDS[2]: FEW}


def test_a_key_issue_is_backed_by_its_proposals_too(room):
    one, other = room.proposal(), room.proposal()
    room.answer(5, kind="nhri", behind=one)
    room.answer(6, kind="nhri", behind=other)
    room.answer(1, kind="nhri", behind=one.key_issue)

    found = backing_of(room.consultation)

    assert found.issues[one.key_issue_id].answers.total == Cell(12)
    assert found.issues[one.key_issue_id].answers.by_kind == {"nhri": Cell(12)}


def test_the_whole_does_not_tell_what_a_part_keeps_back(room, monkeypatch):
    one, other = room.proposal(), room.proposal()
    room.answer(8, kind="nhri", behind=one)
    room.answer(4, kind="nhri", behind=other)

    found = backing_of(room.consultation)

    assert found.proposals[other.pk].answers.total == FEW
    assert found.issues[one.key_issue_id].answers.total == HIDDEN
    # The control: without the guard 12 less 8 are 4.
    monkeypatch.setattr(backing, "gives_away", lambda *_: False)
    assert backing_of(room.consultation).issues[one.key_issue_id].answers.total == Cell(12)


def test_a_part_that_says_most_of_a_line_gives_away_the_rest():
    whole = {"a": HIDDEN, "b": FEW}

    assert gives_away(whole, 9, [Part({"a": Cell(8)}, Cell(8))], 5)
    assert not gives_away(whole, 9, [Part({"a": Cell(6)}, Cell(6))], 5)


def test_a_statement_whose_writer_takes_back_the_consent_no_longer_counts(room):
    proposal = room.proposal()
    statements = [room.statement("We ask for water.") for _ in range(5)]
    proposal.excerpts.add(*(room.excerpt(one, "We ask") for one in statements))
    assert backing_of(room.consultation).proposals[proposal.pk].statements.total == Cell(5)

    type(statements[0]).objects.update(may_be_published=False)

    assert backing_of(room.consultation).proposals[proposal.pk].is_empty


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_for_one_proposal_as_for_three(room, django_assert_num_queries, rows):
    for _ in range(rows):
        room.answer(5, kind="nhri", behind=room.proposal())

    with django_assert_num_queries(9):
        backing_of(room.consultation)
