"""Invented reports in the forms of real ones, and lists to read them with: no database is needed."""

import csv
from pathlib import Path

from recommendations.documents.lead_ins import wordings_of
from recommendations.documents.lists import Lists
from recommendations.documents.paragraphs import Manuscript, Paragraph
from recommendations.documents.readings import DocumentReading
from recommendations.documents.report import read_report

WORDINGS = Path(__file__).parent.parent / "data" / "lead_ins.csv"
STATES = {
    "BEL": ["Belgium", "Belgique"],
    "BIH": ["Bosnia and Herzegovina"],
    "CAN": ["Canada"],
    "CHE": ["Switzerland", "Suisse", "Suiza"],
    "CHL": ["Chile", "Chili"],
    "CIV": ["Côte d’Ivoire"],
    "CZE": ["Czechia", "Czech Republic"],
    "DEU": ["Germany", "Allemagne", "Alemania", "ألمانيا", "德国", "Германия"],
    "ESP": ["Spain", "España", "Espagne"],
    "FRA": ["France", "Francia", "فرنسا", "法国", "Франция"],
    "GBR": ["United Kingdom of Great Britain and Northern Ireland", "United Kingdom"],
    "GHA": ["Ghana"],
    "IRN": [
        "Iran (Islamic Republic of)",
        "Iran",
        "Irán (República Islámica del)",
        "Iran, Islamic Republic of",
    ],
    "JPN": ["Japan", "Japon", "日本"],
    "NLD": ["Netherlands", "Netherlands (Kingdom of the)", "Pays-Bas"],
    "PER": ["Peru", "Perú"],
    "TTO": ["Trinidad and Tobago"],
}


def our_lists() -> Lists:
    """A few States, and all lead-ins that the portal brings with it."""
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        lead_ins = wordings_of(list(csv.DictReader(file)))
    states = {spelling: iso3 for iso3, spellings in STATES.items() for spelling in spellings}
    return Lists(states=states, lead_ins=lead_ins)


LISTS = our_lists()


def manuscript(text: str) -> Manuscript:
    """One paragraph a line; numbers stay typed in the text, as readers of text leave them."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return Manuscript(paragraphs=[Paragraph(line) for line in lines])


def read(text: str, language: str = "en") -> DocumentReading:
    return read_report(manuscript(text), language=language, lists=LISTS)


def in_short(reading: DocumentReading) -> list[tuple[str, str, str, list[str | None]]]:
    """Number with part, text, position and States of each row."""
    return [(row.number + row.part, row.text, row.position, row.states) for row in reading.rows]


FINAL = """
A/HRC/21/9
Report of the Working Group on the Universal Periodic Review
Ghana
3. The following documents were issued for the review: a national report (A/HRC/WG.6/14/GHA/1).
26. Chile asked about mills. It recommended (a) that Ghana count its mills; (b) that it paint them.
29. Japan recommended that Ghana count sheep. It thanked the delegation.
II. Conclusions and/or recommendations
108. The recommendations formulated during the interactive dialogue/listed below have been examined by
Ghana and enjoy the support of Ghana:
108.1 Plant more trees (Spain, Peru);
108.2 Sign the Treaty on Bees (OPBEE) (Iran (Islamic Republic of)); adopt a law on honey (netherlands);
108.3 Protect rivers (Chile, on behalf of the Friends of Water);
109. The following recommendations will be examined by Ghana, which will provide responses in due time, but no
later than the twenty-second session of the Human Rights Council:
109.1 Consider a museum of rivers (Freedonia);
110. The recommendations below did not enjoy the support of Ghana:
110.1 Close the mill (Germany); (Canada);
111. Ghana considers that recommendations Nos. 1 and 3 in paragraph 108 are already implemented.
112. The recommendations in paragraphs 26 (b) and 29 did not enjoy the support of Ghana.
113. All conclusions and/or recommendations contained in the present report reflect the position of the
submitting State(s) and/or the State under review.
III. Voluntary pledges and commitments
114. Ghana pledges to plant one million trees.
Annex
Composition of the delegation
"""
