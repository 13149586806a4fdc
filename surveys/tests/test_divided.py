"""Can a small number be worked out from a divided page? An attacker tries all tables that give that page."""

from itertools import product
from random import Random

import pytest

from surveys.suppression import FEW, HIDDEN, NOBODY, Cell, adding_up, divided, separate
from surveys.suppression.tables import shown_lines

THRESHOLD = 3


def totals(table: dict, axis: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, count in table.items():
        found[place[axis]] = found.get(place[axis], 0) + count
    return found


def published(line_totals: dict[str, int]) -> dict[str, Cell] | None:
    """The counts of one question on its own page; how many passed over it is always known."""
    given = {code: count for code, count in line_totals.items() if code != NOBODY}
    cells = adding_up(given, THRESHOLD)
    return None if cells is None else cells | {NOBODY: Cell(line_totals[NOBODY])}


def fits(cell: Cell, value: int) -> bool:
    if cell == FEW:
        return 0 < value < THRESHOLD
    return value >= THRESHOLD if cell == HIDDEN else value == cell.count


def possible_lines(cells: list[tuple], total: Cell, people: int):
    """All rows of numbers that fit what is shown of a row."""
    known = [[count] if count is not None else range(least, people + 1) for count, least in cells]
    for line in product(*known):
        if sum(line) <= people and fits(total, sum(line)):
            yield line


def possible_tables(shown: dict, rows: dict, columns: dict, people: int):
    """All tables that somebody who knows the page must think possible."""
    displayed = shown_lines(rows, THRESHOLD), shown_lines(columns, THRESHOLD)
    lines = []
    for row, total in rows.items():
        cells = []
        for column in columns:
            is_displayed = row in displayed[0] and column in displayed[1]
            cells.append((shown[row, column].count if is_displayed else None, 1 if is_displayed else 0))
        lines.append(list(possible_lines(cells, total, people)))
    for found in product(*lines):
        sums = [sum(line) for line in zip(*found, strict=True)]
        if sum(sums) == people and all(map(fits, columns.values(), sums)):
            yield {
                (row, column): count
                for row, line in zip(rows, found, strict=True)
                for column, count in zip(columns, line, strict=True)
            }


def worked_out(table: dict, shown: dict, rows: dict, columns: dict) -> list:
    """Small numbers, also of the published counts, that are the same in all tables that are possible."""
    seen: dict = {}
    for possible in possible_tables(shown, rows, columns, sum(table.values())):
        for place, count in possible.items():
            seen.setdefault(place, set()).add(count)
        for axis in (0, 1):
            for code, count in totals(possible, axis).items():
                seen.setdefault((axis, code), set()).add(count)
    small = {place for place, count in table.items() if 0 < count < THRESHOLD}
    small |= {
        (axis, code)
        for axis, lines in enumerate((rows, columns))
        for code, cell in lines.items()
        if cell == FEW
    }
    return [place for place in small if len(seen[place]) == 1]


def random_tables(seed: int, how_many: int, most: int = 12):
    """Tables of two answers and NOBODY each way, with the published counts of both questions."""
    random = Random(seed)  # noqa: S311
    codes = ("a", "b", NOBODY)
    while how_many:
        table = dict.fromkeys(product(codes, codes), 0)
        for _ in range(random.randint(8, most)):
            table[random.choice(list(table))] += 1
        rows, columns = (published(totals(table, axis)) for axis in (0, 1))
        if rows and columns:
            how_many -= 1
            yield table, rows, columns


def only_the_small(table: dict, rows: dict, columns: dict) -> dict:
    """The control: small numbers are left out, and nothing else."""
    return separate(table, THRESHOLD)


@pytest.mark.parametrize("seed", range(4))
def test_no_small_number_can_be_worked_out_from_a_divided_page(seed):
    shown_at_all = 0
    for table, rows, columns in random_tables(seed, 30):
        shown = divided(table, rows, columns, THRESHOLD)
        if shown is not None:
            shown_at_all += 1
            assert worked_out(table, shown, rows, columns) == [], table
    assert shown_at_all > 5


def test_leaving_out_the_small_numbers_alone_gives_them_away():
    found = [worked_out(*(t, only_the_small(t, r, c), r, c)) for t, r, c in random_tables(0, 30)]

    assert sum(map(bool, found)) > 5


def test_both_pages_of_two_questions_leave_out_the_same():
    for table, rows, columns in random_tables(7, 100):
        turned = {(column, row): count for (row, column), count in table.items()}
        shown, other = divided(table, rows, columns, 3), divided(turned, columns, rows, 3)
        assert (shown is None) == (other is None)


def test_a_lone_small_number_takes_three_others_with_it_the_smallest():
    table = {("a", "x"): 2, ("a", "y"): 30, ("b", "x"): 40, ("b", "y"): 20, ("c", "x"): 50, ("c", "y"): 60}
    rows = {code: Cell(count) for code, count in totals(table, 0).items()}
    columns = {code: Cell(count) for code, count in totals(table, 1).items()}

    shown = divided(table, rows, columns, 5)

    assert {place for place, cell in shown.items() if cell == HIDDEN} == {
        ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"),
    }  # fmt: skip
    assert shown["c", "x"] == Cell(50)
