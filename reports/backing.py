"""How many people and notes stand behind key issues and proposals, told so that no few can be singled out.

A key issue is backed by its own excerpts and by those of its proposals. The rule is that of survey results
(`surveys.suppression`): counts below the threshold are "few", and what would give them away is left out.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import inf

from django.utils.translation import pgettext

from consultations.models import Consultation
from reports.models import Excerpt, KeyIssue, Proposal
from reports.stakeholders import PEOPLE, names_of_kinds, names_of_regions, parameters_of_people, rows_of
from surveys.models import Survey
from surveys.models.surveys import LEAST_THRESHOLD
from surveys.suppression import FEW, HIDDEN, Cell, adding_up

Cells = dict[str, Cell]


@dataclass(frozen=True)
class Person:
    """Somebody who answered or handed in a statement; `kind` and `region` are "" where nothing is known."""

    key: object
    kind: str
    region: str


@dataclass(frozen=True)
class Crowd:
    """People counted: all of them, by kind of stakeholder and by region; None where a table is not told."""

    total: Cell
    by_kind: Cells | None = None
    by_region: Cells | None = None
    regions: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_divided(self) -> bool:
        return bool(self.by_kind or self.by_region)

    @property
    def named_kinds(self) -> list[tuple[str, Cell]]:
        """(name of the kind in the active language, count), the most first."""
        return in_words(self.by_kind, names_of_kinds())

    @property
    def named_regions(self) -> list[tuple[str, Cell]]:
        return in_words(self.by_region, self.regions)


def in_words(cells: Cells | None, names: dict[str, str]) -> list[tuple[str, Cell]]:
    lines = sorted((cells or {}).items(), key=lambda line: (line[0] == "", -(line[1].count or 0), line[0]))
    return [(names.get(code) or pgettext("group of people", "Not known"), cell) for code, cell in lines]


@dataclass(frozen=True)
class Backing:
    """What stands behind one key issue or proposal."""

    answers: Crowd
    statements: Crowd
    notes: int

    @property
    def is_empty(self) -> bool:
        return not self.notes and self.answers.total == self.statements.total == Cell(0)

    @property
    def is_divided(self) -> bool:
        return self.answers.is_divided or self.statements.is_divided


@dataclass(frozen=True)
class Backings:
    """{key of the key issue or of the proposal: Backing}, and below which number nothing is told."""

    issues: dict[int, Backing]
    proposals: dict[int, Backing]
    threshold: int


def backing_of(consultation: Consultation) -> Backings:
    """The backing of all key issues and proposals of a consultation; the number of queries stays the same."""
    surveys = list(Survey.objects.filter(phases__consultation=consultation).distinct())
    threshold = max((survey.threshold for survey in surveys), default=LEAST_THRESHOLD)
    people, notes = sources_of(consultation, surveys)
    proposals = links_of(Proposal, key_issue__consultation=consultation)
    issues = links_of(KeyIssue, consultation=consultation)
    inside: dict[int, list[int]] = {issue: [] for issue in issues}
    for proposal, issue in Proposal.objects.filter(pk__in=proposals).values_list("pk", "key_issue"):
        inside[issue].append(proposal)
        issues[issue] |= proposals[proposal]
    backer = Backer(people, notes, threshold, names_of_regions())
    found = {pk: backer.around(excerpts, []) for pk, excerpts in proposals.items()}
    around = {
        pk: backer.around(excerpts, [found[one] for one in inside[pk]]) for pk, excerpts in issues.items()
    }
    return Backings(around, found, threshold)


def links_of(model: type[KeyIssue | Proposal], **of_consultation) -> dict[int, set[int]]:
    """{row: its excerpts}, also where it has none."""
    links: dict[int, set[int]] = {}
    for row, excerpt in model.objects.filter(**of_consultation).order_by().values_list("pk", "excerpts"):
        links.setdefault(row, set()).update([excerpt] if excerpt else [])
    return links


def sources_of(consultation: Consultation, surveys: list[Survey]) -> tuple[dict, dict]:
    """({"answer" or "statement": {excerpt: Person}}, {excerpt: note}); what was taken back is left out."""
    responses = {
        row["response_id"]: Person(row["response_id"], row["kind"], row["region"])
        for row in rows_of(PEOPLE, parameters_of_people(surveys))
    }
    people: dict[str, dict[int, Person]] = {"answer": {}, "statement": {}}
    notes = {}
    registration = "statement__request__registration"
    columns = (registration, f"{registration}__stakeholder_kind", f"{registration}__region__code")
    standing = Excerpt.objects.standing().filter(consultation=consultation)
    for pk, response, note, *writer in standing.values_list("pk", "answer__response", "note", *columns):
        if response in responses:
            people["answer"][pk] = responses[response]
        elif note:
            notes[pk] = note
        else:
            key, kind, region = writer
            people["statement"][pk] = Person(key, kind or "", region or "")
    return people, notes


class Backer:
    """Counts who stands behind sets of excerpts: `people` and `notes` as `sources_of` gives them."""

    def __init__(self, people: dict, notes: dict, threshold: int, regions: dict[str, str]):
        self.people, self.notes, self.threshold, self.regions = people, notes, threshold, regions

    def around(self, excerpts: set[int], inside: list[Backing]) -> Backing:
        """What is told of a whole, where this is told of its parts."""
        return Backing(
            self.crowd(self.behind(excerpts, "answer"), [part.answers for part in inside]),
            self.crowd(self.behind(excerpts, "statement"), [part.statements for part in inside]),
            len({self.notes[excerpt] for excerpt in excerpts & self.notes.keys()}),
        )

    def behind(self, excerpts: set[int], source: str) -> set[Person]:
        return {self.people[source][excerpt] for excerpt in excerpts & self.people[source].keys()}

    def crowd(self, people: set[Person], inside: list[Crowd]) -> Crowd:
        count = len(people)
        if 0 < count < self.threshold:
            return Crowd(FEW)
        parts = [Part({"": crowd.total}, crowd.total) for crowd in inside]
        if gives_away({"": Cell(count)}, count, parts, self.threshold):
            return Crowd(HIDDEN)
        kinds = Counter(person.kind for person in people)
        regions = Counter(person.region for person in people)
        return Crowd(
            Cell(count),
            self.table(kinds, [Part(crowd.by_kind, crowd.total) for crowd in inside]),
            self.table(regions, [Part(crowd.by_region, crowd.total) for crowd in inside]),
            self.regions,
        )

    def table(self, counts: Counter, parts: list["Part"]) -> Cells | None:
        cells = adding_up(dict(counts), self.threshold)
        if cells and gives_away(cells, counts.total(), parts, self.threshold):
            return None
        return cells


@dataclass(frozen=True)
class Part:
    """What a reader knows of one part of a whole: its table, or only its total."""

    cells: Cells | None
    total: Cell

    def at(self, line: str) -> Cell:
        return self.total if self.cells is None else self.cells.get(line, Cell(0))


def gives_away(whole: Cells, total: int, parts: list[Part], threshold: int) -> bool:
    """Whether somebody who reads the counts of the parts beside those of the whole learns a number that is
    "few". Parts may overlap, and need not make up the whole: the reader can only guess that they do."""
    shown = [(line, cell.count) for line, cell in whole.items() if cell.count]
    if any(pins_a_part(count, [part.at(line) for part in parts], threshold) for line, count in shown):
        return True
    least = {line: least_of(line, cell, parts, threshold) for line, cell in whole.items()}
    others = {line: sum(least.values()) - number for line, number in least.items()}
    return any(cell == FEW and total - others[line] <= 1 for line, cell in whole.items())


def pins_a_part(count: int, cells: list[Cell], threshold: int) -> bool:
    """Whether a "few" among the parts must be the most that "few" can be, for all to make this count."""
    most = {FEW: threshold - 1, HIDDEN: inf}
    limits = [cell.count if cell.count is not None else most[cell] for cell in cells]
    return any(
        cell == FEW and count - (sum(limits) - limit) >= threshold - 1
        for cell, limit in zip(cells, limits, strict=True)
    )


def least_of(line: str, cell: Cell, parts: list[Part], threshold: int) -> int:
    """How many of a line there must be, from what is told of it and of the parts."""
    own = {FEW: 1, HIDDEN: threshold}.get(cell, cell.count)
    told = [part.cells[line].count or 0 for part in parts if part.cells and line in part.cells]
    return max([own, *told])
