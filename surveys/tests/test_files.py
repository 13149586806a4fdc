"""Files as answers: attached, taken away, sent, fetched; and where they never lie."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from surveys.actions import (
    FileChange,
    NoRoom,
    close_survey,
    erase_old_drafts,
    files,
    leave,
    open_survey,
    receive_answers,
    save_section,
    typed_with,
)
from surveys.documents import Document
from surveys.models import Answer, AnswerFile, Draft, DraftFile, Response, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory, officers_key
from surveys.tests.papers import AUTHOR, word
from surveys.tests.test_answering import key_of, page
from surveys.tests.test_drafts import dump
from surveys.tests.test_unlinkable import rows_in_order

SECRET = "the officer of the northern district"


@pytest.fixture
def asked(db) -> Survey:
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="file", code="F")
    QuestionFactory(section=section, kind="text", code="T")
    QuestionFactory(section=SectionFactory(survey=survey), kind="yes_no", code="Y")
    return survey


def text(words: str = SECRET, name: str = "ann.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode(), "text/plain")


def attach(client, survey, *uploads, **more):
    return client.post(page(survey, "1/"), {"F": list(uploads), "attach": "F"} | more)


def kept(client, survey) -> list[dict]:
    return typed_with(survey, token=client.cookies[key_of(survey)].value)["files"]["F"]


def test_a_file_is_attached_kept_shown_and_sent(client, asked):
    answer = attach(client, asked, text(), T="Half a")
    shown = client.get(page(asked, "1/")).text
    client.post(page(asked, "1/"), {"T": "Whole"})
    check = client.get(page(asked, "check/")).text
    client.post(page(asked, "check/"))

    assert answer.url == page(asked, "1/#id_F_0")
    assert "F-1.txt" in shown and "Half a" in shown and "ann.txt" not in shown
    assert "F-1.txt (36 bytes)" in check.replace("\xa0", " ")
    file = AnswerFile.objects.get()
    assert (bytes(file.contents), file.type, file.size) == (SECRET.encode(), "text/plain", len(SECRET))
    value = Answer.objects.get(question__code="F").value
    assert value == {"files": [{"id": str(file.pk), "name": "F-1.txt", "type": "text/plain", "size": 36}]}
    assert not DraftFile.objects.exists()


def test_a_file_whose_request_comes_twice_is_attached_once(client, asked):
    attach(client, asked, text("one"))
    attach(client, asked, text("one"), text("two"), text("two"))

    assert [file["size"] for file in kept(client, asked)] == [3, 3]


def test_what_is_sent_is_clean(client, asked):
    attach(client, asked, SimpleUploadedFile("a.docx", word()))
    client.post(page(asked, "check/"))

    with zipfile.ZipFile(io.BytesIO(AnswerFile.objects.get().contents)) as archive:
        parts = b"".join(map(archive.read, archive.namelist()))
    assert AUTHOR.encode() not in parts


def test_a_file_not_sent_can_be_read_by_nobody_who_reads_the_database(client, asked):
    attach(client, asked, text())
    (file,) = kept(client, asked)

    everything = dump(DraftFile) + dump(Draft)
    assert SECRET.encode() not in everything and file["key"].encode() not in everything
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(contents) FROM surveys_draftfile")
        assert cursor.fetchone()[0] > 65536, "its length tells nothing"


def test_files_are_taken_away_one_by_one(client, asked):
    attach(client, asked, text("one"), text("two"))
    first, second = kept(client, asked)

    answer = client.post(page(asked, "1/"), {"take_away": f"F {first['id']}", "T": "Stays"})

    assert answer.url == page(asked, "1/#id_F_0")
    assert kept(client, asked) == [second]
    assert [str(pk) for pk in DraftFile.objects.values_list("pk", flat=True)] == [second["id"]]
    assert "Stays" in client.get(page(asked, "1/")).text


def test_two_windows_keep_both_their_files(client, asked):
    attach(client, asked, text("one"))
    attach(client, asked, text("two"))
    client.post(page(asked, "2/"), {"Y": "yes"})
    client.post(page(asked, "1/"), {"T": "Later"})

    assert len(kept(client, asked)) == 2


def test_a_file_survives_a_wrong_page_another_language_and_the_way_back(client, asked):
    for number, way in enumerate([{"T": "x " * 601}, {"switch": "fr"}, {"back": "1"}], 1):
        client.post(page(asked, "1/"), {"F": text(f"file {number}")} | way)

        assert len(kept(client, asked)) == number


def test_what_is_refused_is_said_and_the_others_are_kept(client, asked):
    answer = attach(client, asked, text("good"), text("{\\rtf1", "<b>notes.rtf"), T="Typed", back="1")

    assert answer.status_code == 422
    assert "“\u2068&lt;b&gt;notes.rtf\u2069” was not kept. This is none of the kinds" in answer.text
    assert "F-1.txt" in answer.text and "Typed" in answer.text
    assert len(kept(client, asked)) == 1


def test_no_more_files_are_kept_than_the_question_takes(client, asked):
    attach(client, asked, text("one"), text("two"))

    answer = attach(client, asked, text("three"), text("four"))

    assert answer.status_code == 422
    assert "Only 3 files can be attached." in answer.text
    assert len(kept(client, asked)) == DraftFile.objects.count() == 3
    assert 'type="file"' not in client.get(page(asked, "1/")).text


def test_files_that_are_too_large_are_refused_and_what_was_typed_stays(client, asked):
    answer = attach(client, asked, text("x" * (5 * 1024 * 1024 + 1)), text("small"), T="Typed")

    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.text and "Typed" in answer.text
    assert len(kept(client, asked)) == 1


def test_files_never_lie_on_the_disk_of_the_server(client, asked, monkeypatch):
    from django.core.files import uploadhandler

    def never(*_args, **_options):
        raise AssertionError("a file was written to the disk")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", never)

    assert attach(client, asked, text("x" * 4 * 1024 * 1024)).status_code == 302


@pytest.mark.parametrize("address", ["check/", "1/"])
def test_a_request_that_is_far_too_large_is_not_read(client, asked, address):
    careful = Client(enforce_csrf_checks=True)  # as every real request: its form is read before the view
    careful.get(page(asked, "1/"))
    size = 1024 * 1024 if address == "check/" else 50 * 1024 * 1024

    assert careful.post(page(asked, address), {"F": text("x" * size)}).status_code == 400


def test_a_made_up_file_in_the_texts_is_no_file(client, asked):
    client.post(page(asked, "1/"), {"F": ['{"id": "x"}', "x"], "attach": "F"})

    assert kept(client, asked) == []


def test_leaving_and_closing_erase_the_files(client, asked):
    attach(client, asked, text())
    leave(asked, token=client.cookies[key_of(asked)].value)
    assert not DraftFile.objects.exists()

    attach(client, asked, text())
    close_survey(asked)
    assert not DraftFile.objects.exists()


def document(words: str = SECRET) -> Document:
    return Document("text/plain", words.encode())


def begin(survey, token: str = "", **change) -> str:
    changes = [FileChange("F", 3, **({"new": [document()]} | change))]
    return save_section(survey, token=token, section=1, typed={}, changes=changes)


def test_a_file_lives_as_long_as_its_draft_and_no_longer(asked):
    token = begin(asked)
    late = DraftFile.objects.get().expires_on
    DraftFile.objects.update(expires_on=late - timedelta(days=29))

    save_section(asked, token=token, section=2, typed={"Y": ["yes"]})
    assert DraftFile.objects.get().expires_on == late

    DraftFile.objects.update(expires_on=late - timedelta(days=31))
    erase_old_drafts()
    assert not DraftFile.objects.exists()


def test_where_too_many_files_wait_those_untouched_for_two_days_make_room(asked, monkeypatch):
    monkeypatch.setattr(files, "MOST_DRAFT_FILES", 1)
    token = begin(asked)
    with pytest.raises(NoRoom):
        begin(asked)

    for model in (Draft, DraftFile):
        row = model.objects.get()
        model.objects.update(expires_on=row.expires_on - timedelta(days=2))
    begin(asked)

    assert DraftFile.objects.count() == 1
    assert typed_with(asked, token=token) == {}


def test_a_draft_that_makes_room_for_itself_keeps_its_files(asked, monkeypatch):
    token = begin(asked)
    monkeypatch.setattr(files, "MOST_DRAFT_FILES", 1)
    for model in (Draft, DraftFile):
        row = model.objects.get()
        model.objects.update(expires_on=row.expires_on - timedelta(days=2))

    with pytest.raises(NoRoom):
        begin(asked, token, new=[document("another")])

    assert DraftFile.objects.count() == 1


def test_sending_twice_makes_one_file(client, asked):
    attach(client, asked, text())
    key = client.cookies[key_of(asked)].value
    client.post(page(asked, "check/"))
    client.cookies[key_of(asked)] = key
    client.post(page(asked, "check/"))

    assert AnswerFile.objects.count() == Response.objects.count() == 1


def test_files_of_a_question_that_is_no_longer_asked_are_not_sent(client, db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="yes_no", code="Y")
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="file", code="F", shown_if={"question": "Y", "equals": "yes"})
    client.post(page(survey, "1/"), {"Y": "yes"})
    client.post(page(survey, "2/"), {"F": text(), "attach": "F"})
    client.post(page(survey, "1/"), {"Y": "no"})

    client.post(page(survey, "check/"))

    assert Response.objects.count() == 1
    assert not AnswerFile.objects.exists() and not DraftFile.objects.exists()


# Reprisals ---------------------------------------------------------------------------------------


def test_a_survey_that_asks_for_files_about_reprisals_does_not_open(moderator):
    survey = SurveyFactory()
    officers_key(moderator)
    QuestionFactory(section__survey=survey, kind="file", code="F", sensitivity="reprisal")

    with pytest.raises(ValidationError, match="Question F takes files: it cannot be sealed"):
        open_survey(survey, by=moderator)


def test_the_database_refuses_a_file_about_reprisals(db):
    question = QuestionFactory(kind="file", sensitivity="reprisal")
    response = Response.objects.create(survey=question.survey, language="en")

    with pytest.raises(IntegrityError):
        AnswerFile.objects.create(
            response=response, question=question, type="text/plain", size=1, contents=b"x"
        )


def test_a_ranking_or_file_without_what_it_needs_does_not_open(moderator):
    survey = SurveyFactory()
    QuestionFactory(section__survey=survey, kind="ranking", code="R")

    with pytest.raises(ValidationError, match="Question R has no choices"):
        open_survey(survey, by=moderator)


# Moderators --------------------------------------------------------------------------------------


def sent(survey, people: int, files: int = 1) -> None:
    for number in range(people):
        named = [
            {"id": str(place), "name": f"F-{place}.txt", "type": "text/plain", "size": 1}
            for place in range(files)
        ]
        contents = {str(place): f"{number} {place}".encode() for place in range(files)}
        receive_answers(survey, values={"F": {"files": named}}, language="en", files=contents)


def fetch(client, survey, question: str = "F"):
    return client.post(reverse("surveys:files", args=[survey.slug]), {"question": question})


def test_moderators_fetch_the_files_of_a_question(client_of, moderator, asked):
    sent(asked, 5, files=2)
    close_survey(asked, by=moderator)

    answer = fetch(client_of(moderator), asked)

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        contents = [archive.read(name).decode() for name in archive.namelist()]
        assert archive.namelist() == [f"F-{number}.txt" for number in range(1, 11)]
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert sorted(contents) == sorted(f"{number} {place}" for number in range(5) for place in range(2))
    assert contents != sorted(contents), "in no order that says something"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{asked.slug}-F.zip"'
    entry = AuditEntry.objects.get(verb="exported files")
    assert (entry.by, entry.facts) == (moderator, {"files": 10})


def test_the_page_of_free_answers_leads_to_the_files(client_of, moderator, asked):
    sent(asked, 5)
    close_survey(asked, by=moderator)

    shown = client_of(moderator).get(reverse("surveys:free_answers", args=[asked.slug])).text

    assert "Download 5 files" in shown and "5 people attached something" in shown


@pytest.mark.parametrize("question", ["F", "T", "none"])
def test_below_the_threshold_no_file_is_fetched(client_of, moderator, asked, question):
    sent(asked, 4)
    receive_answers(asked, values={"T": {"text": "x"}}, language="en")
    close_survey(asked, by=moderator)
    client = client_of(moderator)

    assert fetch(client, asked, question).status_code == 404
    shown = client.get(reverse("surveys:free_answers", args=[asked.slug])).text
    assert "Fewer than 5 people attached something." in shown


@pytest.mark.parametrize("people", [5, 15])
def test_the_list_of_files_costs_the_same_queries_for_few_and_many(
    client_of, moderator, asked, people, django_assert_num_queries
):
    sent(asked, people)
    close_survey(asked, by=moderator)
    client = client_of(moderator)
    client.get(reverse("surveys:index"))
    from surveys.answer_files import file_answers_of

    with django_assert_num_queries(6):
        file_answers_of(asked)


@pytest.mark.django_db(transaction=True)
def test_closing_leaves_no_order_among_the_files(moderator):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="file", code="F")
    sent(survey, 40)
    before = [bytes(contents) for (contents,) in rows_in_order("surveys_answerfile", "contents")]

    close_survey(survey, by=moderator)

    after = [bytes(contents) for (contents,) in rows_in_order("surveys_answerfile", "contents")]
    assert before == [f"{number} 0".encode() for number in range(40)], "the control: before, in their order"
    # One of forty by chance; 12 or more come up less than once in a hundred million runs.
    assert sum(one == other for one, other in zip(before, after, strict=True)) < 12
    assert len({age for (age,) in rows_in_order("surveys_answerfile", "xmin::text")}) == 1
