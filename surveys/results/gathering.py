"""Counts become results: what may be told of each question, by itself and divided by another."""

from dataclasses import dataclass, field

from django.db.models import Count

from surveys.conditions import leaves
from surveys.models import Question, Survey
from surveys.results.counting import Given, count_asked, count_values
from surveys.results.kinds import TALLIES
from surveys.results.pages import (
    Part,
    all_questions,
    parts_of_survey,
    questions_needed,
    questions_of_part,
)
from surveys.results.tally import Scheme, Tally
from surveys.suppression import NOBODY, Cell, adding_up, divided, separate
from surveys.suppression.tables import shown_lines

MOST_GROUPS = 12


class NoDivision(Exception):
    """There is no such question, or its answers make no groups."""


@dataclass
class QuestionResult:
    """`cells` by code; None where the question is silent, or its answers are none of our business."""

    question: Question
    base: int
    texts: int = 0
    asked: int | None = None
    scheme: Scheme | None = None
    cells: dict[str, Cell] | None = None
    states: dict[str, int] | None = None
    figures: dict[str, float] = field(default_factory=dict)
    among_first: dict[str, Cell] | None = None
    means: dict[str, float] = field(default_factory=dict)
    # By (code, group), where the page is divided; NOBODY is who gave no answer.
    divided: dict[tuple[str, str], Cell] | None = None

    @property
    def tally(self) -> Tally:
        return TALLIES[self.question.kind]

    def kind_of_result(self) -> str:
        """ "sealed", "detached", "silent", or what the kind's tally says: "counts", "texts" …"""
        if self.question.is_sealed:
            return "sealed"
        if self.question.is_detached:
            return "detached"
        return self.tally.result if self.cells is not None or self.tally.result == "texts" else "silent"


@dataclass
class SurveyResults:
    """`questions` is empty, and `responses` None, below the survey's threshold."""

    survey: Survey
    responses: int | None
    languages: dict[str, Cell] | None = None
    questions: list[QuestionResult] = field(default_factory=list)
    # The question that divides people into groups; None also where its answers are not shown.
    by: QuestionResult | None = None
    dividers: list[Question] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return self.responses is None

    def groups(self) -> dict[str, int]:
        """{group: people} of the divided page: those that are told, and who gave no answer if enough did."""
        lines = lines_of(self.by, self.responses)
        return {
            code: lines[code].count for code in lines if lines[code].count and code in self.shown_groups()
        }

    def shown_groups(self) -> set[str]:
        return shown_lines(lines_of(self.by, self.responses), self.survey.threshold)


def results_of(survey: Survey, *, by: str = "", part: int | None = None) -> SurveyResults:
    """Few queries, however many answered. Test for who may see them: `permissions.can_see_results`.

    `by` is the code of a question that divides the people into groups; NoDivision where it cannot. `part` is
    the number of one part of a survey that is too long for one page (`parts_of_survey`).
    """
    counted = survey.responses.order_by().values_list("language").annotate(Count("pk"))
    by_language = dict(counted.order_by("language"))
    responses = sum(by_language.values())
    if responses < survey.threshold:
        return SurveyResults(survey, None)
    every = all_questions(survey)
    shown = questions_of_part(every, part)
    divider = divider_among(every, by) if by else None
    needed = questions_needed(every, [*shown, *([divider] if divider else [])])
    found = Gathering(survey, responses, needed, divider).results()
    dividing = found[divider.code] if divider else None
    return SurveyResults(
        survey,
        responses,
        languages=adding_up(by_language, survey.threshold),
        questions=[found[question.code] for question in shown],
        by=dividing if dividing and dividing.cells else None,
        dividers=[question for question in every if can_divide(question)],
        parts=parts_of_survey(every),
    )


def can_divide(question: Question) -> bool:
    """Whether its answers are groups of people, few enough to stand side by side; never reprisals."""
    return not question.is_sealed and 1 < TALLIES[question.kind].groups(question) <= MOST_GROUPS


def divider_among(questions: list[Question], code: str) -> Question:
    found = next((question for question in questions if question.code == code), None)
    if found is None or not can_divide(found):
        raise NoDivision(code)
    return found


def lines_of(result: QuestionResult, responses: int) -> dict[str, Cell]:
    """The published counts of a question, and of who gave no answer to it: that is always known."""
    return result.cells | {NOBODY: Cell(responses - result.base)}


