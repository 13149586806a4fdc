"""LimeSurvey's rows (see limesurvey_rows) as a reading."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.definitions.limesurvey_kinds import PLAIN
from surveys.definitions.limesurvey_questions import questions_of
from surveys.definitions.limesurvey_rows import Row
from surveys.definitions.readings import Asked, Notes, Reading, Texts, both, row
from surveys.definitions.tongues import plain
from surveys.definitions.xlsform import condition_of
from surveys.question_types import OTHER

FAMILY = "limesurvey"
OTHER_CODE = "-oth-"
YES_NO = {"Y": "yes", "N": "no"}
PIPING = re.compile(r"\{[A-Za-z_(!][^{}]*\}")
ASKS_NOTHING = {"X": "note", "*": "equation", "I": "language switch"}


@dataclass
class Item:
    """A group, question, subquestion or answer in all languages."""

    said: Row
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    title: Texts = field(default_factory=dict)
    parts: list["Item"] = field(default_factory=list)
    answers: list["Item"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.said.get("name", "")

    @property
    def type(self) -> str:
        return self.said.get("type/scale", "")

    def hear(self, said: Row) -> None:
        """One more language."""
        language = said.get("language", "")
        self.text.setdefault(language, plain(said.get("text", "")))
        self.help.setdefault(language, plain(said.get("help", "")))
        self.title.setdefault(language, plain(said.get("name", "")))


def read_limesurvey(rows: list[Row]) -> Reading:
    reading = Reading(FAMILY)
    settings = {row.get("name"): row.get("text", "") for row in rows if row.get("class") == "S"}
    reading.main = settings.get("language", "")
    for said in rows:
        read_title(reading, said)
    codes = Codes()
    for group in groups_of(rows, reading.notes):
        read_group(reading, group, codes)
    codes.rename(reading)
    return reading


def read_title(reading: Reading, said: Row) -> None:
    """What is said of the survey as a whole."""
    kind, name, text = said.get("class"), said.get("name", ""), plain(said.get("text", ""))
    language = said.get("language", "")
    if kind == "SL" and name == "surveyls_title" and text:
        reading.title.setdefault(language, text)
    elif kind == "SL" and name in {"surveyls_welcometext", "surveyls_description"} and text:
        known = reading.introduction.get(language)
        reading.introduction[language] = f"{known}\n\n{text}" if known else text
    elif kind == "SL" and name == "surveyls_endtext" and text:
        says = _("The portal thanks in its own words. This text is left out: %(text)s") % {"text": text}
        reading.notes.add(name, language, says)
    elif kind == "S" and name == "assessments" and text == "Y":
        reading.notes.add(name, "scoring", _("Answers are not given points."))
    elif kind in {"quota", "quotas", "assessments"}:
        reading.notes.gather(name, kind, _("The portal has neither quotas nor points."))


def groups_of(rows: list[Row], notes: Notes) -> list[tuple[Item, list[Item]]]:
    """The groups with their questions; rows of further languages are laid upon those of the first."""
    groups: dict[str, tuple[Item, list[Item]]] = {}
    questions: dict[str, Item] = {}
    counts: dict[str, int] = {}
    question = None
    for said in rows:
        kind, language = said.get("class"), said.get("language", "")
        if kind == "G":
            counts[language] = counts.get(language, 0) + 1
            key = said.get("type/scale") or str(counts[language])
            group = groups.setdefault(key, (Item(said), []))
            group[0].hear(said)
        elif kind == "Q":
            if not groups:
                groups[""] = (Item({}), [])
                group = groups[""]
            question = questions.get(said.get("name", ""))
            if question is None:
                question = questions[said.get("name", "")] = Item(said)
                group[1].append(question)
            question.hear(said)
        elif kind in {"SQ", "A"}:
            if question is None:
                notes.gather(said.get("name", ""), kind, _("It belongs to no question and is left out."))
                continue
            items = question.parts if kind == "SQ" else question.answers
            key = (said.get("name"), said.get("type/scale", "0") or "0")
            item = next((one for one in items if (one.name, one.type or "0") == key), None)
            if item is None:
                items.append(item := Item(said))
            item.hear(said)
    return list(groups.values())


class Codes:
    """How conditions name what was asked: `Q1`, and `Q2_SQ1` for a choice or a row of Q2."""

    def __init__(self):
        self.choices: dict[str, tuple[str, str]] = {}
        self.kinds: dict[str, str] = {}

    def learn(self, item: Item, asked: list[Asked]) -> None:
        self.kinds |= {one.name: one.kind for one in asked}
        if PLAIN.get(item.type) == "multiple":
            for part in item.parts:
                self.choices[f"{item.name}_{part.name}"] = (item.name, part.name)
            self.choices[f"{item.name}_other"] = (item.name, OTHER)

    def rename(self, reading: Reading) -> None:
        for asked in reading.questions:
            asked.shown_if = self.renamed(asked.shown_if)

    def renamed(self, tree: dict | None) -> dict | None:
        if not tree:
            return tree
        if "not" in tree:
            return {"not": self.renamed(tree["not"])}
        for joint in ("all", "any"):
            if joint in tree:
                return {joint: [self.renamed(part) for part in tree[joint]]}
        return self.test(tree)

    def test(self, leaf: dict) -> dict:
        if leaf["question"] in self.choices:
            question, choice = self.choices[leaf["question"]]
            included = {"question": question, "includes": choice}
            is_chosen = leaf.get("answered", leaf.get("equals") == "Y")
            return included if is_chosen else {"not": included}
        if leaf.get("equals") == OTHER_CODE:
            return leaf | {"equals": OTHER}
        if "equals" in leaf and self.kinds.get(leaf["question"]) == "yes_no":
            return leaf | {"equals": YES_NO.get(leaf["equals"], leaf["equals"])}
        return leaf


def read_group(reading: Reading, group: tuple[Item, list[Item]], codes: Codes) -> None:
    item, questions = group
    into = reading.group({language: text for language, text in item.title.items() if text})
    into.introduction = {language: text for language, text in item.text.items() if text}
    if into.introduction == into.title:
        into.introduction = {}
    around = None
    if relevance := item.said.get("relevance", ""):
        around = condition_of(relevance, item.name, reading.notes)
    for question in questions:
        where = (
            row(int(question.said.get("line", 0)), question.name)
            if "line" in question.said
            else question.name
        )
        tell_piping(question, where, reading.notes)
        if question.type in ASKS_NOTHING:
            asks_nothing(question, where, reading, into)
            continue
        if question.said.get("hidden") == "1":
            reading.notes.add(where, "hidden", _("It is hidden from those who answer, so it is left out."))
            continue
        relevance = question.said.get("relevance", "")
        own = condition_of(relevance, where, reading.notes) if relevance else None
        asked = questions_of(question, where, reading)
        for one in asked:
            one.shown_if = both(around, own)
        codes.learn(question, asked)
        into.questions += asked


def tell_piping(question: Item, where: str, notes: Notes) -> None:
    texts = [*question.text.values(), *question.help.values()]
    if question.type != "*" and any(PIPING.search(text) for text in texts):
        says = _("Answers are not put into texts. The name of the question stands in its place.")
        notes.gather(question.name, "{…}", says)


def asks_nothing(question: Item, where: str, reading: Reading, into) -> None:
    """Words before the first question introduce the group; the rest is only told."""
    text = {
        language: "\n\n".join(filter(None, (words, question.help.get(language))))
        for language, words in question.text.items()
    }
    if question.type == "X" and not into.questions and question.said.get("relevance", "1") in {"", "1"}:
        for language, words in text.items():
            known = into.introduction.get(language)
            into.introduction[language] = f"{known}\n\n{words}" if known else words
        return
    says = _("Words between questions are left out: %(text)s")
    if question.type == "*":
        says = _("The portal works nothing out. Left out: %(text)s")
    reading.notes.add(where, ASKS_NOTHING[question.type], says % {"text": next(iter(text.values()), "–")})
