"""Tables of answers come in: our own exports, tables with a mapping, surveys made from columns."""

import csv
import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from surveys.actions import close_survey, receive_answers
from surveys.models import Answer, Survey
from surveys.results import facts_of, results_of
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory, in_state
from surveys.tests.test_exports import answered, made, table


def run(*words, **options) -> dict:
    out = io.StringIO()
    call_command("import_answers", *map(str, words), "--json", stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def written(folder, *rows, name: str = "answers.csv", encoding: str = "utf-8"):
    file = folder / name
    with file.open("w", newline="", encoding=encoding) as text:
        csv.writer(text).writerows(rows)
    return file


def totals(survey: Survey) -> dict[str, Counter]:
    found: dict[str, Counter] = {}
    for code, value in Answer.objects.filter(response__survey=survey).values_list("question__code", "value"):
        found.setdefault(code, Counter()).update(value.get("choices") or [json.dumps(value, sort_keys=True)])
    return found


@pytest.fixture
def simple(db) -> Survey:
    survey = SurveyFactory(slug="simple")
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="single", code="A", codes=["a", "b"], offers_other=True)
    QuestionFactory(section=section, kind="number", code="N", least=0, most=10)
    return survey


def test_our_own_export_comes_in_as_it_went_out(routed, moderator, tmp_path):
    answered(routed)
    export = made(routed, moderator)
    before, file = totals(routed), tmp_path / "export.csv"
    file.write_text("".join(f"{line}\n" for line in lines_of(table(export))))
    copy = empty_copy(routed)

    account = run(copy.slug, file)

    assert account["imported"] == 11
    assert account["problems"] == []
    assert totals(copy) == before


def lines_of(rows: list[dict]) -> list[str]:
    out = io.StringIO()
    csv.DictWriter(out, rows[0]).writerows([dict(zip(rows[0], rows[0], strict=True)), *rows])
    return out.getvalue().splitlines()


def empty_copy(survey: Survey) -> Survey:
    from surveys.questionnaires import make_sections, questionnaire_of

    copy = SurveyFactory(slug="copy")
    make_sections(copy, questionnaire_of(survey)["sections"])
    return copy


def test_a_bad_cell_is_named_by_line_and_column_and_nothing_is_saved(simple, tmp_path):
    file = written(tmp_path, ["A", "N"], ["a", "3"], ["c", "3"], ["b", "eleven"], ["b", "11"])

    with pytest.raises(CommandError, match="Nothing was saved"):
        run("simple", file)
    assert simple.responses.count() == 0

    account = run("simple", file, "--skip-bad-rows")
    assert account["problems"] == [
        "line 3, A: “c” is none of the choices",
        "line 4, N: “eleven” is not a number",
        "line 5, N: 11 is not between 0.0 and 10.0",
    ]
    assert (account["imported"], account["bad_rows"], simple.responses.count()) == (1, 3, 1)


def test_a_trial_run_saves_nothing(simple, tmp_path):
    account = run("simple", written(tmp_path, ["A"], ["a"]), "--dry-run")

    assert account["good_rows"] == 1
    assert simple.responses.count() == 0
    assert not AuditEntry.objects.filter(verb="imported answers").exists()


def test_the_same_table_comes_in_once_unless_one_says_so(simple, tmp_path):
    file = written(tmp_path, ["A"], ["a"])
    run("simple", file)

    with pytest.raises(CommandError, match="imported into this survey before"):
        run("simple", file)
    run("simple", file, "--again")

    assert simple.responses.count() == 2


def test_an_open_survey_takes_no_table(tmp_path, db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="yes_no", code="A")

    with pytest.raises(CommandError, match="The survey is open"):
        run(survey.slug, written(tmp_path, ["A"], ["yes"]))


def test_a_closed_survey_shows_what_came_in_at_once(client, simple, tmp_path):
    Survey.objects.filter(pk=simple.pk).update(**in_state("closed"))
    address = "/en/surveys/simple/results/"
    assert "Fewer than 5 people answered" in client.get(address).text

    run("simple", written(tmp_path, ["A"], *[["a"]] * 6))

    assert "6 people answered" in client.get(address).text


def test_the_trail_keeps_a_count_and_responses_no_order(simple, tmp_path):
    run("simple", written(tmp_path, ["N"], *[[str(n % 11)] for n in range(44)]))

    entry = AuditEntry.objects.get(verb="imported answers")
    order = list(Answer.objects.order_by().values_list("value__number", flat=True))

    assert entry.facts == {"count": 44}
    assert order != [n % 11 for n in range(44)]
    assert simple.weekly_counts.count() == 0


