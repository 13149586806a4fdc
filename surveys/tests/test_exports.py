"""Files of answers: one row a person, one column a question; who gets them, and for how long."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from surveys import tasks
from surveys.actions import TooFew, close_survey, erase_old_exports, export_answers, receive_answers
from surveys.exports import file_of, make_export
from surveys.models import Survey, SurveyExport
from surveys.tests.factories import QuestionFactory, SurveyFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.usefixtures("all_kinds")


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


def address(survey: Survey, export: SurveyExport | None = None) -> str:
    if export:
        return reverse("surveys:download_export", args=[survey.slug, export.pk])
    return reverse("surveys:exports", args=[survey.slug])


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
    book = openpyxl.load_workbook(file_of(export))
    cells = [cell for row in book["answers"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert ".=1+1" in [cell.value for cell in cells]


def test_the_workbook_holds_answers_and_a_codebook(routed, moderator):
    answered(routed)
    book = openpyxl.load_workbook(file_of(made(routed, moderator, "xlsx")))

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
    Survey.objects.filter(pk=routed.pk).update(state=Survey.State.CLOSED)
    export = export_answers(Survey.objects.get(pk=routed.pk), kind="csv", with_texts=True, by=moderator)

    with django_assert_num_queries(12):
        make_export(str(export.pk))


@pytest.fixture
def exported(routed, moderator) -> SurveyExport:
    answered(routed)
    return made(routed, moderator)


def test_who_asked_downloads_the_file_and_another_moderator_does_not(exported, client_of, moderator):
    other = UserFactory(moderator=True)

    answers = [client_of(user).get(address(exported.survey, exported)) for user in (moderator, other)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0]["Content-Disposition"] == f'attachment; filename="{exported.file_name}"'
    assert answers[0]["Cache-Control"] == "no-store"


def test_who_loses_the_right_loses_the_file(exported, client_of, moderator):
    client = client_of(moderator)
    moderator.groups.clear()
    type(moderator).objects.filter(pk=moderator.pk).update(is_active=True)
    assert not type(moderator).objects.get(pk=moderator.pk).is_moderator

    assert client.get(address(exported.survey, exported)).status_code == 403
    tasks.erase_exports()

    assert not file_of(exported).exists()
    assert not SurveyExport.objects.exists()


@pytest.mark.parametrize(("hours", "is_there"), [(23, True), (24, False)])
def test_a_file_lives_for_a_day(exported, client_of, moderator, monkeypatch, hours, is_there):
    client, later = client_of(moderator), timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)

    erase_old_exports()

    assert file_of(exported).exists() is is_there
    assert SurveyExport.objects.exists() is is_there
    monkeypatch.undo()
    status = client.get(address(exported.survey, exported)).status_code
    assert status == (200 if is_there else 404)


def test_files_that_no_export_names_are_swept_away(exported):
    left = Path(settings.MEDIA_ROOT) / "survey-exports" / ".11111111-1111-1111-1111-111111111111-1.part"
    left.write_text("half")

    erase_old_exports()

    assert not left.exists()
    assert file_of(exported).exists()


def test_the_trail_says_who_exported_what_and_nothing_of_the_answers(exported, moderator):
    entry = AuditEntry.objects.get(verb="exported answers")

    assert entry.by == moderator
    assert entry.facts == {"kind": "csv", "with_texts": True}


def test_only_closed_surveys_with_enough_answers_are_exported(routed, moderator):
    with pytest.raises(WrongState):
        export_answers(routed, kind="csv", with_texts=False, by=moderator)
    close_survey(routed, by=moderator)
    with pytest.raises(TooFew):
        export_answers(routed, kind="csv", with_texts=False, by=moderator)


def test_too_few_answers_are_refused_in_words(routed, moderator, client_of):
    close_survey(routed, by=moderator)

    page = client_of(moderator).post(address(routed), {"kind": "csv"})

    assert page.status_code == 422
    assert "Too few people answered" in page.text


def test_asking_twice_makes_one_file(routed, moderator, client_of):
    answered(routed)
    close_survey(routed, by=moderator)
    client = client_of(moderator)

    for _ in range(2):
        client.post(address(routed), {"kind": "xlsx"})

    assert SurveyExport.objects.count() == 1


def test_a_job_that_comes_twice_writes_once_and_a_lost_one_is_taken_up(routed, moderator):
    answered(routed)
    export = made(routed, moderator)
    make_export(str(export.pk))
    SurveyExport.objects.all().delete()
    export = export_answers(routed, kind="csv", with_texts=False, by=moderator)
    long_ago = timezone.now() - timedelta(hours=1)
    SurveyExport.objects.filter(pk=export.pk).update(state="running", attempts=1, seen_at=long_ago)

    tasks.take_up_lost_exports()
    make_export(str(export.pk))

    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 2)


@pytest.mark.jobs
def test_a_real_worker_makes_the_file(worker, moderator, transactional_db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="yes_no", code="A")
    for _ in range(6):
        receive_answers(survey, values=sheet(A=["yes"]), language="en")
    close_survey(survey, by=moderator)

    export = export_answers(survey, kind="xlsx", with_texts=False, by=moderator)

    worker.waits_for(lambda: SurveyExport.objects.get(pk=export.pk).state == "done")
