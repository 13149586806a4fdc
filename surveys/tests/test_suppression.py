"""Can a small count be worked out from what is shown? Try all tables there are."""

from collections import defaultdict

import pytest

from surveys.suppression import FEW, HIDDEN, Cell, adding_up, percent, separate


def tables(cells: int, total: int):
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(cells - 1, total - first):
            yield (first, *rest)


def only_the_small(counts: dict, threshold: int) -> dict:
    """The control: small counts are left out, and nothing else."""
    return separate(counts, threshold)


def known_small_counts(rule, threshold: int, cells: int, total: int) -> int:
    """How often somebody who knows the total and the rule can tell a small count from what is shown."""
    shown_as = defaultdict(list)
    for table in tables(cells, total):
        shown = rule(dict(enumerate(table)), threshold)
        if shown is not None:
            shown_as[tuple(shown.values())].append(table)
    return sum(
        len({table[place] for table in possible}) == 1
        for shown, possible in shown_as.items()
        for place, cell in enumerate(shown)
        if cell == FEW
    )


@pytest.mark.parametrize(("cells", "most"), [(2, 30), (3, 22), (4, 15)])
@pytest.mark.parametrize("threshold", [3, 5])
def test_no_small_count_can_be_worked_out(cells, most, threshold):
    for total in range(threshold, most):
        assert known_small_counts(adding_up, threshold, cells, total) == 0


def test_leaving_out_the_small_ones_alone_would_give_them_away():
    assert known_small_counts(only_the_small, 5, 3, 20) > 0


def test_a_lone_small_count_hides_the_next_larger():
    cells = adding_up({"a": 60, "b": 3, "c": 12}, 5)

    assert cells == {"a": Cell(60), "b": FEW, "c": HIDDEN}


def test_where_nothing_protects_a_small_count_nothing_is_shown():
    assert adding_up({"a": 5, "b": 1}, 5) is None


def test_nought_is_shown_and_counts_that_add_up_to_nothing_stand_alone():
    assert separate({"a": 0, "b": 4, "c": 5}, 5) == {"a": Cell(0), "b": FEW, "c": Cell(5)}


def test_shares_need_enough_people_and_a_count():
    assert percent(Cell(97), 123) == 79
    assert percent(Cell(10), 19) is None
    assert percent(FEW, 123) is None
