"""Files of answers: one row a person, one column a question; who gets them, and for how long."""

import csv
import io

import openpyxl
import pytest

from surveys.actions import close_survey, export_answers, receive_answers
from surveys.exports import file_of, make_export
from surveys.models import Survey, SurveyExport
from surveys.tests.factories import QuestionFactory, SurveyFactory, in_state


def sheet(**values) -> dict:
    return {code: value if isinstance(value, dict) else {"choices": value} for code, value in values.items()}


def answered(survey: Survey) -> None:
    yes = sheet(A=["yes"], B={"choices": ["x", "other"], "other": "Ours"}, R={"ranking": ["q", "p"]})
    for values, people in [
        (yes | sheet(N={"number": 2.5}, C={"text": "=1+1"}), 5),
        (sheet(A=["no"], B={"choices": ["y"], "comment": "Because"}, D={"text": "No"}), 5),
        ({}, 1),
    ]:
        for _ in range(people):
            receive_answers(survey, values=values, language="en")


def made(survey: Survey, by, kind: str = "csv", *, with_texts: bool = True) -> SurveyExport:
    if survey.state != Survey.State.CLOSED:
        close_survey(survey, by=by)
    export = export_answers(survey, kind=kind, with_texts=with_texts, by=by)
    make_export(str(export.pk))
    export.refresh_from_db()
    return export


def table(export: SurveyExport) -> list[dict]:
    text = file_of(export).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_both_ways_through_a_survey_share_the_columns(routed, moderator):
    answered(routed)

    rows = table(made(routed, moderator))

    assert list(rows[0]) == [
        "language", "A", "B[x]", "B[y]", "B[other]", "B.other", "B.comment", "R[p]", "R[q]", "N", "C", "D",
    ]  # fmt: skip
    assert len(rows) == 11


def test_all_choices_have_a_column_also_those_that_nobody_made(routed, moderator):
    answered(routed)

    rows = table(made(routed, moderator))
    yes = next(row for row in rows if row["A"] == "yes")

    assert (yes["B[x]"], yes["B[y]"], yes["B[other]"], yes["B.other"]) == ("1", "0", "1", "Ours")
    assert (yes["R[p]"], yes["R[q]"], yes["N"]) == ("2", "1", "2.5")


def test_not_asked_and_passed_over_are_told_apart(routed, moderator):
    answered(routed)

    rows = table(made(routed, moderator))
    no, nothing = (next(row for row in rows if row["A"] == said) for said in ("no", "passed-over"))

    assert (no["C"], no["D"]) == ("", "No")
    assert (no["N"], no["R[p]"]) == ("passed-over", "passed-over")
    assert (nothing["B[x]"], nothing["C"], nothing["D"]) == ("passed-over", "", "")


def test_choices_in_any_language_are_one_code(routed, moderator):
    for language in ("en", "fr"):
        for _ in range(5):
            receive_answers(routed, values=sheet(A=["yes"]), language=language)

    rows = table(made(routed, moderator))

    assert {row["A"] for row in rows} == {"yes"}
    assert sorted({row["language"] for row in rows}) == ["en", "fr"]


def test_a_rare_language_hides_all_languages(routed, moderator):
    answered(routed)
    receive_answers(routed, values=sheet(A=["yes"]), language="fr")

    assert {row["language"] for row in table(made(routed, moderator))} == {"several"}


def test_texts_are_there_only_when_asked_for(routed, moderator):
    answered(routed)

    content = file_of(made(routed, moderator, with_texts=False)).read_text()

    assert "Ours" not in content
    assert "Because" not in content
    assert "1+1" not in content
    assert "B[other]" in content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_spreadsheet_runs_what_people_wrote(routed, moderator, kind):
    answered(routed)
    export = made(routed, moderator, kind)

    if kind == "csv":
        assert {row["C"] for row in table(export)} == {".=1+1", ""}
        return
    book = openpyxl.load_workbook(io.BytesIO(file_of(export).read_bytes()))
    cells = [cell for row in book["answers"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert ".=1+1" in [cell.value for cell in cells]


def test_the_workbook_holds_answers_and_a_codebook(routed, moderator):
    answered(routed)
    book = openpyxl.load_workbook(io.BytesIO(file_of(made(routed, moderator, "xlsx")).read_bytes()))

    headings = [cell.value for cell in book["answers"][1]]
    described = [row[0].value for row in book["codebook"].iter_rows(min_row=2)]

    assert book["answers"].max_row == 12
    assert described == headings[1:]


def test_the_codebook_says_what_each_column_is(routed, moderator):
    answered(routed)
    rows = {row["column"]: row for row in table(made(routed, moderator, "codebook"))}

    assert rows["B[x]"]["labels_en"] == "Label x"
    assert '"equals": "yes"' in rows["C"]["condition"]
    assert (rows["A"]["asked"], rows["A"]["answered"]) == ("11", "10")
    assert "text_fr" in rows["A"]


def test_sealed_and_detached_answers_and_keys_are_in_no_file(survey, moderator):
    for _ in range(6):
        values = sheet(Q4=["no"], Q19={"choices": ["yes"], "comment": "They came"})
        values["Q20"] = {"name": "Ann", "organisation": "", "email": "ann@example.org"}
        receive_answers(survey, values=values, language="en")
    content = file_of(made(survey, moderator)).read_text()

    assert "Q4" in content
    assert not [word for word in ("Q19", "Q20", "They came", "ann@") if word in content]
    assert not [str(one.pk) for one in survey.responses.all() if str(one.pk) in content]


def test_rows_stand_in_another_order_each_time(db, moderator):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="number", code="N")
    for number in range(40):
        receive_answers(survey, values=sheet(N={"number": number}), language="en")

    orders = [[row["N"] for row in table(made(survey, moderator, "csv"))]]
    SurveyExport.objects.all().delete()
    orders.append([row["N"] for row in table(made(survey, moderator, "csv"))])

    assert sorted(orders[0], key=int) == sorted(orders[1], key=int) == [str(n) for n in range(40)]
    assert orders[0] != orders[1]
    assert orders[0] != [str(n) for n in range(40)]


def test_the_file_costs_the_same_queries_however_many_rows(routed, moderator, django_assert_num_queries):
    answered(routed)
    made(routed, moderator)
    for values in [sheet(A=["yes"])] * 30:
        Survey.objects.filter(pk=routed.pk).update(state=Survey.State.OPEN)
        receive_answers(routed, values=values, language="en")
    Survey.objects.filter(pk=routed.pk).update(**in_state("closed"))
    export = export_answers(Survey.objects.get(pk=routed.pk), kind="csv", with_texts=True, by=moderator)

    with django_assert_num_queries(14):
        make_export(str(export.pk))
