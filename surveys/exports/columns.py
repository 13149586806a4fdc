"""Which columns a question has in a table of answers, what stands in them, and how they are read back.

One class a kind, and an entry in LAYOUTS. Columns are named by the code of the question: "Q1", "Q2[women]"
for each choice of several, "Q1.other" and "Q1.comment" for what was written. An empty cell: not asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from surveys.exports.words import (
    NOTHING,
    PASSED_OVER,
    NotReadable,
    code_said,
    codes_by_word,
    declined,
    is_ticked,
    not_too_long,
)
from surveys.models import Question
from surveys.question_types import OTHER

Cell = str | int | float


@dataclass(frozen=True)
class Column:
    """`part` is what it adds to the code of its question: a choice in [ ], "other", "comment" or ""."""

    question: Question
    part: str = ""

    @property
    def name(self) -> str:
        return self.question.code + (
            self.part if self.part.startswith("[") else self.part and f".{self.part}"
        )

    @property
    def is_text(self) -> bool:
        return self.part in ("other", "comment") or (not self.part and layout_of(self.question).is_text)

    @property
    def choice(self) -> str:
        return self.part[1:-1] if self.part.startswith("[") else ""


class Layout:
    """One column that holds what `name` holds of the value, or a choice such as "declined"."""

    name = "choices"
    is_text = False

    def parts(self, question: Question) -> list[str]:
        return ["", *written_parts(question)]

    def cells(self, question: Question, value: dict) -> dict[str, Cell]:
        """What stands in the column of each part, of an answer that was given; left out: passed over."""
        cells = {part: value[part] for part in ("other", "comment") if part in value}
        if self.name in value:
            cells[""] = self.cell(value[self.name])
        elif value.get("choices"):
            cells[""] = value["choices"][0]
        return cells

    def cell(self, kept) -> Cell:
        return kept[0]

    def value(self, question: Question, cells: dict[str, str]) -> dict | None:
        """The other way round, from the texts of the cells by part. Raises NotReadable."""
        value = self.chosen(question, cells)
        for part in ("other", "comment"):
            if (text := cells.get(part, "")).lower() not in NOTHING:
                value[part] = not_too_long(text)
        choices = value.get("choices", [])
        # As on the form: who writes something beside “Other” has chosen it, where nothing rules it out.
        if "other" in value and OTHER not in choices and not (choices and question.type.is_exclusive):
            value["choices"] = [*choices, OTHER]
        return value or None

    def chosen(self, question: Question, cells: dict[str, str]) -> dict:
        text = cells.get("", "")
        if text.lower() in NOTHING and text not in codes_by_word(question):
            return {}
        return self.read(question, text)

    def read(self, question: Question, text: str) -> dict:
        return {"choices": [code_said(question, text)]}


def codes_of(question: Question) -> list[str]:
    """All that can be chosen, found once a question and not once a row."""
    if not hasattr(question, "codes_known"):
        question.codes_known = [code for code, _label in question.type.options(question)]
    return question.codes_known


def written_parts(question: Question) -> list[str]:
    return [
        *(["other"] if question.offers_other else []),
        *(["comment"] if question.invites_comment else []),
    ]


class OneChoice(Layout):
    pass


class SeveralChoices(Layout):
    """A column a choice: 1 chosen, 0 not."""

    def parts(self, question):
        return [f"[{code}]" for code, _label in question.type.options(question)] + written_parts(question)

    def cells(self, question, value):
        cells = {part: value[part] for part in ("other", "comment") if part in value}
        if "choices" in value:
            cells |= {f"[{code}]": int(code in value["choices"]) for code in codes_of(question)}
        return cells

    def chosen(self, question, cells):
        ticked, seen = [], False
        for part, text in cells.items():
            if part.startswith("["):
                seen = seen or text.lower() not in NOTHING
                if is_ticked(question, part[1:-1], text):
                    ticked.append(part[1:-1])
        return {"choices": ticked} if ticked else {}


class SeveralStates(Layout):
    """All in one column, with spaces between the codes: a column a State would be two hundred."""

    def cell(self, kept):
        return " ".join(kept)

    def read(self, question, text):
        return {"choices": list(dict.fromkeys(code_said(question, word) for word in text.split()))}


class Text(Layout):
    name = "text"
    is_text = True

    def cell(self, kept):
        return kept

    def chosen(self, question, cells):
        text = cells.get("", "")
        return {} if text in ("", PASSED_OVER) else {"text": not_too_long(text)}


class Number(Layout):
    name = "number"

    def cell(self, kept):
        return kept

    def read(self, question, text):
        if value := declined(question, text):
            return value
        try:
            number = float(text.replace(" ", "").replace(",", "."))
        except ValueError:
            number = float("nan")
        least, most = question.least, question.most
        if not isfinite(number):
            raise NotReadable(f"“{text[:60]}” is not a number")
        if (least is not None and number < least) or (most is not None and number > most):
            raise NotReadable(f"{text} is not between {least} and {most}")
        return {"number": int(number) if number.is_integer() else number}


class Date(Layout):
    name = "date"

    def cell(self, kept):
        return kept

    def read(self, question, text):
        if value := declined(question, text):
            return value
        try:
            return {"date": date.fromisoformat(text[:10]).isoformat()}
        except ValueError:
            raise NotReadable(f"“{text[:60]}” is not a day such as 2026-01-31") from None


class Ranking(Layout):
    """A column a choice, with its place."""

    name = "ranking"

    def parts(self, question):
        return [f"[{choice.code}]" for choice in question.choices.all()] + written_parts(question)

    def cells(self, question, value):
        codes = [choice.code for choice in question.choices.all()]
        cells = {part: value[part] for part in ("other", "comment") if part in value}
        if "ranking" in value:
            return cells | {
                f"[{code}]": place for place, code in enumerate(value["ranking"], 1) if code in codes
            }
        return cells | {f"[{code}]": kept for kept in value.get("choices", [])[:1] for code in codes}

    def chosen(self, question, cells):
        places: dict[str, float] = {}
        for part, text in cells.items():
            if not part.startswith("[") or text.lower() in NOTHING:
                continue
            if value := declined(question, text):
                return value
            try:
                places[part[1:-1]] = float(text)
            except ValueError:
                raise NotReadable(f"“{text[:60]}” is not a place such as 1") from None
        if len(set(places.values())) < len(places):
            raise NotReadable("two choices have the same place")
        return {"ranking": sorted(places, key=places.__getitem__)} if places else {}


class Files(Layout):
    """How many files were attached; a table brings none."""

    name = "files"

    def cell(self, kept):
        return len(kept)

    def read(self, question, text):
        raise NotReadable("files cannot be taken in from a table")


LAYOUTS: dict[str, Layout] = {
    "single": OneChoice(),
    "multiple": SeveralChoices(),
    "scale": OneChoice(),
    "yes_no": OneChoice(),
    "state": OneChoice(),
    "states": SeveralStates(),
    "text": Text(),
    "short_text": Text(),
    "number": Number(),
    "date": Date(),
    "ranking": Ranking(),
    "file": Files(),
}


def layout_of(question: Question) -> Layout:
    return LAYOUTS[question.kind]


def columns_of(questions: Iterable[Question], *, with_texts: bool) -> list[Column]:
    """The columns of a table, in the survey's order; never of sealed or detached answers."""
    columns = [
        Column(question, part)
        for question in questions
        if not (question.is_sealed or question.is_detached)
        for part in layout_of(question).parts(question)
    ]
    return [column for column in columns if with_texts or not column.is_text]
