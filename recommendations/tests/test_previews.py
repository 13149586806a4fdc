"""What a person sees of a document that was read, decides, corrects and confirms."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from recommendations.actions import jobs, keep_upload, read_again
from recommendations.documents.decided import in_short
from recommendations.documents.readings import Answer
from recommendations.documents.unreadable import Unreadable
from recommendations.models import ImportBatch, PendingImport, Recommendation
from recommendations.tasks import forget_uploads, take_up_lost_readings
from recommendations.tests.readings import TEXTS, addendum_reading, read_row, report_reading

pytestmark = pytest.mark.usefixtures("lists")

CONFIRM = "/en/recommendations/import/confirm/"


@pytest.fixture
def client(client_of, moderator):
    return client_of(moderator)


def send(client, page, **choices):
    """Post the form as it was shown, but for `choices`."""
    form = page.context["form"]
    said = {field.html_name: field.value() or "" for field in form}
    said |= {"sha256": page.context["pending"].sha256, "shown": page.context["shown"]}
    return client.post(CONFIRM, said | choices)


def test_from_the_preview_to_the_recommendations(client, read_as):
    read_as(report_reading(read_row("140.1"), read_row("140.2", TEXTS[1], ["FRA"])))

    page = client.get(CONFIRM)
    assert page.context["account"].recommendations_new == 2
    assert Recommendation.objects.count() == 0
    response = send(client, page, **{"group-0": "noted", "import": "1"})

    assert response["Location"] == ImportBatch.objects.get().get_absolute_url()
    assert set(Recommendation.objects.values_list("position", flat=True)) == {"noted"}
    assert not PendingImport.objects.exists()


def test_text_can_be_pasted(client):
    client.post("/en/recommendations/import/", {"pasted": "6.1 Plant trees (Chile);", "family": "report"})

    upload = PendingImport.objects.get()
    assert (bytes(upload.content), upload.family) == (b"6.1 Plant trees (Chile);", "report")


def test_neither_file_nor_text_is_nothing_to_import(client):
    assert client.post("/en/recommendations/import/", {"family": "report"}).status_code == 422


def test_choices_are_kept_without_importing(client, read_as):
    read_as(report_reading(state=None, stage=""))

    page = client.get(CONFIRM)
    assert b'name="import"' not in page.content
    send(client, page, state="MAR", stage="draft")

    page = client.get(CONFIRM)
    assert (page.context["form"]["state"].value(), page.context["form"]["stage"].value()) == ("MAR", "draft")
    assert b'name="import"' in page.content


def test_what_would_be_saved_otherwise_than_shown_is_shown_first(client, read_as):
    read_as(report_reading())
    page = client.get(CONFIRM)

    response = send(client, page, **{"session": 13, "import": "1"})

    assert (response["Location"], Recommendation.objects.count()) == (CONFIRM, 0)
    send(client, client.get(CONFIRM), **{"import": "1"})
    assert Recommendation.objects.get().review.session.number == 13


def test_a_row_is_corrected_on_a_page_of_its_own(client, read_as):
    upload = read_as(report_reading(read_row(states=[None, "CHL"], spellings=["Atlantis", "Chile"])))
    address = reverse("recommendations:correct_row", args=[0])

    refused = client.post(address, {"text": TEXTS[0], "states": "Atlantis\r\nChile", "position": "pending"})
    assert refused.status_code == 422
    client.post(address, {"text": TEXTS[0], "states": "Viet Nam\r\nChile", "position": "noted"})

    upload.refresh_from_db()
    assert upload.decisions["rows"]["0"] == {"states": ["Viet Nam", "Chile"], "position": "noted"}
    assert client.get(CONFIRM).context["planned"].is_ready


def test_a_row_that_is_left_alone_is_not_corrected(client, read_as):
    upload = read_as(report_reading(read_row(states=[None], spellings=["(Unknown)"])))

    form = {"text": TEXTS[0], "states": "(Unknown)", "position": "pending"}
    client.post(reverse("recommendations:correct_row", args=[0]), form)

    upload.refresh_from_db()
    assert upload.decisions["rows"]["0"] == {}


def test_a_row_is_left_out(client, read_as):
    read_as(report_reading(read_row("140.1"), read_row("140.2", TEXTS[1])))

    form = {"text": TEXTS[1], "states": "Chile", "position": "pending", "leave_out": "on"}
    client.post(reverse("recommendations:correct_row", args=[1]), form)

    page = client.get(CONFIRM)
    assert [row.paragraph for row in page.context["left_out"]] == ["140.2"]
    assert page.context["account"].rows_refused == 1


def test_rows_with_doubts_are_shown_alone(client, read_as):
    read_as(report_reading(read_row("140.1"), read_row("140.2", TEXTS[1], doubts=["Is that all?"])))

    page = client.get(f"{CONFIRM}?show=doubts")

    assert [target.row.paragraph for target in page.context["page"]] == ["140.2"]
    assert "Is that all?" in page.content.decode()


def test_an_addendum_shows_the_sum_before_it_is_confirmed(client, read_as):
    read_as(report_reading(read_row("140.1"), read_row("140.2", TEXTS[1], ["FRA"])))
    send(client, client.get(CONFIRM), **{"import": "1"})
    read_as(addendum_reading(Answer(["140.1", "140.7"], "supported"), Answer(["140.2"], "unclear")))

    page = client.get(CONFIRM)
    planned = page.context["planned"]
    assert (planned.received, planned.supported, planned.unanswered, planned.unknown) == (2, 1, 1, ["140.7"])
    client.post(
        reverse("recommendations:correct_answer", args=[1]), {"numbers": "140.2", "position": "noted"}
    )
    send(client, client.get(CONFIRM), **{"import": "1"})

    assert dict(Recommendation.objects.values_list("number", "position")) == {
        "140.1": "supported",
        "140.2": "noted",
    }


def test_an_addendum_is_taken_to_the_review_of_its_report(client, read_as):
    read_as(report_reading())
    send(client, client.get(CONFIRM), **{"import": "1"})
    read_as(addendum_reading(Answer(["140.1"], "supported"), state=None, session=None))

    form = client.get(CONFIRM).context["form"]

    assert (form["state"].value(), form["session"].value()) == ("MAR", 4)


def test_an_answer_in_part_cannot_be_called_supported(client, read_as):
    read_as(addendum_reading(Answer(["140.1"], "unclear")))

    response = client.post(
        reverse("recommendations:correct_answer", args=[0]),
        {"numbers": "140.1", "position": "supported", "qualifier": "in-part"},
    )

    assert response.status_code == 422


def test_an_unsure_row_is_decided_on_the_page(client, read_as):
    read_as(
        report_reading(read_row("6.1", "Plant trees along all roads of the north", ["CHL"]), stage="draft")
    )
    send(client, client.get(CONFIRM), **{"import": "1"})
    read_as(report_reading(read_row("140.1", "Plant trees along some roads of the south", ["CHL", "FRA"])))
    known = Recommendation.objects.get()

    page = client.get(CONFIRM)
    assert b'name="import"' not in page.content
    send(client, page, **{"match-0": str(known.pk)})
    send(client, client.get(CONFIRM), **{"import": "1"})

    known.refresh_from_db()
    assert (known.draft_number, known.number) == ("6.1", "140.1")


def test_long_lists_of_numbers_are_shown_as_ranges():
    assert in_short(["140.7", "140.8", "140.9", "140.15", "141.1"]) == "140.7–9, 140.15, 141.1"


def test_markup_in_a_document_stays_text(client, read_as):
    markup = "<script>alert(1)</script>"
    read_as(report_reading(read_row(text=markup, raw=markup, lead_in=markup), problems=[markup]))

    for address in (CONFIRM, reverse("recommendations:correct_row", args=[0])):
        assert markup not in client.get(address).content.decode()


@pytest.mark.parametrize("who", [{}, {"analyst": True}, {"translator": True}])
def test_only_moderators_decide(client_of, who):
    client = client_of(UserFactory(**who))

    for name in ("correct_row", "correct_answer"):
        assert client.get(reverse(f"recommendations:{name}", args=[0])).status_code == 403
    assert client.post(reverse("recommendations:take_for")).status_code == 403


def test_rows_of_somebody_else_do_not_exist(client_of, read_as):
    read_as(report_reading())
    other = client_of(UserFactory(moderator=True))

    assert other.get(reverse("recommendations:correct_row", args=[0])).status_code == 404
    assert other.get(CONFIRM).status_code == 302


def test_a_waiting_file_shows_its_progress_and_looks_again_on_request(client, moderator):
    keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en")

    still, watched = client.get(CONFIRM), client.get(f"{CONFIRM}?watch=1")

    assert [page.get("Refresh") for page in (still, watched)] == [None, "3"]


def test_what_cannot_be_read_says_why_and_is_read_as_something_else(client, moderator, monkeypatch):
    upload = keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en", family="matrix")

    def refuse(*_args, **_options):
        raise Unreadable("No table was found.")

    monkeypatch.setattr(jobs, "read_document", refuse)
    jobs.read_upload(upload.pk)
    assert "No table was found." in client.get(CONFIRM).content.decode()
    client.post(reverse("recommendations:take_for"), {"family": "report", "language": "fr"})

    upload.refresh_from_db()
    assert (upload.state, upload.family, upload.language) == ("waiting", "report", "fr")


@pytest.mark.parametrize("error", [MemoryError, jobs.SoftTimeLimitExceeded])
def test_a_reading_that_takes_too_much_ends_in_plain_words(moderator, monkeypatch, error):
    upload = keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en", family="report")

    def break_off(*_args, **_options):
        raise error

    monkeypatch.setattr(jobs, "read_document", break_off)
    jobs.read_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, bool(upload.problem)) == ("refused", True)


def test_a_reading_that_breaks_off_again_and_again_is_given_up(moderator):
    upload = keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en", family="report")
    PendingImport.objects.update(attempts=jobs.MOST_ATTEMPTS)

    jobs.read_upload(upload.pk)

    upload.refresh_from_db()
    assert upload.state == PendingImport.State.REFUSED


def test_a_lost_reading_is_taken_up_again_and_one_at_work_is_not(moderator):
    lost = keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en")
    at_work = keep_upload(by=UserFactory(moderator=True), file_name="b.docx", content=b"b", language="en")
    PendingImport.objects.update(state=PendingImport.State.READING)
    PendingImport.objects.filter(pk=lost.pk).update(seen_at=timezone.now() - timedelta(hours=1))

    take_up_lost_readings()

    assert dict(PendingImport.objects.values_list("pk", "state")) == {
        lost.pk: "waiting",
        at_work.pk: "reading",
    }


def test_a_reading_that_was_given_up_writes_nothing_any_more(moderator, monkeypatch):
    upload = keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en", family="report")

    def overtaken(*_args, **_options):
        PendingImport.objects.update(attempts=2)
        return report_reading()

    monkeypatch.setattr(jobs, "read_document", overtaken)
    jobs.read_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.reading) == ("reading", None)


def test_the_clock_forgets_files_after_a_day(moderator):
    keep_upload(by=moderator, file_name="a.docx", content=b"a", language="en")
    PendingImport.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))

    forget_uploads()

    assert not PendingImport.objects.exists()


def test_reading_again_forgets_what_was_decided(client, read_as):
    upload = read_as(report_reading())
    send(client, client.get(CONFIRM), **{"group-0": "noted"})
    upload.refresh_from_db()

    read_again(upload, family="report", language="en")

    assert upload.decisions == {}


def test_the_preview_takes_as_many_queries_for_three_rows_as_for_one(
    client, read_as, django_assert_max_num_queries
):
    read_as(report_reading(read_row("140.1")))
    client.get(CONFIRM)
    with django_assert_max_num_queries(30) as few:
        client.get(CONFIRM)

    read_as(report_reading(*(read_row(f"140.{n}", TEXTS[n]) for n in (1, 2, 3))))
    with django_assert_max_num_queries(len(few)):
        client.get(CONFIRM)


@pytest.mark.jobs
def test_a_worker_reads_what_was_uploaded(worker, moderator, reference):
    text = "6. The recommendations below will be examined by Morocco:\n6.1 Plant trees (Chile);\n"

    upload = keep_upload(
        by=moderator, file_name="a.txt", content=text.encode(), language="en", family="report"
    )

    ended = [PendingImport.State.READ, PendingImport.State.REFUSED]
    worker.waits_for(lambda: PendingImport.objects.filter(pk=upload.pk, state__in=ended).exists())