def test_sealed_questions_are_no_columns(survey, moderator, tmp_path):
    close_survey(survey, by=moderator)

    with pytest.raises(CommandError, match="not the columns"):
        run(survey.slug, written(tmp_path, ["Q4", "Q19"], ["yes", "no"]))


def test_a_mapping_names_columns_and_words(simple, tmp_path):
    file = written(tmp_path, ["Wer?", "Wie viele?", "Name"], ["Erste", "4", "Ann"], ["andere", "5", "Bob"])
    mapping = tmp_path / "mapping.json"
    data = {"columns": {"Wer?": "A", "#2": "N"}, "values": {"A": {"Erste": "a", "andere": "other"}}}
    mapping.write_text(json.dumps(data))

    with pytest.raises(CommandError, match="does not say what “Name” is"):
        run("simple", file, "--mapping", mapping)
    mapping.write_text(json.dumps(data | {"ignore_others": True}))
    run("simple", file, "--mapping", mapping)

    assert totals(simple)["A"] == {"a": 1, "other": 1}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "must be"),
        ({"columns": {"No such": "A"}}, "no column “No such”"),
        ({"columns": {"A": "Z"}}, "The survey has no column “Z”"),
    ],
)
def test_a_mapping_that_does_not_fit_says_where(simple, tmp_path, data, words):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(data))

    with pytest.raises(CommandError, match=words):
        run("simple", written(tmp_path, ["A"], ["a"]), "--mapping", mapping)


TWO_HEADINGS = [
    ["RespondentID", "Which films?", "", "", "Rank them", "", "Who?", "How many?"],
    ["", "Film one", "Film two", "Other (please specify)", "Film one", "Film two", "Response", "Response"],
    ["17", "Film one", "", "A third", "2", "1", "Man, young", "12.5"],
    ["18", "Film one", "Film two", "", "1", "2", "Woman", "3"],
    ["19", "", "", "", "", "", "Woman", "4"],
    ["20", "", "Film two", "", "", "", "Man, young", ""],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_survey_is_made_from_two_heading_rows_and_columns_of_several_choices(db, tmp_path, encoding):
    account = run("films", written(tmp_path, *TWO_HEADINGS, encoding=encoding), "--make-survey")

    survey = Survey.objects.get(slug="films")
    kinds = dict(survey.questions.values_list("code", "kind"))
    assert kinds == {"Q1": "multiple", "Q2": "ranking", "Q3": "single", "Q4": "number"}
    assert survey.state == Survey.State.DRAFT
    assert totals(survey)["Q1"] == {"film-one": 2, "film-two": 2, "other": 1}
    assert totals(survey)["Q3"] == {"man-young": 2, "woman": 2}
    assert account["guessed"][0].startswith("column 1 “RespondentID”: left out")
    assert account["imported"] == 4


def test_columns_below_no_question_are_taken_by_their_own_words(db, tmp_path):
    """As LimeSurvey writes a grid: "code[part]. [label]", with no question above the labels."""
    rows = [[str(number), "1 (None)" if number % 2 else "5", f"p{number}@example.org"] for number in range(6)]
    headings = ["", "grid0[time1]. [How much time?]", "grid1[SQ1]. Reach you [Your e-mail]"]

    account = run("grid", written(tmp_path, headings, *rows), "--make-survey")

    survey = Survey.objects.get(slug="grid")
    assert [(one.code, one.text) for one in survey.questions.all()] == [("grid0", "How much time?")]
    assert totals(survey)["grid0"] == {"1-none": 3, "5": 3}
    assert [said for said in account["guessed"] if "left out" in said] == [
        "column 1 “”: left out, it tells one person from another",
        "column 3 “Reach you – Your e-mail”: left out, it tells one person from another",
    ]


def test_a_name_in_use_is_not_made_again(simple, tmp_path):
    with pytest.raises(CommandError, match="There is a survey simple already"):
        run("simple", written(tmp_path, ["A"], ["a"]), "--make-survey")


def test_an_excel_file_comes_in_like_a_csv(simple, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["A", "N"], ["a", 3], ["b", 4.5]):
        book.active.append(row)
    book.save(tmp_path / "answers.xlsx")

    assert run("simple", tmp_path / "answers.xlsx")["imported"] == 2


def test_results_are_told_by_a_command_as_by_the_page(db):
    survey = SurveyFactory(open=True, slug="told")
    QuestionFactory(section__survey=survey, kind="yes_no", code="A")
    for says, people in (("yes", 30), ("no", 2)):
        for _ in range(people):
            receive_answers(survey, values={"A": {"choices": [says]}}, language="en")
    out = io.StringIO()

    call_command("survey_results", "told", "--json", "--by", "A", stdout=out)

    assert json.loads(out.getvalue()) == json.loads(json.dumps(facts_of(results_of(survey, by="A"), "en")))
    assert '"count": 2' not in out.getvalue()
