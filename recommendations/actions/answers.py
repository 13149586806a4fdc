"""What saving an addendum would change: the positions it adds, and the sum that must come out.

Received = supported + noted + unanswered. A number that is answered twice with two positions, or that the
review does not have, is answered by nobody until a person has looked: it is listed, and nothing is recorded.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from recommendations.actions.known import HIGHEST, Known, KnownHere
from recommendations.actions.numbered_saving import ONLY_NOTED
from recommendations.actions.saving import AT_ONCE
from recommendations.documents.decided import UNCLEAR, Decided
from recommendations.documents.readings import Answer
from recommendations.documents.reconciliation import as_one, known_as, whole_of
from recommendations.models import ImportBatch, Position, PositionValue, Recommendation


@dataclass
class AnswersPlan:
    """`new`: (recommendation, answer) that adds a position; `refused`: numbers that add none."""

    decided: Decided
    here: KnownHere
    known: list[Known] = field(default_factory=list)
    new: list[tuple[Known, Answer]] = field(default_factory=list)
    here_before: list[tuple[Known, Answer]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    contradictory: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    in_parts: list[str] = field(default_factory=list)  # answered in parts that the review does not tell apart

    @property
    def refused(self) -> list[str]:
        return [*self.unknown, *self.contradictory, *self.unclear]

    @property
    def is_ready(self) -> bool:
        return bool(self.here.reviews and self.known)

    @property
    def positions(self) -> dict[int, str]:
        """Recommendation → its position after the import."""
        after = {one.pk: one.position for one in self.known}
        return after | {one.pk: answer.position for one, answer in self.new}

    @property
    def received(self) -> int:
        return len(self.known)

    def count(self, value: str) -> int:
        return list(self.positions.values()).count(value)

    @property
    def supported(self) -> int:
        return self.count(PositionValue.SUPPORTED)

    @property
    def noted(self) -> int:
        return self.count(PositionValue.NOTED)

    @property
    def unanswered(self) -> int:
        return self.count(PositionValue.PENDING)

    @property
    def left_open(self) -> list[Known]:
        """Recommendations that stay without an answer."""
        after = self.positions
        return [one for one in self.known if after[one.pk] == PositionValue.PENDING]


def plan_answers(decided: Decided) -> AnswersPlan:
    """Hold the answers against the recommendations of the review; a fixed number of queries.

    Numbers are understood as `documents.reconciliation` understands them, so that both come to the same sum.
    """
    keys = {(decided.state, decided.session)} if decided.state and decided.session else set()
    planned = AnswersPlan(decided, KnownHere(keys, decided.language))
    planned.known = [one for one in planned.here.recommendations.values() if one.number or one.draft_number]
    by_number = numbers_of(planned.known)
    by_name, planned.unknown = answers_by_number(decided.answers, by_number)
    planned.twice = [name for name, answers in by_name.items() if len(answers) > 1]
    in_parts = answers_in_parts(by_name, by_number)
    for name, answers in by_name.items():
        if name in by_number:
            place(name, [*answers, *in_parts.pop(name, [])], by_number, planned)
    for number, answers in in_parts.items():
        planned.in_parts += [number] if len({answer.position for answer in answers}) > 1 else []
        place(number, [as_one(answers)], by_number, planned)
    return planned


def numbers_of(known: list[Known]) -> dict[str, list[Known]]:
    """Number → the texts under it; a number stands for all its parts. Numbers of the draft count where the
    review has no final ones."""
    by_number = defaultdict(list)
    is_final = any(one.number for one in known)
    for one in known:
        number = one.number if is_final else one.draft_number
        by_number[number].append(one)
        if one.part:
            by_number[f"{number} ({one.part})"].append(one)
            by_number[f"{number}{one.part}"].append(one)
    by_number.pop("", None)
    return by_number


def answers_by_number(
    answers: list[Answer], by_number: dict[str, list[Known]]
) -> tuple[dict[str, list[Answer]], list[str]]:
    """The answers by the name that the review has for a number; and the numbers that it does not have."""
    found, unknown = defaultdict(list), []
    for answer in answers:
        for number in answer.numbers:
            if name := known_as(number, by_number):
                found[name].append(answer)
            elif number not in unknown:
                unknown.append(number)
    return found, unknown


def answers_in_parts(
    by_name: dict[str, list[Answer]], by_number: dict[str, list[Known]]
) -> dict[str, list[Answer]]:
    """Number of a whole → the answers to parts that only the reply tells apart."""
    found = defaultdict(list)
    for name, answers in by_name.items():
        if name not in by_number:
            found[whole_of(name)] += answers
    return found


def place(number: str, answers: list[Answer], by_number: dict, planned: AnswersPlan) -> None:
    """Where one number of the addendum goes."""
    if len({answer.position for answer in answers}) > 1:
        planned.contradictory.append(number)
    elif answers[0].position in (UNCLEAR, PositionValue.PENDING):
        planned.unclear.append(number)
    else:
        for known in by_number[number]:
            is_new = known.takes(
                answers[0].position,
                qualifier_of(answers[0]),
                symbol=planned.decided.symbol,
                rank=HIGHEST,
            )
            (planned.new if is_new else planned.here_before).append((known, answers[0]))


def qualifier_of(answer: Answer) -> str:
    """In part, in principle: only beside "noted"."""
    is_other = answer.qualifier in ONLY_NOTED and answer.position != PositionValue.NOTED
    return "" if is_other else answer.qualifier


def save_answers(planned: AnswersPlan, batch: ImportBatch) -> None:
    """Write the new positions. Needs a transaction."""
    Position.objects.bulk_create(
        (
            Position(
                recommendation_id=known.pk,
                value=answer.position,
                qualifier=qualifier_of(answer),
                own_words=answer.own_words or answer.raw,
                symbol=planned.decided.symbol[:60],
                paragraph=answer.paragraph[:30],
                language=planned.decided.language,
                document_id=batch.document_id,
                recorded_at=batch.imported_at,
                recorded_by=batch.imported_by,
                batch=batch,
            )
            for known, answer in planned.new
        ),
        batch_size=AT_ONCE,
    )
    for value in (PositionValue.SUPPORTED, PositionValue.NOTED):
        answered = [known.pk for known, answer in planned.new if answer.position == value]
        Recommendation.objects.filter(pk__in=answered).update(position=value)
