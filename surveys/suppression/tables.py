"""Which cells of a two-way table may be shown beside the published counts of both its questions.

Rows are the answers to one question, columns those to another, and each has a line NOBODY for people who gave
none. The counts of both questions by themselves are published, each as `counts.py` lets it. A small cell
is not shown; so that it cannot be worked out from its row and its column, cells around it are left out,
too. All that is left out bears one mark: nobody learns which cells are the small ones.

The rule: for each small number that is not shown there must be another table of whole numbers that gives the
same page and has another number in its place. Two such tables differ by rounds of +1 and -1 through cells
that are not shown (the table is a network, and a round is a circulation in it). So for each small number the
cheapest round is sought, and what is shown on its way is left out.
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from surveys.suppression.counts import FEW, HIDDEN, Cell

NOBODY = ""  # the line of the people who gave no answer, or were not asked
Table = dict[tuple[str, str], int]
# Where all rows meet, all columns, and (several choices a person) all cells of a row.
ROWS, COLUMNS, OUTSIDE = ("rows",), ("columns",), ("outside",)


@dataclass(eq=False)
class Number:
    """A number in the network: it can grow by one along the way from `tail` to `head`, and shrink back."""

    tail: tuple
    head: tuple
    value: int
    can_grow: bool
    can_shrink: bool
    is_hidden: bool


def divided(
    table: Table,
    rows: dict[str, Cell],
    columns: dict[str, Cell],
    threshold: int,
    people: dict[str, int] | None = None,
) -> dict[tuple[str, str], Cell] | None:
    """The table's cells as they may be shown; None where its small numbers cannot be protected.

    `rows` and `columns` are the published counts, NOBODY's among them. `people`, {column: all its people},
    is given where one person can be in several rows; without it each is in one, and columns add up.
    """
    network = Network(table, rows, columns, threshold, people)
    for number in network.to_protect():
        found = network.cheapest_round(number)
        if found is None:
            return None
        for other in found:
            other.is_hidden = True
    hidden = {place for place, number in network.cells.items() if number.is_hidden}
    return {place: HIDDEN if place in hidden else Cell(count) for place, count in table.items()}


def shown_lines(lines: dict[str, Cell], threshold: int) -> set[str]:
    """The lines whose cells are shown at all; few people without an answer have none."""
    told = {code: cell.count for code, cell in lines.items() if cell.count is not None}
    return {code for code, count in told.items() if code != NOBODY or count == 0 or count >= threshold}


class Network:
    """Numbers as ways between lines; what a line takes in it gives out."""

    def __init__(self, table: Table, rows: dict, columns: dict, threshold: int, people: dict | None):
        self.table, self.threshold, self.people = table, threshold, people
        self.shown = shown_lines(rows, threshold), shown_lines(columns, threshold)
        self.given = {column: [table[row, column] for row in rows if row != NOBODY] for column in columns}
        self.cells = {place: self.cell(place) for place in table if not self.is_shown_nought(place)}
        hidden_rows = [row for row, cell in rows.items() if cell.count is None]
        hidden_columns = [column for column, cell in columns.items() if cell.count is None]
        self.totals = [self.total_of_row(row, rows[row]) for row in hidden_rows]
        if people is None:
            self.totals += [self.total_of_column(column, columns[column]) for column in hidden_columns]
        self.ways: dict[tuple, list[Number]] = {}
        for number in (*self.cells.values(), *self.totals):
            self.ways.setdefault(number.tail, []).append(number)
            self.ways.setdefault(number.head, []).append(number)

    def is_displayed(self, place: tuple[str, str]) -> bool:
        return place[0] in self.shown[0] and place[1] in self.shown[1]

    def is_shown_nought(self, place: tuple[str, str]) -> bool:
        return self.table[place] == 0 and self.is_displayed(place)

    def cell(self, place: tuple[str, str]) -> Number:
        row, column = place
        value, is_displayed = self.table[place], self.is_displayed(place)
        least = 1 if is_displayed else 0  # a nought would be shown
        return Number(
            ("row", row),
            ("column", column) if self.people is None else OUTSIDE,
            value,
            can_grow=self.has_room(place),
            can_shrink=value > least and self.has_spare(place),
            is_hidden=not is_displayed or 0 < value < self.threshold,
        )

    def has_room(self, place: tuple[str, str]) -> bool:
        """Whether one more can be here, with all other cells as they are: of the column's people who
        answered each can choose a row once."""
        if self.people is None:
            return True
        row, column = place
        fullest = max(self.given[column], default=0)
        return (fullest if row == NOBODY else self.table[place]) < self.answered(column)

    def has_spare(self, place: tuple[str, str]) -> bool:
        """Whether one fewer can be here: of the column's people who answered each chose something."""
        return self.people is None or sum(self.given[place[1]]) > self.answered(place[1])

    def answered(self, column: str) -> int:
        return self.people[column] - self.table[NOBODY, column]

    def total_of_row(self, row: str, cell: Cell) -> Number:
        """What comes into a row as its total goes out of it as its cells."""
        return self.total(cell, ROWS if self.people is None else OUTSIDE, ("row", row), axis=0)

    def total_of_column(self, column: str, cell: Cell) -> Number:
        return self.total(cell, ("column", column), COLUMNS, axis=1)

    def total(self, cell: Cell, tail: tuple, head: tuple, *, axis: int) -> Number:
        """A published count that is not shown: few, or hidden and then not few."""
        code = (head if axis == 0 else tail)[1]
        value = sum(count for place, count in self.table.items() if place[axis] == code)
        few = cell == FEW
        return Number(
            tail,
            head,
            value,
            can_grow=not few or value < self.threshold - 1,
            can_shrink=value > (1 if few else self.threshold),
            is_hidden=True,
        )

    def to_protect(self) -> list[Number]:
        """Small numbers that are not shown, the smallest first."""
        small = [n for n in (*self.cells.values(), *self.totals) if 0 < n.value < self.threshold]
        return sorted(small, key=lambda number: number.value)

    def cheapest_round(self, number: Number) -> list[Number] | None:
        """Other numbers that can change with this one so that nothing shown changes; shown ones are dear."""
        found = []
        if number.can_grow:
            found.append(self.cheapest_way(number.head, number.tail, number))
        if number.can_shrink:
            found.append(self.cheapest_way(number.tail, number.head, number))
        return min(filter(None, found), key=lambda way: way[0], default=(None, None))[1]

    def cheapest_way(self, start: tuple, end: tuple, left_out: Number) -> tuple | None:
        """(What it costs, the numbers it passes): Dijkstra's search for who hides the fewest people."""
        tie, reached = count(), set()
        waiting = [((0, 0), next(tie), start, [])]
        while waiting:
            (people, length), _tie, line, passed = heappop(waiting)
            if line == end:
                return (people, length), passed
            if line in reached:
                continue
            reached.add(line)
            for number, following in self.steps_from(line):
                if number is not left_out and following not in reached:
                    dear = people + (0 if number.is_hidden else number.value)
                    heappush(waiting, ((dear, length + 1), next(tie), following, [*passed, number]))
        return None

    def steps_from(self, line: tuple):
        """Numbers that can grow out of this line or shrink back through it, with the line they lead to."""
        for number in self.ways.get(line, ()):
            if number.tail == line and number.can_grow:
                yield number, number.head
            elif number.head == line and number.can_shrink:
                yield number, number.tail
