"""A file's family and language are told, not guessed; the command prints them."""

import io
import json
import signal
import time

import pytest
from django.core.management import CommandError, call_command

from recommendations.documents.families import family_of, read_document
from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript, Paragraph, Unreadable
from recommendations.documents.tongues import language_of
from recommendations.management.commands import read_document as command

from .papers import paragraph, word

LIST = "".join(
    paragraph(f"6.{place} Ratify the treaty that all have ratified ({state});")
    for place, state in enumerate(["Chile", "Peru", "Fiji", "Kenya", "Ghana", "Spain"], 1)
)
TEXTS = {
    "en": "The State should ensure that the rights of all are respected and that they are free to speak. ",
    "fr": "L'État devrait faire en sorte que les droits de tous soient respectés et que la loi soit claire. ",
    "es": "El Estado debe velar por que los derechos de las personas sean respetados en todo el país. ",
    "de": "Der Staat soll die Rechte von allen achten und dafür sorgen, dass das Gesetz auch für sie gilt. ",
    "pt": "O Estado deve garantir que os direitos de todos sejam respeitados e que não haja uma exceção. ",
    "ru": "Государству следует обеспечить соблюдение прав всех людей. ",
    "ar": "ينبغي للدولة أن تكفل احترام حقوق الجميع. ",
    "zh-hans": "国家应确保所有人的权利得到尊重。",
}


def shown(*texts: str, **more) -> Manuscript:
    return Manuscript([Paragraph(text) for text in texts], **more)


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_from_its_words(language):
    assert language_of(TEXTS[language] * 10) == language


@pytest.mark.parametrize("text", ["", "140.1", "Chile Peru Fiji " * 100, TEXTS["en"]])
def test_a_language_is_not_told_from_few_words_or_from_names(text):
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("manuscript", "family"),
    [
        (shown("Report of the Working Group on the Universal Periodic Review", "Fiji"), "report"),
        (shown("Rapport du Groupe de travail sur l’Examen périodique universel"), "report"),
        (shown("Report of the Working Group on the Universal Periodic Review", "Addendum"), "addendum"),
        (shown("Views of the State", running_heads=["A/HRC/99/1/Add.1"]), "addendum"),
        (Manuscript(tables=[[["Recommendation", "Position"]]]), "matrix"),
        (Manuscript(tables=[[["To", "Text", "From", "Response"]]]), "upr-info"),
        (Manuscript(tables=[[["SuR", "Org", "RS", "Org", "Recommendation", "Response"]]]), "upr-info"),
        (shown("Advance questions", "Report by the Secretariat"), None),
    ],
)
def test_a_family_is_told_from_cover_and_columns(manuscript, family):
    assert family_of(manuscript) == family


@pytest.mark.django_db
def test_the_command_prints_one_object_and_saves_nothing(reference, tmp_path, django_assert_max_num_queries):
    file = tmp_path / "draft.docx"
    file.write_bytes(word(LIST))
    out = io.StringIO()

    with django_assert_max_num_queries(8):
        call_command("read_document", file, json=True, stdout=out)

    found = json.loads(out.getvalue())
    assert list(found)[:6] == ["family", "state", "symbol", "rows", "pledges", "problems"]
    assert [(row["number"], row["states"]) for row in found["rows"][:2]] == [
        ("6.1", ["CHL"]),
        ("6.2", ["PER"]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", {}, "empty"),
        (TEXTS["de"].encode() * 20, {"family": "report"}, "German"),
        (TEXTS["fr"].encode() * 20, {"family": "report", "language": "en"}, "French, not English"),
        (TEXTS["en"].encode() * 20, {}, "could not be found out"),
        (TEXTS["en"].encode() * 20, {"family": "report"}, "No list of recommendations"),
        (
            b"A/HRC/99/1\n\nAddendum\n\n" + TEXTS["en"].encode(),
            {"family": "report"},
            "addendum to the report, not",
        ),
        (b"Recommendation,Position\nKeep it,Noted\n", {"family": "addendum"}, "list of recommendations, not"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_plain_sentence(tmp_path, content, options, said):
    file = tmp_path / ("file.csv" if b"," in content[:30] else "file")
    file.write_bytes(content)

    with pytest.raises(CommandError, match=said):
        call_command("read_document", file, **options)


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path):
    file = tmp_path / "large.docx"
    with file.open("wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)

    with pytest.raises(CommandError, match="larger than 30 MB"):
        command.content_of(file)


def test_a_content_that_is_too_large_is_refused():
    with pytest.raises(Unreadable, match="larger than 30 MB"):
        read_document(b"x" * (31 * 1024 * 1024), lists=Lists())


def test_reading_ends_when_its_time_is_over():
    before = signal.getsignal(signal.SIGALRM)

    with pytest.raises(Unreadable, match="longer than 1 seconds"), command.at_most(1):
        time.sleep(30)

    assert signal.getsignal(signal.SIGALRM) == before
