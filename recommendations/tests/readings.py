"""Readings for tests as the readers give them; all words invented."""

from recommendations.documents.readings import Answer, DocumentReading, ReadPledge, ReadRow

SPELLINGS = {"CAN": "Canada", "CHL": "Chile", "DEU": "Germany", "FRA": "France", "VNM": "Viet Nam"}
WILL_EXAMINE = "The following recommendations will be examined by Morocco, no later than the ninth session:"
SUPPORTS = "The recommendations listed below enjoy the support of Morocco:"
TEXTS = (
    "Plant a tree in every schoolyard of the country",
    "Open the public libraries on Sundays, in towns and villages alike",
    "Measure the water of the rivers each month and publish the figures",
    "Teach the history of bridges in the second grade of primary school",
)


def read_row(number: str = "6.1", text: str = TEXTS[0], states=("CHL",), **fields) -> ReadRow:
    usual = {
        "states": list(states),
        "spellings": [SPELLINGS.get(iso3, "") for iso3 in states],
        "position": "pending",
        "lead_in": WILL_EXAMINE,
        "raw": f"{number} {text} (…);",
        "line": int(number.rpartition(".")[2] or 1),
    }
    return ReadRow(number=number, text=text, **(usual | fields))


def report_reading(*rows: ReadRow, **fields) -> DocumentReading:
    usual = {"state": "MAR", "session": 4, "stage": "final", "symbol": "A/HRC/9/7", "language": "en"}
    return DocumentReading(family="report", rows=list(rows) or [read_row()], **(usual | fields))


def draft_reading(*rows: ReadRow, **fields) -> DocumentReading:
    return report_reading(*rows, **({"stage": "draft", "symbol": "A/HRC/WG.6/4/L.7"} | fields))


def addendum_reading(*answers: Answer, **fields) -> DocumentReading:
    usual = {"state": "MAR", "session": 4, "stage": "", "symbol": "A/HRC/9/7/Add.1", "language": "en"}
    return DocumentReading(family="addendum", answers=list(answers), **(usual | fields))


def matrix_reading(*rows: ReadRow, **fields) -> DocumentReading:
    usual = {"state": "MAR", "session": 4, "language": "en"}
    return DocumentReading(family="matrix", rows=list(rows), **(usual | fields))


def pledge(text: str = "We shall mend the roads.", line: int = 90) -> ReadPledge:
    return ReadPledge(number="", text=text, raw=text, line=line)
