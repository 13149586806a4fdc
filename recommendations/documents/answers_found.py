"""What was found in a State's reply, put together: one answer a group, and one row a number.

A number is in one answer, with the comments on it, unless the reply answers it twice: then it is in two, and
a person must look.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.documents.positions_said import Stance
from recommendations.documents.readings import Answer, ReadRow
from recommendations.documents.states_named import NamedText


@dataclass
class Given:
    """A position that a sentence or a table states of numbers; `texts` go on with it."""

    numbers: list[str]
    said: Stance
    words: str
    raw: str
    paragraph: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass
class Comment:
    """Words under numbers. `own` is the position stated there, `in_force` that of the heading above."""

    numbers: list[str]
    in_force: Stance
    own: Stance = field(default_factory=Stance)
    label: str = ""
    paragraph: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass
class Found:
    """All that concerns one number: what was stated of it, and the comments on it."""

    stated: list[tuple[Stance, Given | Comment]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def answers_of(given: list[Given], comments: list[Comment]) -> list[Answer]:
    """Answers in the order of the document; numbers with the same source and comments stand together."""
    found: dict[str, Found] = {}
    for each in given:
        for number in each.numbers:
            found.setdefault(number, Found()).stated.append((each.said, each))
    for comment in comments:
        for number in comment.numbers:
            of_number = found.setdefault(number, Found())
            of_number.comments.append(comment)
            if comment.own:
                of_number.stated.append((comment.own, comment))
    groups: dict[tuple, Answer] = {}
    for number, of_number in found.items():
        for said, source in statements(of_number):
            key = (id(source), said.position, said.qualifier, *map(id, of_number.comments))
            if key not in groups:
                groups[key] = answer(said, source, of_number.comments)
            groups[key].numbers.append(number)
    return list(groups.values())


def statements(of_number: Found) -> list[tuple[Stance, Given | Comment]]:
    """What is stated of a number; where nothing is, the position in force over its first comment."""
    if of_number.stated:
        return agreed(of_number.stated)
    comment = next((each for each in of_number.comments if each.in_force), of_number.comments[0])
    return [(comment.in_force or Stance("unclear"), comment)]


def agreed(stated: list[tuple[Stance, Given | Comment]]) -> list[tuple[Stance, Given | Comment]]:
    """A list, and then the same position again over the comment on it, is one answer."""
    lists = [each for each in stated if isinstance(each[1], Given)]
    repeated = [
        each
        for each in stated
        if isinstance(each[1], Comment) and each[0].position in {said.position for said, _source in lists}
    ]
    kept = [each for each in stated if each not in repeated]
    if repeated and not kept[0][0].qualifier:
        kept[0] = (repeated[0][0], kept[0][1])  # the comment may add "already implemented"
    return kept


def answer(said: Stance, source: Given | Comment, comments: list[Comment]) -> Answer:
    texts = [text for comment in comments for text in comment.texts]
    if isinstance(source, Given):
        texts = texts or [source.words, *source.texts]
        labels = [source.raw, *(comment.label for comment in comments)]
    else:
        labels = [comment.label for comment in comments]
    raw = "\n".join(dict.fromkeys([*labels, *texts]))
    return Answer([], said.position, said.qualifier, "\n".join(texts), raw, source.paragraph)


def doubts_of(given: list[Given], comments: list[Comment], mentioned: dict[str, str]) -> list[str]:
    """What a person should look at: comments in another group than their answer, numbers without one."""
    stated = {number: each.said.position for each in given for number in each.numbers}
    doubts = []
    for comment in comments:
        position = comment.in_force.position
        others = [number for number in comment.numbers if stated.get(number, position) != position]
        if others and position and not comment.own:
            doubts.append(
                _("The comment on %(numbers)s stands in another group than their answer.")
                % {"numbers": ", ".join(others)}
            )
    answered = stated.keys() | {number for comment in comments for number in comment.numbers}
    for number, sentence in mentioned.items():
        if number not in answered:
            doubts.append(
                _("%(number)s is mentioned, but no answer to it was found: “%(text)s”")
                % {"number": number, "text": sentence}
            )
    return doubts


def rows_of(answers: list[Answer], quoted: dict[str, list[NamedText]]) -> list[ReadRow]:
    """A row for each number, in the order of the numbers; one answered with two positions is unclear."""
    by_number: dict[str, list[Answer]] = {}
    for each in answers:
        for number in each.numbers:
            by_number.setdefault(number, []).append(each)
    rows = []
    for line, number in enumerate(sorted(by_number, key=place_of), start=1):
        row = row_of(number, by_number[number], quoted.get(number, []))
        row.line = line
        rows.append(row)
    return rows


def row_of(number: str, answers: list[Answer], named: list[NamedText]) -> ReadRow:
    positions = {each.position for each in answers}
    first = answers[0]
    plain, _bracket, part = number.partition(" (")
    row = ReadRow(
        number=plain,
        part=part.rstrip(")"),
        text=" ".join(each.text for each in named),
        states=[state for each in named for state in each.states],
        spellings=[spelling for each in named for spelling in each.spellings],
        position=first.position if len(positions) == 1 else "unclear",
        qualifier=first.qualifier if len(positions) == 1 else "",
        own_words=first.own_words,
        raw=first.raw,
    )
    if len(positions) > 1:
        row.doubts.append(_("The reply gives two positions on this number. Choose one."))
    elif len(answers) > 1:
        row.doubts.append(_("The reply answers this number twice."))
    if row.position == "unclear" and len(positions) == 1:
        row.doubts.append(_("The reply names this number, but its position is not clear."))
    if row.qualifier == "in-part":
        row.doubts.append(
            _("Supported in part only, which counts as noted. Where the parts are told apart, split it.")
        )
    return row


def place_of(number: str) -> tuple[list[int], str]:
    """For sorting: 140.9 before 140.10, and 26 before 26 (a)."""
    plain, _bracket, part = number.partition(" (")
    return [int(digits) for digits in plain.split(".")], part
