"""Documents before a meeting: who sees them from when on, in which languages, and how files are sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import Consultation, Material
from consultations.tests.factories import ConsultationFactory, DayFactory, EventFactory
from surveys.tests.papers import pdf

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_text(consultation=None, **fields) -> Material:
    plain = {
        "kind": Material.Kind.CONCEPT_NOTE,
        "language": "en",
        "title": "Concept note",
        "text": "Why we meet.",
    }
    return Material.objects.create(consultation=consultation or ConsultationFactory(), **(plain | fields))


def a_file(name: str = "Entwurf von Frau M.pdf", content: bytes = PDF, **fields) -> Material:
    return a_text(text="", file=SimpleUploadedFile(name, content), **fields)


def test_a_text_is_a_page_in_its_own_language(client):
    one = a_text(language="ar", title="مذكرة", text="لماذا نجتمع")

    page = client.get(one.get_absolute_url()).content.decode()

    assert '<article lang="ar" dir="rtl">' in page and "لماذا نجتمع" in page


def test_a_file_is_kept_and_never_shown(client):
    one = a_file(title="Note conceptuelle", language="fr")

    answer = client.get(one.get_absolute_url())

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="note-conceptuelle-fr.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_the_name_that_somebody_gave_a_file_is_not_kept():
    assert "Frau" not in a_file().file.name


@pytest.mark.parametrize("days", [1, -1])
def test_from_its_publication_on(client, client_of, moderator, days):
    one = a_text(published_at=timezone.now() + timedelta(days=days))
    is_public = days < 0

    page = client.get(one.consultation.get_absolute_url()).content.decode()

    assert (one.get_absolute_url() in page) == is_public
    assert client.get(one.get_absolute_url()).status_code == (200 if is_public else 404)
    assert client_of(moderator).get(one.get_absolute_url()).status_code == 200


def test_nothing_of_a_draft(client):
    assert client.get(a_text(ConsultationFactory(draft=True)).get_absolute_url()).status_code == 404


def test_a_document_of_another_consultation_is_not_found_under_this_address(client):
    one, other = a_text(), ConsultationFactory()

    assert client.get(reverse("consultations:material", args=[other.slug, one.pk])).status_code == 404


def test_a_file_that_is_gone_is_not_found(client):
    one = a_file()
    one.file.storage.delete(one.file.name)

    assert client.get(one.get_absolute_url()).status_code == 404


def test_they_stand_by_kind_with_the_languages_that_there_are(client):
    consultation = ConsultationFactory()
    for language, title in (("en", "Concept note"), ("fr", "Note conceptuelle")):
        a_text(consultation, language=language, title=title)
    a_file(consultation=consultation, kind=Material.Kind.GUIDANCE, title="How to join")

    page = client.get(consultation.get_absolute_url()).content.decode()

    assert page.count("<h3>Concept note</h3>") == 1
    assert page.index("<h3>Concept note</h3>") < page.index("<h3>Guidance</h3>")
    assert 'hreflang="fr"><span lang="fr" dir="ltr">Note conceptuelle</span></a>' in page
    assert "English, PDF" in page and ">French</span>" in page


def test_those_of_an_event_stand_on_its_programme(client):
    event = DayFactory().event
    one, other = a_text(event.consultation, event=event), a_text(event.consultation, title="For all")

    page = client.get(event.get_absolute_url()).content.decode()

    assert one.get_absolute_url() in page and other.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", b"<script>", "Choose a file of one of these kinds: docx, odt, pdf, pptx, xlsx."),
        ("note.pdf", b"<script>", "This file is not what its name says."),
        ("note", PDF, "Choose a file of one of these kinds"),
    ],
)
def test_other_files_are_refused_in_words(name, content, said):
    one = Material(
        consultation=ConsultationFactory(),
        kind="other",
        language="en",
        title="-",
        file=SimpleUploadedFile(name, content),
    )

    with pytest.raises(ValidationError) as refused:
        one.full_clean()

    assert said in " ".join(refused.value.messages)


def test_a_file_or_a_text_and_its_event_is_of_its_consultation():
    consultation = ConsultationFactory()
    neither = Material(consultation=consultation, kind="other", language="en", title="-")
    foreign = Material(
        consultation=consultation, kind="other", language="en", title="-", text="-", event=EventFactory()
    )

    for one, said in ((neither, "one of the two"), (foreign, "another consultation")):
        with pytest.raises(ValidationError, match=said):
            one.full_clean()
    with pytest.raises(IntegrityError, match="a_material_is_a_file_or_a_text"), transaction.atomic():
        a_text(text="")


def test_moderators_make_one_at_their_desk(client_of, moderator):
    consultation = ConsultationFactory()
    large = pdf() + b" " * (2 * 1024 * 1024)

    answer = client_of(moderator).post(
        reverse("admin:consultations_material_add"),
        {
            "consultation": consultation.pk,
            "kind": "guidance",
            "language": "en",
            "title": "How to join",
            "file": SimpleUploadedFile("join.pdf", large),
            "published_at_0": "2026-01-01",
            "published_at_1": "09:00",
        },
    )

    assert answer.status_code == 302
    assert Material.objects.get().file.size == len(large)


@pytest.mark.parametrize(
    ("content", "said"), [(pdf(password="secret"), "protected by a password"), (PDF, "damaged")]
)
def test_a_file_that_is_refused_as_a_statement_is_refused_here_too(client_of, moderator, content, said):
    consultation = ConsultationFactory()
    file = SimpleUploadedFile("join.pdf", content)
    data = {
        "consultation": consultation.pk,
        "kind": "guidance",
        "language": "en",
        "title": "Join",
        "file": file,
    }

    answer = client_of(moderator).post(reverse("admin:consultations_material_add"), data)

    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Material.objects.exists()


def test_documents_are_reached_from_both_workbenches_with_their_fields_filled_in(client_of, moderator):
    event, client = EventFactory(title="Two days"), client_of(moderator)
    EventFactory(title="Another meeting")
    consultation = event.consultation

    for address in (
        reverse("consultations:prepare_consultation", args=[consultation.slug]),
        event.address_of("prepare"),
    ):
        assert reverse("admin:consultations_material_changelist") in client.get(address).content.decode()
    form = client.get(
        reverse("admin:consultations_material_add"), {"consultation": consultation.pk, "event": event.pk}
    ).content.decode()

    assert f'<option value="{event.pk}" selected>{consultation} – Two days</option>' in form
    assert f'<option value="{consultation.pk}" selected>' in form


def on_disk(material: Material) -> bool:
    return material.file.storage.exists(material.file.name)


def replaced(material: Material) -> None:
    again = Material.objects.get(pk=material.pk)
    again.file = SimpleUploadedFile("other.pdf", PDF)
    again.save()


def turned_into_a_text(material: Material) -> None:
    again = Material.objects.get(pk=material.pk)
    again.file, again.text = "", "Why we meet."
    again.save()


def deleted(material: Material) -> None:
    Material.objects.get(pk=material.pk).delete()


def deleted_in_a_list(material: Material) -> None:
    Material.objects.filter(pk=material.pk).delete()


def deleted_with_its_consultation(material: Material) -> None:
    Consultation.objects.get(materials=material.pk).delete()


WAYS = [replaced, turned_into_a_text, deleted, deleted_in_a_list, deleted_with_its_consultation]


@pytest.mark.parametrize("way", WAYS)
def test_a_file_leaves_the_disk_when_the_transaction_commits(django_capture_on_commit_callbacks, way):
    one, other = a_file(), a_file()

    with django_capture_on_commit_callbacks(execute=True):
        way(one)
        assert on_disk(one), "nothing is certain yet"

    assert not on_disk(one) and on_disk(other)
    assert all(on_disk(left) for left in Material.objects.exclude(file=""))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [replaced, deleted, deleted_with_its_consultation])
def test_a_file_stays_on_the_disk_when_the_transaction_rolls_back(way):
    one = a_file()

    with pytest.raises(RuntimeError), transaction.atomic():
        way(one)
        raise RuntimeError("something else went wrong")

    assert on_disk(Material.objects.get())
    way(one)
    assert not on_disk(one), "the control"


def test_a_file_whose_row_is_saved_again_stays(django_capture_on_commit_callbacks):
    one = a_file()

    with django_capture_on_commit_callbacks(execute=True):
        Material.objects.get().save()

    assert on_disk(one)


def test_three_cost_no_more_queries_than_one(client):
    one = a_text()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(one.consultation.get_absolute_url())
        return len(asked)

    few = queries()
    for language in ("fr", "es"):
        a_text(one.consultation, language=language)

    assert queries() == few
