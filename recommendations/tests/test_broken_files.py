"""Whatever is sent, it is a manuscript or a plain refusal: no crash, no hanging, no full memory."""

import io
import json
import os
import random
import sys

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.documents import apart, docx, pdf
from recommendations.documents.apart import read_apart
from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript, Unreadable, read_manuscript
from recommendations.documents.plain import read_plain
from recommendations.documents.uhri import read_uhri

from . import papers
from .papers import CONTENT_TYPES, definition, level, numbered_list, paragraph, row, word, zipped
from .test_uhri import RECORD

BODY = "".join(
    paragraph(f"Keep promise number {place} for all (Chile) (Peru);", numbered=(1, 0)) for place in range(60)
)
WORD = word(
    BODY + f"<w:tbl>{row('Recommendation', 'Position')}{row('6.1 Keep it', 'Noted')}</w:tbl>",
    numbering=definition(0, level(0, "6.%1")) + numbered_list(1, of=0),
)
PDF = papers.pdf("".join(f"<p>140.{place} Keep promise {place} (Chile);</p>" for place in range(60)))
TEXT = "\n".join(f"140.{place} Keep promise number {place} (Chile);" for place in range(60)).encode()
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{step} "{f"&a{step - 1};" * 10}">' for step in range(1, 12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
DAMAGES = st.lists(
    st.tuples(
        st.sampled_from(["cut", "flip", "junk", "drop", "repeat"]), st.floats(0, 1), st.binary(max_size=30)
    ),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, damages) -> bytes:
    for kind, where, junk in damages:
        place = int(where * len(content))
        if kind == "cut":
            content = content[:place]
        elif kind == "flip" and place < len(content):
            content = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        elif kind == "junk":
            content = content[:place] + junk + content[place:]
        elif kind == "drop":
            content = content[:place] + content[place + 40 :]
        elif kind == "repeat":
            content = content[:place] + content[place // 2 :]
    return content


def told(read, content: bytes) -> str:
    """Which of the two ends reading came to; anything else fails the test."""
    try:
        return type(read(content)).__name__
    except Unreadable as refusal:
        assert str(refusal)
        return "Unreadable"


@pytest.mark.parametrize("whole", [WORD, PDF, TEXT])
def test_the_whole_files_are_read(whole):
    assert len(read_manuscript(whole).paragraphs) >= 60


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(whole=st.sampled_from([WORD, PDF]), damages=DAMAGES)
def test_damaged_documents_are_read_or_refused(whole, damages):
    assert told(read_manuscript, damaged(whole, damages)) in ("Manuscript", "Unreadable")


@settings(max_examples=300, deadline=None)
@given(damages=DAMAGES)
def test_damaged_texts_are_read_or_refused(damages):
    assert told(read_plain, damaged(TEXT, damages)) in ("Manuscript", "Unreadable")


@settings(max_examples=300, deadline=None)
@given(damages=DAMAGES)
def test_damaged_records_are_read_or_refused(damages):
    content = damaged(json.dumps([RECORD, RECORD]).encode(), damages)

    assert told(lambda file: read_uhri(file, lists=Lists()), content) in ("DocumentReading", "Unreadable")


@settings(max_examples=200, deadline=None)
@given(
    record=st.dictionaries(
        st.sampled_from(
            ["Text", "Countries", "Body", "UprPositions", "UprSession", "Sdgs", "UprRecommendingCountry"]
        ),
        st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)),
    )
)
def test_records_of_any_shape_are_read_or_refused(record):
    content = json.dumps([RECORD, record]).encode()

    assert told(lambda file: read_uhri(file, lists=Lists()), content) == "DocumentReading"


def test_what_a_damaged_document_does_to_its_reader_happens_apart():
    """Positive control: the same file breaks the library where it is read without a process of its own."""
    broken = zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:p>" * 50})
    deep = word("<w:p>" * 100_000)

    assert told(read_manuscript, broken) == "Unreadable"
    assert told(read_manuscript, deep) == "Unreadable"
    with pytest.raises(Exception, match=r"Excessive depth|parser error|Premature|tag") as failure:
        docx.read_docx(deep)
    assert not isinstance(failure.value, Unreadable)


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
def test_definitions_in_the_markup_are_refused(doctype):
    name = "a11" if doctype == LAUGHS else "x"
    bomb = word(paragraph(f"<w:r><w:t>&{name};</w:t></w:r>"), doctype=doctype)

    with pytest.raises(Unreadable, match="can do harm"):
        read_manuscript(bomb)


