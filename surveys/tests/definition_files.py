"""Small invented questionnaires in the forms of other programs."""

import io
import json

import xlsxwriter


def xlsform(survey: list[dict], choices: list[dict] = (), settings: dict | None = None, **sheets) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    tables = {"survey": survey, "choices": choices, "settings": [settings] if settings else [], **sheets}
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            for heading, text in row.items():
                sheet.write(number, headings.index(heading), text)
    book.close()
    return file.getvalue()


def listed(name: str, *codes: str, label: str = "label") -> list[dict]:
    return [{"list_name": name, "name": code, label: f"Label {code}"} for code in codes]


HEADINGS = ["class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other"]


def limesurvey_table(*rows: dict, headings: list[str] = HEADINGS) -> bytes:
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    return "\n".join("\t".join(cells) for cells in lines).encode()


def lime(class_: str, type_: str, name: str, text: str = "", **more: str) -> dict:
    return {"class": class_, "type/scale": type_, "name": name, "text": text, "language": "en", **more}


def table(name: str, *rows: dict) -> str:
    cells = ["".join(f"<{key}><![CDATA[{text}]]></{key}>" for key, text in row.items()) for row in rows]
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{name}>"


def lss(*tables: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
    return f"{head}{''.join(tables)}</document>".encode()


def qualtrics(questions: list[dict], blocks: list[dict], flow: list[dict] | None = None, **entry) -> bytes:
    elements = [
        {"Element": "BL", "Payload": blocks},
        {
            "Element": "FL",
            "Payload": {"Flow": flow or [{"Type": "Block", "ID": one["ID"]} for one in blocks]},
        },
        *({"Element": "SQ", "PrimaryAttribute": one["QuestionID"], "Payload": one} for one in questions),
    ]
    said = {"SurveyName": "Fruit", "SurveyLanguage": "EN", **entry}
    return json.dumps({"SurveyEntry": said, "SurveyElements": elements}).encode()


def block(key: str, *questions: str | dict, **more) -> dict:
    elements = [
        one if isinstance(one, dict) else {"Type": "Question", "QuestionID": one} for one in questions
    ]
    return {"Type": "Standard", "ID": key, "Description": key, "BlockElements": elements, **more}


def asked(number: int, type_: str = "MC", selector: str = "SAVR", **more) -> dict:
    return {
        "QuestionID": f"QID{number}",
        "DataExportTag": f"Q{number}",
        "QuestionType": type_,
        "Selector": selector,
        "QuestionText": f"Question {number}",
        "Choices": {"1": {"Display": "Apple"}, "2": {"Display": "Pear"}},
        "ChoiceOrder": [2, 1],
        **more,
    }
