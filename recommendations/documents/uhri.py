"""Records of OHCHR's Universal Human Rights Index, as its export has them (JSON).

The index holds recommendations of all bodies; ours are those of the UPR, and the others are counted aloud.
Names of fields are read without regard to case and underscores: "UprPositions" and "upr_positions". Lists
may begin with a dash ("- Recommendations"), texts hold the marks of web pages.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.documents.lists import UNNAMED, Lists
from recommendations.documents.paragraphs import clean, split_number
from recommendations.documents.readings import DocumentReading, ReadPledge, ReadRow
from recommendations.documents.states_named import named_texts
from recommendations.documents.unreadable import Unreadable

MOST_RECORDS = 100_000
SHOWN = 120  # letters of a text in a problem
TAG = re.compile(r"(<(?:/?[a-zA-Z]|!--)[^<>]*>)")
INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|font)\b", re.IGNORECASE)
NO_WORDS = re.compile(r"<(/?)(?:script|style)\b", re.IGNORECASE)
OURS = {"upr", "universal periodic review"}
PLEDGES = re.compile(r"pledge|commitment", re.IGNORECASE)
GOAL = re.compile(r"(?:SDG|Goal)?\s*(\d{1,2}(?:\.[0-9a-d]{1,2})?)\b", re.IGNORECASE)
POSITIONS = {
    "supported": ("supported", ""),
    "accepted": ("supported", ""),
    "noted": ("noted", ""),
    "not supported": ("noted", ""),
    "not accepted": ("noted", ""),
    "rejected": ("noted", ""),
    "pending": ("pending", ""),
    "supported in part": ("noted", "in-part"),
    "partially supported": ("noted", "in-part"),
    "supported/noted": ("noted", "in-part"),
    "no response": ("noted", "no-answer"),
}


def read_uhri(content: bytes, *, language: str = "en", lists: Lists) -> DocumentReading:
    """The UPR recommendations among the records: one, a list, or one a line. Raises Unreadable."""
    reader = IndexReader(language, lists)
    for line, record in enumerate(records_of(content), start=1):
        reader.read(line, record)
    return reader.finished()


def records_of(content: bytes) -> list[Any]:
    """The records as the file has them."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(_("The text of the file is damaged. Download the export anew.")) from error
    except RecursionError as error:
        raise Unreadable(_("This is no export of the Universal Human Rights Index.")) from error
    except ValueError:
        data = list(records_of_lines(content.decode("utf-8-sig")))
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and is_record(value[:1])]
        data = lists[0] if len(lists) == 1 and not is_record([data]) else [data]
    if not isinstance(data, list) or not any(is_record([record]) for record in data):
        raise Unreadable(
            _(
                "This is no export of the Universal Human Rights Index: no record has the fields "
                "Text and Countries. Choose the file that the Index gives under “export”."
            )
        )
    if len(data) > MOST_RECORDS:
        raise Unreadable(_("The export has too many records. Export one State at a time."))
    return data