def test_an_archive_that_unpacks_to_too_much_is_refused():
    bomb = zipped({"[Content_Types].xml": CONTENT_TYPES, "word/media.bin": bytes(130 * 1024 * 1024)})

    assert len(bomb) < 200_000
    with pytest.raises(Unreadable, match="Unpacked"):
        read_manuscript(bomb)


def test_names_that_lead_out_of_the_archive_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = {"../slipped.xml": "<x/>", "[Content_Types].xml": CONTENT_TYPES}

    told(read_manuscript, zipped(parts))

    assert not list(tmp_path.rglob("*")) and not (tmp_path.parent / "slipped.xml").exists()


def with_password(user: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt(user, "owner")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def many_pages() -> bytes:
    writer = pypdf.PdfWriter()
    for _page in range(1001):
        writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


OLD = b"\xd0\xcf\x11\xe0"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (papers.pdf("<svg width=9 height=9><rect width=9 height=9 /></svg>"), "scan"),
        (with_password("secret"), "password"),
        (many_pages(), "1001 pages"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLD + "WordDocument".encode("utf-16-le"), r"\.docx"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><html>", "web page"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "another program"),
        (word(paragraph("")), "no text"),
        (b"one\0two" * 9, "not a text file"),
        (b"x " * 2_000_000, "far longer"),
        (word(paragraph("x") * 30_100), "far longer"),
    ],
)
def test_what_was_seen_and_what_to_do_is_said(content, said):
    with pytest.raises(Unreadable, match=said):
        read_manuscript(content)


def test_a_document_that_only_forbids_changes_is_read():
    assert len(read_manuscript(with_password("")).paragraphs) >= 60


def test_reading_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.01)

    with pytest.raises(Unreadable, match="longer than a minute"):
        read_apart("docx", WORD)


def test_reading_that_takes_too_much_memory_is_ended():
    """A part of a hundred megabytes of letters would take several times that as markup."""
    letters = "".join(random.Random(1).choices("abcdef ", k=1000)) * 110_000  # noqa: S311

    assert told(read_manuscript, word(paragraph(f"<w:r><w:t>{letters}</w:t></w:r>"))) == "Unreadable"


@pytest.mark.parametrize(
    "line", [b"( " * 3000, b". " * 3000, b"A" * 6000, b"1." * 3000, b"((" * 3000 + b")" * 3000]
)
def test_no_pattern_runs_wild(line):
    assert told(read_plain, b"\n".join([line] * 200)) == "Manuscript"


def test_a_pdf_of_random_bytes_is_refused():
    assert told(pdf.read_pdf, b"%PDF-1.7\n" + os.urandom(3000)) == "Unreadable"


def test_an_empty_manuscript_has_no_text():
    assert Manuscript().text == ""


def environment_of_the_reader(tmp_path, monkeypatch) -> dict[str, str]:
    """What the process that opens a Word file has of its environment, written down as it starts."""
    seen, program = tmp_path / "environment", tmp_path / "python"
    program.write_text(f'#!/bin/sh\n/usr/bin/env -0 > {seen}\nexec {sys.executable} "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    monkeypatch.setattr(apart.sys, "executable", str(program))
    assert told(lambda content: read_apart("docx", content), WORD) == "Manuscript"
    return dict(line.split("=", 1) for line in seen.read_text().split("\0") if line)


def test_the_process_that_opens_files_knows_no_secret(tmp_path, monkeypatch):
    found = environment_of_the_reader(tmp_path, monkeypatch)

    assert found.keys() <= apart.ENVIRONMENT.keys() | {"PWD", "OLDPWD", "SHLVL", "_"}, "the shell adds these"


def test_without_an_environment_of_its_own_it_would_know_them(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "ENVIRONMENT", None)

    assert environment_of_the_reader(tmp_path, monkeypatch)["SECRET_KEY"] == "not for readers"
