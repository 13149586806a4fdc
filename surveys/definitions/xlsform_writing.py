"""A questionnaire of the portal as XLSForm, for Kobo, ODK and others; read back, it is the same again.

What XLSForm has no column for stands in columns that begin with `upr::`, which other programs pass over.
"""

import io
import json
from decimal import Decimal

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.definitions.expressions import NotMapped, read_condition
from surveys.definitions.xlsform_columns import NOT_A_NAME
from surveys.question_types import DECLINED, OTHER

FORM = "1"
TYPES = {
    "text": "text",
    "short_text": "text",
    "number": "decimal",
    "date": "date",
    "file": "file",
}
LISTS = {
    "single": "select_one",
    "scale": "select_one",
    "yes_no": "select_one",
    "multiple": "select_multiple",
    "ranking": "rank",
}
CHOOSING = LISTS.keys() - {"ranking"}
APPEARANCES = {"text": "multiline", "scale": "likert"}
# English as other programs name the languages; ours stand in brackets.
NAMES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "ru": "Russian",
    "zh-hans": "Chinese",
}
RESERVED = {"meta", "introduction", "data"}
FLAGS = ("words_hinted", "least", "most", "sensitivity")
SWITCHES = ("offers_other", "invites_comment")

Row = dict[str, str]


def xlsform_of(data: dict, *, form_id: str, version: str) -> bytes:
    """The workbook of a questionnaire (data as in `questionnaires`)."""
    return workbook(Form(data).sheets(form_id, version))


def named(language: str) -> str:
    return f"{NAMES.get(language, language)} ({language})"


def spoken(column: str, texts: dict[str, str]) -> Row:
    return {
        f"{column}::{named(language)}": text.replace("${", NOT_A_NAME) for language, text in texts.items()
    }


class Form:
    """The sheets of a form, row by row."""

    def __init__(self, data: dict):
        self.data = data
        self.questions = [question for section in data["sections"] for question in section["questions"]]
        self.names = names_of(self.questions)
        self.choices: list[Row] = []

    def languages(self) -> list[str]:
        """All that have a text, the first one offered first."""
        found = [*self.data["languages"]]
        for thing in [self.data, *self.data["sections"], *self.questions]:
            for part in ("title", "introduction", "text", "help"):
                found += thing.get(part, {})
        return list(dict.fromkeys(found))

    def sheets(self, form_id: str, version: str) -> dict[str, list[Row]]:
        survey: list[Row] = []
        if introduction := self.data.get("introduction"):
            survey.append({"type": "note", "name": "introduction"} | spoken("label", introduction))
        for number, section in enumerate(self.data["sections"], 1):
            survey += self.section(section, number)
        return {
            "survey": survey,
            "choices": self.choices or [{"list_name": "", "name": "", "label": ""}],
            "settings": [self.settings(form_id, version)],
        }

    def settings(self, form_id: str, version: str) -> Row:
        main = self.data["languages"][0]
        title = self.data.get("title", {})
        row = {
            "form_title": title.get(main) or next(iter(title.values()), form_id),
            "form_id": form_id,
            "version": version,
            "default_language": named(main),
            "upr::form": FORM,
            "upr::languages": " ".join(self.data["languages"]),
            "upr::minutes": str(self.data["minutes"]),
        }
        return row | {f"upr::title::{named(language)}": text for language, text in title.items()}

    def section(self, section: dict, number: int) -> list[Row]:
        name = free(f"section_{number}", set(self.names.values()))
        rows = [{"type": "begin_group", "name": name} | spoken("label", section.get("title", {}))]
        if introduction := section.get("introduction"):
            note = free(f"{name}_introduction", set(self.names.values()))
            rows.append({"type": "note", "name": note} | spoken("label", introduction))
        for question in section["questions"]:
            rows += [self.question(question), *self.beside(question)]
        return [*rows, {"type": "end_group", "name": name}]

    def question(self, question: dict) -> Row:
        name, kind = self.names[question["code"]], question["kind"]
        row = {"type": self.type_of(question, name), "name": name}
        row |= spoken("label", question.get("text", {})) | spoken("hint", question.get("help", {}))
        if question.get("required"):
            row["required"] = "yes"
        if appearance := APPEARANCES.get(kind):
            row["appearance"] = appearance
        if constraint := constraint_of(question):
            row["constraint"] = constraint
        return row | self.condition(question) | ours(question, name)

    def type_of(self, question: dict, name: str) -> str:
        """Its type; its choices go into a list of its own."""
        kind = question["kind"]
        listed = self.list_of(question)
        if kind not in LISTS or not listed:
            return TYPES.get(kind, "text")
        list_name = f"list_{name}"
        self.choices += [
            {"list_name": list_name, "name": code} | spoken("label", label) for code, label in listed
        ]
        return f"{LISTS[kind]} {list_name}"

    def list_of(self, question: dict) -> list[tuple[str, dict[str, str]]]:
        listed = [(choice["code"], choice["label"]) for choice in question.get("choices", [])]
        if question["kind"] == "yes_no":
            listed = [("yes", self.in_all("Yes")), ("no", self.in_all("No"))]
        if question["kind"] in CHOOSING and listed:
            if question.get("offers_other"):
                listed.append((OTHER, self.in_all("Other")))
            if question.get("offers_decline"):
                listed.append((DECLINED, self.in_all("I prefer not to say")))
        return listed

    def beside(self, question: dict) -> list[Row]:
        """The texts that come with a question: what else, and why. `or_other` speaks one language."""
        name, rows = self.names[question["code"]], []
        if not (question["kind"] in CHOOSING and self.list_of(question)):
            return rows
        if question.get("offers_other"):
            row = {"type": "text", "name": f"{name}_{OTHER}", "relevant": f"selected(${{{name}}}, '{OTHER}')"}
            rows.append(row | spoken("label", self.in_all("Other: please say what")) | {"upr::part": OTHER})
        if question.get("invites_comment"):
            row = {"type": "text", "name": f"{name}_comment", "appearance": "multiline"}
            label = spoken("label", self.in_all("Would you like to explain?"))
            rows.append(row | label | {"upr::part": "comment"})
        return rows

    def in_all(self, message: str) -> dict[str, str]:
        """The portal's own words, in the languages of the form."""
        texts = {}
        for language in self.languages():
            with translation.override(language):
                texts[language] = _(message)
        return texts

    def condition(self, question: dict) -> Row:
        tree = question.get("shown_if")
        if not tree:
            return {}
        text = expression(tree, self.names)
        try:
            is_kept = read_condition(text) == tree
        except NotMapped:
            is_kept = False
        return {"relevant": text} | (
            {} if is_kept else {"upr::shown_if": json.dumps(tree, ensure_ascii=False)}
        )