def records_of_lines(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise Unreadable(
                    _("Line %(line)s is not JSON. Download the export of the Index anew.") % {"line": number}
                ) from error


def is_record(records: list) -> bool:
    return all(isinstance(each, dict) and {"text", "countries"} <= set(fields_of(each)) for each in records)


def fields_of(record: dict) -> dict[str, Any]:
    return {str(name).replace("_", "").casefold(): value for name, value in record.items()}


class IndexReader:
    """Takes records one after another; keeps what is ours and counts what is not."""

    def __init__(self, language: str, lists: Lists):
        self.lists = lists
        self.reading = DocumentReading(family="uhri", language=language)
        self.others: Counter[tuple[str, str]] = Counter()
        self.symbols: set[str] = set()

    def read(self, line: int, record: Any) -> None:
        if not isinstance(record, dict):
            shown = shortened(str(record))
            self.problem(_("Record %(line)s is no record: “%(text)s”") % {"line": line, "text": shown})
            return
        fields = fields_of(record)
        symbol = words_of(fields.get("symbol"))
        if not is_ours(fields):
            self.others[" ".join(values_of(fields.get("body"))) or "?", symbol or "?"] += 1
            return
        text = text_of(fields.get("text"))
        if not text:
            self.problem(_("Record %(line)s (%(symbol)s) has no text.") % {"line": line, "symbol": symbol})
        elif PLEDGES.search(words_of(fields.get("annotationtype"))):
            number, rest = split_number(text)
            self.reading.pledges.append(ReadPledge(number, rest, raw=text, line=line))
        else:
            self.symbols.add(symbol)
            self.reading.rows.append(self.row(line, fields, text))

    def row(self, line: int, fields: dict[str, Any], raw: str) -> ReadRow:
        number, text = split_number(raw)
        row = ReadRow(number=number, text=text, raw=raw, line=line)
        row.themes = values_of(fields.get("themes"))
        row.persons = values_of(fields.get("affectedpersons"))
        row.goals = [found[1] for goal in values_of(fields.get("sdgs")) if (found := GOAL.match(goal))]
        row.position_source = words_of(fields.get("symbol"))
        self.name_recommenders(row, values_of(fields.get("uprrecommendingcountry")))
        self.name_review(row, fields)
        self.place(row, values_of(fields.get("uprpositions")))
        return row

    def iso3(self, name: str) -> str | None:
        return self.lists.iso3(name) or self.lists.iso3(name.replace("&", " and "))

    def name_recommenders(self, row: ReadRow, names: list[str]) -> None:
        """The States of the record's own field, or where that is empty those in the text's brackets."""
        found = named_texts(row.text, self.lists)
        in_text = [state for part in found for state in part.states if state]
        if len(found) == 1:
            row.text = found[0].text
        else:
            row.doubts.append(
                _("Several texts with States of their own stand in this record. Look how it is split.")
            )
        if not names:
            row.states = [state for part in found for state in part.states]
            row.spellings = [name for part in found for name in part.spellings]
            row.doubts += [doubt for part in found for doubt in part.doubts]
            return
        row.spellings = names
        row.states = [self.iso3(name) for name in names]
        for name, state in zip(names, row.states, strict=True):
            if state is None and name != UNNAMED:
                row.doubts.append(_("“%(name)s” is in no list of States of ours.") % {"name": name})
        if in_text and set(in_text) != set(row.states):
            row.doubts.append(_("The States in the text's brackets are not those of the record."))

    def name_review(self, row: ReadRow, fields: dict[str, Any]) -> None:
        countries = values_of(fields.get("countries"))
        row.review_state = self.iso3(countries[0]) if len(countries) == 1 else None
        if row.review_state is None:
            named = ", ".join(countries)
            row.doubts.append(
                _("The State under review is not certain: “%(names)s”. Choose it.") % {"names": named}
            )
        session = re.search(r"\d{1,2}", words_of(fields.get("uprsession")))
        row.session = (
            int(session.group()) if session and int(session.group()) in self.lists.sessions else None
        )
        if row.session is None:
            row.doubts.append(_("The UPR session is not given, or not one that we know. Choose it."))

    def place(self, row: ReadRow, positions: list[str]) -> None:
        row.own_words = ", ".join(positions)
        known = {POSITIONS.get(position.casefold()) for position in positions}
        if len(known) == 1 and None not in known:
            row.position, row.qualifier = known.pop()
        elif not positions:
            row.doubts.append(_("The record gives no position."))
        else:
            row.doubts.append(
                _("The position “%(position)s” can be understood in several ways.")
                % {"position": row.own_words}
            )

    def problem(self, sentence: str) -> None:
        self.reading.problems.append(sentence)

    def finished(self) -> DocumentReading:
        for (body, symbol), count in self.others.items():
            self.problem(
                ngettext(
                    "%(count)s record is not of the UPR and was not taken: %(body)s, %(symbol)s.",
                    "%(count)s records are not of the UPR and were not taken: %(body)s, %(symbol)s.",
                    count,
                )
                % {"count": count, "body": body, "symbol": symbol}
            )
        states = {row.review_state for row in self.reading.rows}
        sessions = {row.session for row in self.reading.rows}
        self.reading.state = states.pop() if len(states) == 1 else None
        self.reading.session = sessions.pop() if len(sessions) == 1 else None
        self.reading.symbol = self.symbols.pop() if len(self.symbols) == 1 else ""
        return self.reading


def is_ours(fields: dict[str, Any]) -> bool:
    body = {value.casefold() for value in values_of(fields.get("body"))}
    return bool(body & OURS) if body else bool(values_of(fields.get("uprrecommendingcountry")))


def values_of(value: Any) -> list[str]:
    """The words of a field: a list, one text with lines, or nothing; without the dashes that begin them."""
    items = value if isinstance(value, list) else str(value).split("\n") if value is not None else []
    cleaned = (clean(html.unescape(str(item))).lstrip("-–• ") for item in items if item is not None)
    return [item for item in cleaned if item]


def words_of(value: Any) -> str:
    return ", ".join(values_of(value))


def text_of(value: Any) -> str:
    """The words of a piece of a web page: no marks, nothing of scripts."""
    words: list[str] = []
    in_script = False
    for piece in TAG.split(value if isinstance(value, str) else ""):
        if TAG.fullmatch(piece):
            script = NO_WORDS.match(piece)
            in_script = not script[1] if script else in_script
            words.append("" if INLINE.match(piece) else " ")
        elif not in_script:
            words.append(piece)
    return clean(html.unescape("".join(words))).lstrip("-–• ")


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
