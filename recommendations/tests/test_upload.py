"""Importing from the screen: who may, the trial run, and the file in between."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from recommendations.actions import FileRefused, keep_upload, save_as_shown
from recommendations.actions.jobs import MOST_ATTEMPTS, SoftTimeLimitExceeded, read_upload, save_upload
from recommendations.documents.rows import Reading
from recommendations.documents.upr_info import read_upr_info
from recommendations.models import ImportBatch, PendingImport, Recommendation
from recommendations.tasks import take_up_lost_readings
from recommendations.tests.factories import ImportBatchFactory, RecommendationFactory, export, row

UPLOAD = "/en/recommendations/import/"
CONFIRM = "/en/recommendations/import/confirm/"
DISCARD = "/en/recommendations/import/discard/"


def send(client, content: bytes, **options):
    """Choose a file; what a worker would do with it is done at once."""
    file = SimpleUploadedFile("export.csv", content)
    response = client.post(UPLOAD, {"file": file, "language": "en", "family": "upr-info", **options})
    for upload in PendingImport.objects.filter(state=PendingImport.State.WAITING):
        read_upload(upload.pk)
    return response


def confirm(client):
    """Confirm what the page shows; what a worker would do then is done at once."""
    shown = client.get(CONFIRM).context["pending"].sha256
    response = client.post(CONFIRM, {"sha256": shown})
    for upload in PendingImport.objects.filter(state=PendingImport.State.CONFIRMED):
        save_upload(upload.pk)
    return response


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({}, 403),
        ({"analyst": True}, 403),
        ({"translator": True}, 403),
        ({"superuser": True}, 403),
        ({"moderator": True}, 200),
    ],
)
def test_only_moderators_import(client_of, db, who, status):
    client = client_of(UserFactory(**who))

    assert client.get(UPLOAD).status_code == status
    assert send(client, b"").status_code == (422 if status == 200 else status)
    assert client.post(CONFIRM).status_code == (409 if status == 200 else status)
    assert client.post(DISCARD).status_code == (302 if status == 200 else status)


def test_a_stranger_is_led_to_the_sign_in_page(client, db):
    for address in (UPLOAD, CONFIRM):
        assert "/accounts/login/" in client.get(address)["Location"]


def test_from_the_file_over_the_trial_run_to_the_recommendation(client_of, moderator, lists):
    client = client_of(moderator)

    assert send(client, export(row(), row(recommender="Canada")))["Location"] == f"{CONFIRM}?watch=1"
    trial = client.get(CONFIRM)
    assert trial.context["trial"]["account"]["recommenders_new"] == 2
    assert Recommendation.objects.count() == 0

    assert confirm(client)["Location"] == f"{CONFIRM}?watch=1"
    assert Recommendation.objects.get().recommenders.count() == 2
    batch = ImportBatch.objects.get()
    assert batch.imported_by == moderator
    assert client.get(CONFIRM)["Location"] == batch.get_absolute_url()


def test_a_page_shows_how_far_the_saving_is_and_nobody_can_take_the_file_away(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row()))
    shown = client.get(CONFIRM).context["pending"].sha256
    client.post(CONFIRM, {"sha256": shown})

    still, watched = client.get(CONFIRM), client.get(f"{CONFIRM}?watch=1")

    assert [page.get("Refresh") for page in (still, watched)] == [None, "3"]
    assert reverse("recommendations:discard") not in still.content.decode()
    assert "is being saved" in client.get(UPLOAD).content.decode()
    again = client.post(CONFIRM, {"sha256": shown})
    assert [again.status_code, client.post(DISCARD).status_code] == [409, 409]
    assert client.post(UPLOAD, {"pasted": "Another text.", "family": "report"}).status_code == 409
    assert PendingImport.objects.get().state == "confirmed"


def test_a_file_that_is_here_already_leaves_no_second_import(client_of, moderator, lists):
    client = client_of(moderator)
    for _time in range(2):
        send(client, export(row()))
        confirm(client)

    assert client.get(CONFIRM)["Location"] == UPLOAD
    assert ImportBatch.objects.count() == 1


def test_what_was_imported_meanwhile_is_shown_before_anything_is_saved(client_of, moderator, lists):
    client, other = client_of(moderator), client_of(UserFactory(moderator=True))
    send(client, export(row(), row(text="Plant more trees.")))
    send(other, export(row()))
    confirm(other)

    confirm(client)

    page = client.get(CONFIRM)
    assert "Look again" in page.content.decode()
    assert page.context["trial"]["account"]["recommenders_new"] == 1
    assert Recommendation.objects.count() == 1
    confirm(client)
    assert Recommendation.objects.count() == 2


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded, FileRefused(Reading())])
def test_a_saving_that_breaks_off_saves_nothing_and_says_so(client_of, moderator, lists, monkeypatch, error):
    client = client_of(moderator)
    send(client, export(row()))

    def break_off(*_args, **_options):
        RecommendationFactory()
        raise error

    monkeypatch.setattr("recommendations.actions.jobs.import_reading", break_off)
    confirm(client)

    assert client.get(CONFIRM).context["pending"].problem
    assert Recommendation.objects.count() == 0


def test_a_saving_that_was_taken_up_by_another_worker_saves_nothing(client_of, moderator, lists, monkeypatch):
    client = client_of(moderator)
    send(client, export(row()))

    def overtaken(*args, **options):
        reading = read_upr_info(*args, **options)
        PendingImport.objects.update(attempts=2, progress=50)
        return reading

    monkeypatch.setattr("recommendations.actions.jobs.read_upr_info", overtaken)
    confirm(client)

    assert (PendingImport.objects.get().state, Recommendation.objects.count()) == ("saving", 0)


def test_a_lost_saving_is_taken_up_again_and_given_up_in_the_end(moderator, lists):
    upload = keep_upload(
        by=moderator, file_name="a.csv", content=export(row()), language="en", family="upr-info"
    )
    read_upload(upload.pk)
    upload.refresh_from_db()
    save_as_shown(upload)
    long_ago = timezone.now() - timedelta(hours=1)
    PendingImport.objects.update(state="saving", seen_at=long_ago, attempts=MOST_ATTEMPTS)

    take_up_lost_readings()
    upload.refresh_from_db()
    assert upload.state == "confirmed"
    save_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, Recommendation.objects.count()) == ("read", 0)
    assert "several times" in upload.problem


def test_bad_rows_are_shown_with_their_line_and_nothing_can_be_confirmed(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row(), row(state="Atlantis")))

    trial = client.get(CONFIRM)
    page = trial.content.decode()
    answer = client.post(CONFIRM, {"sha256": trial.context["pending"].sha256})

    assert "Atlantis" in page and '<th scope="row">3</th>' in page
    assert 'name="sha256"' not in page
    assert (answer.status_code, Recommendation.objects.count()) == (409, 0)


def test_bad_rows_can_be_left_out(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row(), row(state="Atlantis")), skip_bad_rows="on")

    assert client.get(CONFIRM).context["trial"]["account"]["rows_refused"] == 1
    confirm(client)

    assert Recommendation.objects.count() == 1


def test_only_the_file_that_was_shown_is_imported(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row()))
    shown = client.get(CONFIRM).context["pending"].sha256
    send(client, export(row(text="Another file.")))

    answer = client.post(CONFIRM, {"sha256": shown})

    assert answer.status_code == 409
    assert Recommendation.objects.count() == 0


def test_nobody_sees_or_confirms_the_file_of_somebody_else(client_of, moderator, lists):
    content = export(row())
    kept = keep_upload(by=moderator, file_name="a.csv", content=content, language="en")
    other = client_of(UserFactory(moderator=True))

    assert other.get(CONFIRM)["Location"] == UPLOAD
    assert other.post(CONFIRM, {"sha256": kept.sha256}).status_code == 409


def test_a_file_can_be_taken_away(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row()))

    client.post(DISCARD)

    assert not PendingImport.objects.exists()


def test_files_that_nobody_confirmed_are_removed_after_a_day(moderator, db):
    forgotten = UserFactory()
    keep_upload(by=forgotten, file_name="a.csv", content=b"a", language="en")
    PendingImport.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))

    keep_upload(by=moderator, file_name="b.csv", content=b"b", language="en")

    assert [one.user for one in PendingImport.objects.all()] == [moderator]


@pytest.mark.parametrize("content", [b"", b"x" * (30 * 1024 * 1024 + 1)], ids=["empty", "too large"])
def test_a_file_without_a_sense_is_refused_at_once(client_of, moderator, lists, content):
    response = send(client_of(moderator), content)

    assert response.status_code == 422
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize(("content", "said"), [(b"%PDF-1.7", "PDF"), (b"Name\nSky\n", "not an export")])
def test_a_wrong_file_is_refused_in_plain_words(client_of, moderator, lists, content, said):
    client = client_of(moderator)
    send(client, content)

    page = client.get(CONFIRM)

    assert said in page.content.decode()
    assert page.context["pending"].state == PendingImport.State.REFUSED
    assert client.post(CONFIRM, {"sha256": page.context["pending"].sha256}).status_code == 409


def test_markup_in_a_file_stays_text(client_of, moderator, lists):
    client = client_of(moderator)
    send(client, export(row(text="<script>alert(1)</script>", state="<img src=x>")))

    page = client.get(CONFIRM).content.decode()

    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.parametrize("model", ["recommendation", "review", "pledge", "document", "importbatch"])
def test_moderators_have_the_nouns_on_their_desk(client_of, moderator, model):
    assert client_of(moderator).get(reverse(f"admin:recommendations_{model}_changelist")).status_code == 200


def test_adding_an_import_on_the_desk_begins_with_the_file(client_of, moderator):
    response = client_of(moderator).get(reverse("admin:recommendations_importbatch_add"))

    assert response["Location"] == UPLOAD


def test_an_import_is_undone_from_the_desk(client_of, moderator):
    batch = ImportBatchFactory()

    client_of(moderator).post(
        reverse("admin:recommendations_importbatch_changelist"),
        {"action": "undo", "_selected_action": [batch.pk]},
    )

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE


@pytest.mark.parametrize("who", [{"analyst": True}, {"translator": True}])
def test_nobody_else_undoes_one(client_of, db, who):
    batch = ImportBatchFactory()

    client_of(UserFactory(**who)).post(
        reverse("admin:recommendations_importbatch_changelist"),
        {"action": "undo", "_selected_action": [batch.pk]},
    )

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.IMPORTED


def test_a_recommendation_that_is_in_no_english_can_be_edited_on_the_desk(client_of, moderator, lists):
    one = RecommendationFactory(
        text_en=None, text_ar="زراعة الأشجار", original_language="ar", recommenders=[]
    )
    address = reverse("admin:recommendations_recommendation_change", args=[one.pk])
    forms = {
        f"{name}-{key}_FORMS": 0 for name in ("recommenders", "positions") for key in ("TOTAL", "INITIAL")
    }

    written = {"review": one.review_id, "text_ar": "غرس الأشجار", "original_language": "ar", **forms}
    response = client_of(moderator).post(address, written)

    one.refresh_from_db()
    assert response.status_code == 302
    assert one.text_ar == "غرس الأشجار"