class Gathering:
    """The results of these questions, in their order: later ones look at what earlier ones tell."""

    def __init__(self, survey: Survey, responses: int, questions: list[Question], divider: Question | None):
        self.threshold, self.responses = survey.threshold, responses
        self.questions, self.divider = questions, divider
        self.given = count_values(questions, divider)
        self.asked = count_asked(survey, questions, responses, self.given)
        self.found: dict[str, QuestionResult] = {}

    def results(self) -> dict[str, QuestionResult]:
        for question in self.questions:
            self.found[question.code] = self.gather(question)
        if self.divider:
            self.divide()
        return self.found

    def gather(self, question: Question) -> QuestionResult:
        given, tally = self.given.get(question.pk, []), TALLIES[question.kind]
        if question.is_sealed or question.is_detached:
            return QuestionResult(question, 0)
        scheme = tally.scheme(question, given, self.threshold)
        base = sum(one.people for one in given if scheme.of(one))
        if self.hides_behind(question) or not self.is_asked_of_enough(question):
            return QuestionResult(question, base)
        result = QuestionResult(question, base, wrote(given), self.asked[question.pk], scheme)
        if base >= self.threshold:
            counts = count_codes(scheme, given)
            rule = adding_up if tally.adds_up else separate
            result.cells = rule(counts, self.threshold)
        if result.cells is not None:
            tally.more(result, given, self.threshold)
        return result

    def hides_behind(self, question: Question) -> bool:
        """Who was asked this question gave an answer that is not shown; so their number is not, either."""
        return any(not self.is_leaf_told(leaf) for leaf in leaves(question.shown_if))

    def is_leaf_told(self, leaf: dict) -> bool:
        earlier = self.found.get(leaf["question"])
        if earlier is None or earlier.question.is_detached:
            return False
        if "answered" in leaf:
            return earlier.asked is not None
        cell = (earlier.cells or {}).get(code_of(leaf))
        return cell is not None and cell.count is not None

    def is_asked_of_enough(self, question: Question) -> bool:
        """A condition of several tests tells how many people gave answers together: these must not be few,
        nor may those be that fulfil one test and not the others."""
        tests = list(leaves(question.shown_if))
        asked = self.asked[question.pk]
        if len(tests) < 2:
            return True
        cells = [
            self.found[leaf["question"]].cells[code_of(leaf)] for leaf in tests if "answered" not in leaf
        ]
        rests = [asked, self.responses - asked, *(abs(cell.count - asked) for cell in cells)]
        return all(rest == 0 or rest >= self.threshold for rest in rests)

    # Divided by another question

    def divide(self) -> None:
        by = self.found[self.divider.code]
        if by.cells is None:
            return
        for result in self.found.values():
            if result is not by and result.cells and self.may_be_divided(result.question):
                result.divided = self.divided(result, by)

    def may_be_divided(self, question: Question) -> bool:
        """Who was asked is told by group, too: so the answer it hangs on must be shown for each group. A
        condition of several tests would make a table of three questions."""
        tests = list(leaves(question.shown_if))
        if len(tests) > 1:
            return False
        for leaf in tests:
            if leaf["question"] == self.divider.code:
                continue
            cells = self.found[leaf["question"]].divided
            line = NOBODY if "answered" in leaf else code_of(leaf)
            if cells is None or any(cells[place].count is None for place in cells if place[0] == line):
                return False
        return True

    def divided(self, result: QuestionResult, by: QuestionResult) -> dict | None:
        """The same cells are left out whichever of two questions divides the other."""
        rows, columns = lines_of(result, self.responses), lines_of(by, self.responses)
        table, people = self.table(result, by, rows, columns)
        if not result.tally.adds_up:
            return divided(table, rows, columns, self.threshold, people)
        if self.questions.index(result.question) > self.questions.index(by.question):
            return divided(table, rows, columns, self.threshold)
        turned = {(column, row): count for (row, column), count in table.items()}
        cells = divided(turned, columns, rows, self.threshold)
        return cells and {(row, column): cell for (column, row), cell in cells.items()}

    def table(self, result: QuestionResult, by: QuestionResult, rows: dict, columns: dict):
        """({(code, group): people}, {group: people}); who gave no answer is NOBODY."""
        table = {(row, column): 0 for row in rows for column in columns}
        people = dict.fromkeys(columns, 0)
        for one in self.given.get(by.question.pk, []):
            for group in by.scheme.of(one):
                people[group] = people.get(group, 0) + one.people
        people[NOBODY] = self.responses - by.base
        answered = dict.fromkeys(columns, 0)
        for one in self.given.get(result.question.pk, []):
            codes = result.scheme.of(one)
            (group,) = by.scheme.of(Given({"choices": list(one.chosen)}, frozenset(), 0)) or [NOBODY]
            answered[group] = answered.get(group, 0) + (one.people if codes else 0)
            for code in codes:
                if (code, group) in table:
                    table[code, group] += one.people
        for group in columns:
            table[NOBODY, group] = people[group] - answered[group]
        return table, people


def code_of(leaf: dict) -> str:
    return leaf.get("equals", leaf.get("includes"))


def wrote(given: list[Given]) -> int:
    return sum(one.people for one in given if one.written & {"text", "comment"})


def count_codes(scheme: Scheme, given: list[Given]) -> dict[str, int]:
    counts = dict.fromkeys(scheme.codes, 0)
    for one in given:
        for code in scheme.of(one):
            if code in counts:
                counts[code] += one.people
    return counts
