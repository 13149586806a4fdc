"""Real tables of answers: every total as it is counted straight from the file."""

import csv
import io
from collections import Counter

import pytest

from surveys.models import Survey
from surveys.tests.test_imports import run

# Rows, columns, questions that are made of them; docs/answers.md tells the same.
FILES = {
    "StarWars": (1186, 38, 27),
    "comma-survey": (1129, 13, 12),
    "steak-risk-survey": (550, 15, 14),
    "research-software-can": (110, 62, 50),
    "research-software-nl": (77, 131, 60),
}


def straight_from(file) -> list[list[str]]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return list(csv.reader(io.StringIO(text, newline="")))


def same(text: str) -> str:
    """Without what differs between readings of odd bytes: letters and digits, one space between words."""
    return " ".join("".join(sign for sign in text if sign.isascii()).split())


@pytest.mark.real_data
@pytest.mark.parametrize("name", FILES)
def test_totals_equal_those_counted_straight_from_the_file(real_data, db, name):
    file = real_data / "surveys" / f"{name}.csv"
    account = run(name.lower(), file, "--make-survey")
    survey = Survey.objects.get(slug=name.lower())
    rows = straight_from(file)
    width = len(rows[0])
    rows = rows[len(rows) - account["rows"] :]

    assert account["imported"] == account["rows"] == survey.responses.count()
    assert (account["rows"], width, survey.questions.count()) == FILES[name]
    left_out = [said for said in account["guessed"] if ": left out" in said]
    assert len(left_out) == 1 and left_out[0].startswith("column 1 "), "only the number of each person"
    compared, used = 0, {1}
    for said in account["guessed"][1:]:
        code, rest = said.split(": ", 1)
        question = survey.questions.get(code=code)
        places = [int(number) - 1 for number in rest.split("column ")[1].split(", ")]
        assert counted_in(rows, places, question) == counted_here(question), said
        compared += 1
        used |= {place + 1 for place in places}
    assert compared == survey.questions.count()
    assert used == set(range(1, width + 1)), "every column is counted or said to be left out"


def counted_in(rows: list[list[str]], places: list[int], question) -> Counter:
    cells = [[row[place].strip() if place < len(row) else "" for row in rows] for place in places]
    if question.kind == "multiple":
        ticked = [sum(cell.casefold() not in ("", "no", "0", "n/a") for cell in column) for column in cells]
        return Counter({place: count for place, count in enumerate(ticked) if count})
    if question.kind == "ranking":
        return Counter((place, float(cell)) for place, column in enumerate(cells) for cell in column if cell)
    given = [cell for cell in cells[0] if cell]
    if question.kind == "number":
        return Counter(float(cell) for cell in given)
    if question.kind == "yes_no":
        return Counter(cell.casefold() for cell in given)
    return Counter({"given": len(given)}) if question.kind == "text" else Counter(map(same, given))


def counted_here(question) -> Counter:
    values = list(question.answers.values_list("value", flat=True))
    choices = list(question.choices.all())
    codes = [choice.code for choice in choices]
    if question.kind == "multiple":
        order = [*codes, "other"]
        return Counter(order.index(code) for value in values for code in value["choices"])
    if question.kind == "ranking":
        return Counter(
            (codes.index(code), float(place))
            for value in values
            for place, code in enumerate(value["ranking"], 1)
        )
    if question.kind == "number":
        return Counter(float(value["number"]) for value in values)
    if question.kind == "text":
        return Counter({"given": len(values)})
    labels = {choice.code: same(choice.label) for choice in choices}
    return Counter(labels.get(code, code) for value in values for code in value["choices"])