def names_of(questions: list[dict]) -> dict[str, str]:
    """{code: name}: XLSForm's names begin with a letter, and some are needed for the texts that come with a
    question."""
    codes = codes_of(questions)
    made = {f"{code}_{part}" for code in codes for part in (OTHER, "comment")}
    names: dict[str, str] = {}
    for code in codes_of(questions):
        name = code if code[0].isalpha() else f"q_{code}"
        names[code] = free(name, made | RESERVED | set(names.values()))
    return names


def codes_of(questions: list[dict]) -> list[str]:
    return [question["code"] for question in questions]


def free(name: str, taken: set[str]) -> str:
    taken = {one.lower() for one in taken}
    while name.lower() in taken:
        name = f"q_{name}"
    return name


def ours(question: dict, name: str) -> Row:
    """What XLSForm has no column for."""
    row: Row = {}
    codes = {choice["code"] for choice in question.get("choices", [])}
    kind = question["kind"]
    is_listed = kind == "yes_no" or (kind in LISTS and codes)
    if not (kind in TYPES or is_listed) or (kind == "single" and codes == {"yes", "no"}):
        row["upr::kind"] = kind
    if name != question["code"]:
        row["upr::code"] = question["code"]
    row |= {f"upr::{flag}": "yes" for flag in (*SWITCHES, "offers_decline") if question.get(flag)}
    row |= {f"upr::{flag}": str(question[flag]) for flag in FLAGS if question.get(flag) is not None}
    return row


def expression(tree: dict, names: dict[str, str]) -> str:
    if "not" in tree:
        return f"not({expression(tree['not'], names)})"
    for joint, word in (("all", " and "), ("any", " or ")):
        if joint in tree:
            return f"({word.join(expression(part, names) for part in tree[joint])})"
    name = f"${{{names.get(tree['question'], tree['question'])}}}"
    if "answered" in tree:
        return f"{name} {'!=' if tree['answered'] else '='} ''"
    if "includes" in tree:
        return f"selected({name}, '{tree['includes']}')"
    return f"{name} = '{tree['equals']}'"


def constraint_of(question: dict) -> str:
    """What `least` and `most` mean, in XLSForm's words."""
    least, most = question.get("least"), question.get("most")
    if question["kind"] == "number":
        parts = [
            f". {sign} {plain(bound)}" for sign, bound in ((">=", least), ("<=", most)) if bound is not None
        ]
        return " and ".join(parts)
    if question["kind"] == "multiple" and most is not None:
        return f"count-selected(.) <= {plain(most)}"
    return ""


def plain(number: float) -> str:
    """Without the exponents that XPath does not know."""
    text = format(Decimal(repr(number)), "f")
    return text.removesuffix(".0")


def workbook(sheets: dict[str, list[Row]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading)
        for number, row in enumerate(rows, 1):
            for heading, text in row.items():
                if text:
                    sheet.write_string(number, headings.index(heading), text)
    book.close()
    return file.getvalue()
