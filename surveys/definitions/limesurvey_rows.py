"""LimeSurvey's two ways of writing a survey – tab-separated and XML (.lss) – as rows of one form.

A row is a dictionary with `class` (S, SL, G, Q, SQ, A), `type/scale`, `name`, `relevance`, `text`, `help`,
`language`, `mandatory`, `other` and the question's attributes; see LimeSurvey's manual, "Tab Separated Value
survey structure".
"""

import csv
import io

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from recommendations.documents.tables import decoded
from recommendations.documents.unreadable import Unreadable

MOST_ROWS = 50_000
LONGEST_CELL = 1_000_000

Row = dict[str, str]


def rows_of_table(content: bytes) -> list[Row]:
    """Raises Unreadable."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(decoded(content), newline=""), delimiter="\t", restkey="")
    rows: list[Row] = []
    try:
        for row in reader:
            place = str(reader.line_num)
            rows.append({name: text for name, text in row.items() if name and text} | {"line": place})
            refuse_endless(rows)
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)d cannot be read (%(error)s). Export the survey from LimeSurvey once more.")
            % {"line": reader.line_num, "error": error}
        ) from error
    return rows


def refuse_endless(rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has more than %(limit)d rows. No questionnaire is as long.") % {"limit": MOST_ROWS}
        )


def rows_of_xml(content: bytes) -> list[Row]:
    """The same of an .lss file, in the order of questions. Raises Unreadable."""
    try:
        document = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(
            _("The file defines abbreviations of its own, a known trap. Export it from LimeSurvey anew.")
        ) from error
    except (SyntaxError, ValueError, LookupError) as error:  # ParseError, and encodings that nobody knows
        raise Unreadable(
            _("The XML is damaged: only a part of the file may be there. Export it from LimeSurvey anew.")
        ) from error
    if document.tag != "document" or document.findtext("LimeSurveyDocType") != "Survey":
        raise Unreadable(_("This is XML, but no survey of LimeSurvey. Export the survey structure (.lss)."))
    return Structure({table.tag: table_rows(table) for table in document}).rows()


def table_rows(table) -> list[Row]:
    rows = [{cell.tag: cell.text or "" for cell in row} for row in table.iterfind("rows/row")]
    refuse_endless(rows)
    return rows


class Structure:
    """The tables of an .lss file, of older and newer LimeSurvey."""

    def __init__(self, tables: dict[str, list[Row]]):
        self.tables = tables
        self.titles = {row.get("qid", ""): row.get("title", "") for row in self.of("questions")}

    def of(self, name: str) -> list[Row]:
        return self.tables.get(name, [])

    def spoken(self, name: str, key: str, row: Row, fallback: str) -> list[Row]:
        """The row once for each of its languages: its texts stand in it, or (since 4.0) in another table."""
        texts = [text for text in self.of(name) if text.get(key) == row.get(key)]
        return [row | text for text in texts] or [{"language": fallback} | row]

    def rows(self) -> list[Row]:
        survey = next(iter(self.of("surveys")), {})
        main = survey.get("language", "")
        rows = [
            {"class": "S", "name": name, "text": survey.get(name, "")}
            for name in ("language", "additional_languages", "assessments")
        ]
        for settings in self.of("surveys_languagesettings"):
            language = settings.get("surveyls_language", "")
            rows += [
                {"class": "SL", "name": name, "text": settings.get(name, ""), "language": language}
                for name in (
                    "surveyls_title",
                    "surveyls_description",
                    "surveyls_welcometext",
                    "surveyls_endtext",
                )
            ]
        for name in ("quota", "quotas", "assessments"):
            rows += [{"class": name, "name": row.get("name", "")} for row in self.of(name)]
        for group in ordered(self.unique("groups", "gid"), "group_order"):
            rows += self.group(group, main)
        return rows

    def unique(self, name: str, key: str) -> list[Row]:
        """Older files repeat a row for each language."""
        return list({row.get(key, ""): row for row in reversed(self.of(name))}.values())

    def group(self, group: Row, main: str) -> list[Row]:
        rows = [
            {
                "class": "G",
                "type/scale": group.get("gid", ""),
                "name": said.get("group_name", ""),
                "text": said.get("description", ""),
                "relevance": said.get("grelevance", ""),
                "language": said.get("language", main),
            }
            for said in self.all_spoken("groups", "group_l10ns", "gid", group, main)
        ]
        questions = [
            row
            for row in self.unique("questions", "qid")
            if row.get("gid") == group.get("gid") and row.get("parent_qid", "0") in {"", "0"}
        ]
        for question in ordered(questions, "question_order"):
            rows += self.question(question, main)
        return rows

    def all_spoken(self, table: str, texts: str, key: str, row: Row, main: str) -> list[Row]:
        same = [other for other in self.of(table) if other.get(key) == row.get(key)]
        return same if len(same) > 1 else self.spoken(texts, key, row, main)

    def question(self, question: Row, main: str) -> list[Row]:
        attributes = {
            row["attribute"]: row.get("value", "")
            for row in self.of("question_attributes")
            if row.get("qid") == question.get("qid") and row.get("attribute") and row.get("value")
        }
        common = attributes | {
            "class": "Q",
            "type/scale": question.get("type", ""),
            "name": question.get("title", ""),
            "relevance": self.relevance(question),
            "mandatory": question.get("mandatory", ""),
            "other": question.get("other", ""),
            "validation": question.get("preg", ""),
        }
        rows = [
            common | self.texts(said, main)
            for said in self.all_spoken("questions", "question_l10ns", "qid", question, main)
        ]
        return rows + self.parts(question, main)

    def texts(self, said: Row, main: str) -> Row:
        return {
            "text": said.get("question", ""),
            "help": said.get("help", ""),
            "language": said.get("language") or main,
        }

    def parts(self, question: Row, main: str) -> list[Row]:
        """Its subquestions and answers."""
        qid, rows = question.get("qid", ""), []
        parts = [*self.unique("subquestions", "qid"), *self.unique("questions", "qid")]
        own = {row.get("qid"): row for row in parts if row.get("parent_qid") == qid and qid}
        for part in ordered(list(own.values()), "question_order"):
            table = "subquestions" if part in self.of("subquestions") else "questions"
            for said in self.all_spoken(table, "question_l10ns", "qid", part, main):
                named = {"class": "SQ", "type/scale": part.get("scale_id", ""), "name": part.get("title", "")}
                rows.append(named | self.texts(said, main))
        answers = [row for row in self.of("answers") if row.get("qid") == qid]
        for answer in ordered(answers, "sortorder"):
            said = [
                row for row in self.of("answer_l10ns") if row.get("aid") and row["aid"] == answer.get("aid")
            ]
            for text in said or [answer]:
                rows.append(
                    {
                        "class": "A",
                        "type/scale": answer.get("scale_id", ""),
                        "name": answer.get("code", ""),
                        "text": text.get("answer", ""),
                        "language": text.get("language") or main,
                    }
                )
        return rows

    def relevance(self, question: Row) -> str:
        """Its equation; older files have rows of conditions instead: scenarios of which one must hold."""
        equation = question.get("relevance", "").strip()
        if equation not in {"", "1"}:
            return equation
        scenarios: dict[str, dict[str, list[str]]] = {}
        for row in self.of("conditions"):
            if row.get("qid") == question.get("qid") and (title := self.titles.get(row.get("cqid", ""))):
                sign = row.get("method", "").strip() or "=="
                test = f'{title} {sign} "{row.get("value", "")}"'
                scenarios.setdefault(row.get("scenario", ""), {}).setdefault(title, []).append(test)
        every = [
            " and ".join(f"({' or '.join(tests)})" for tests in scenario.values())
            for scenario in scenarios.values()
        ]
        return " or ".join(f"({scenario})" for scenario in every) or equation


def ordered(rows: list[Row], by: str) -> list[Row]:
    """By a number that the rows have as a text."""

    def place(row: Row) -> int:
        text = row.get(by, "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    return sorted(rows, key=place)
