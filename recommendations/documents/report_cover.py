"""What the cover and the first paragraphs of a report say: State, symbol, session, stage; and deadlines."""

import re
from typing import Literal

from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript
from recommendations.documents.readings import DocumentReading
from recommendations.documents.report_sections import Chapter
from recommendations.documents.state_brackets import state_at

SYMBOL = re.compile(r"\bA/HRC/\s?(?:WG\.6/\d{1,2}/L\.\d{1,3}|\d{1,3}/\s?\d{1,3})\b(?!/Add)")
ISSUED_BEFORE = re.compile(r"\b(?:issued|publié|publicad[oa])\b[^.;]{0,60}A/HRC/\S+", re.I)
DRAFT_SYMBOL = re.compile(r"/L\.\d")
DOCUMENTS_OF_THE_REVIEW = re.compile(r"\bA/HRC/WG\.6/(\d{1,2})\s?/\s?([A-Z]{3})\s?/\d\b")
DRAFT = re.compile(r"\b(?:draft\s+report|projet\s+de\s+rapport|proyecto\s+de\s+informe)\b", re.I)
COVER = 60  # paragraphs
EXAMINED_BY = re.compile(
    r"\b(?:examined\s+by|support\s+of|made\s+to|recommended\s+that|examinées?\s+par|adhésion\s+de|examinadas?\s+por"
    r"|apoyo\s+de|responses?\s+of|réponse\s+de|respuestas?\s+de)\s+",
    re.I,
)
COUNCIL = (
    r"(?:\s+(?:of\s+the\s+(?:Human\s+Rights\s+)?Council|du\s+Conseil(?:\s+des\s+droits\s+de\s+l['’]homme)?"
    r"|del\s+Consejo(?:\s+de\s+Derechos\s+Humanos)?|Совета\s+по\s+правам\s+человека))?"
)
DEADLINE = re.compile(
    rf"(?:no\s+later\s+than|by|(?:adopted|adoption)\b[^.;:]{{0,80}}?\bat)\s+(?:the|its)\s+[\w\s-]{{3,30}}?\bsession\b{COUNCIL}"
    rf"|au\s+plus\s+tard\b[^.;:]{{0,60}}?\bsession\b{COUNCIL}|à\s+sa\s+[\w\s-]{{3,30}}?\bsession\b"
    rf"|a\s+más\s+tardar\b[^.;:]{{0,60}}?\bperíodo\s+de\s+sesiones\b{COUNCIL}|en\s+su\s+[\w\sº.°-]{{1,30}}?período\s+de\s+sesiones"
    rf"|не\s+позднее\b[^.;:]{{0,60}}?\bсессии\b{COUNCIL}|في\s+موعد\s+لا\s+يتجاوز[^.؛:]{{0,80}}|不迟于[^。；：]{{0,40}}届会议",
    re.I,
)


def read_cover(reading: DocumentReading, manuscript: Manuscript, chapter: Chapter, lists: Lists) -> None:
    """Fills what the document says of itself; what it does not say stays empty."""
    before = manuscript.paragraphs[: chapter.starts_at]
    cover = [paragraph.text for paragraph in before[:COVER]]
    lead_ins = [group.lead_in for group in chapter.groups]
    documents = DOCUMENTS_OF_THE_REVIEW.findall(
        " \n".join(words for paragraph in before for words in (paragraph.text, *paragraph.footnotes))
    )
    reading.symbol = symbol_in(" \n".join(cover))
    reading.session = int(documents[0][0]) if documents else None
    reading.state = state_of(cover, lead_ins, documents, lists)
    reading.stage = stage_of(reading.symbol, " ".join([manuscript.file_title, *cover]))
    # A circulated list has no cover; its symbol, which is that of the final report already, tells no stage.
    heads = [manuscript.file_title, *manuscript.running_heads]
    reading.symbol = reading.symbol or symbol_in(" \n".join(heads))


def symbol_in(cover: str) -> str:
    """The report's own symbol; reports also name the symbol under which their draft was issued."""
    symbols = ["".join(symbol.split()) for symbol in SYMBOL.findall(ISSUED_BEFORE.sub("", cover))]
    return next((symbol for symbol in symbols if "WG.6" not in symbol), symbols[0] if symbols else "")


def stage_of(symbol: str, words: str) -> Literal["", "draft", "final"]:
    if DRAFT_SYMBOL.search(symbol) or DRAFT.search(words):
        return "draft"
    return "final" if symbol else ""


def state_of(
    cover: list[str], lead_ins: list[str], documents: list[tuple[str, str]], lists: Lists
) -> str | None:
    """The State whose name stands alone on the cover, else the one of whom the lead-ins speak."""
    for line in cover:
        found = lists.iso3(line.strip(" .*0123456789"))
        if found:
            return found
    for lead_in in lead_ins:
        for mention in EXAMINED_BY.finditer(lead_in):
            name = state_at(lead_in[mention.end() :], lists)
            if name:
                return lists.iso3(name)
    known = set(lists.states.values())
    return next((code for _session, code in documents if code in known), None)


def deadline_in(lead_in: str) -> str:
    """The document's own words for when the State will have answered, or ""."""
    found = DEADLINE.search(lead_in)
    return " ".join(found.group().split()) if found else ""
