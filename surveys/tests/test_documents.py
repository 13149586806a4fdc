"""Attached documents lose what they say of their author, or are refused in a sentence."""

import io
import random

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from surveys.documents import CannotBeCleaned, clean_apart
from surveys.documents.apart import SENTENCES
from surveys.documents.cleaning import clean
from surveys.documents.kinds import OPENDOCUMENT, PDF, PLAIN, WORD, Refusal
from surveys.documents.pdf import dictionaries
from surveys.tests.papers import AUTHOR, jpeg, opendocument, pdf, png, unzipped, with_parts, word, zipped

NAMES = (
    AUTHOR.encode(),
    AUTHOR.encode("utf-16-be"),
    "".join(f"{byte:02x}" for byte in AUTHOR.encode()).encode(),
)


def names_in(content: bytes) -> bool:
    """Whether the author's name stands anywhere: in the bytes, or in a part or object inside."""
    pieces = [content]
    if content.startswith(b"PK"):
        pieces += unzipped(content).values()
    if content.startswith(b"%PDF"):
        for thing in dictionaries(PdfWriter(clone_from=PdfReader(io.BytesIO(content)))):
            pieces += [str(dict(thing)).encode(), thing.get_data() if hasattr(thing, "get_data") else b""]
    return any(name in piece for piece in pieces for name in NAMES)


PAPERS = {
    "word": (WORD, word()),
    "word with a picture": (WORD, with_parts(word(), **{"word/media/image1.jpeg": jpeg()})),
    "opendocument": (OPENDOCUMENT, opendocument()),
    "opendocument with a picture": (OPENDOCUMENT, opendocument(**{"Pictures/one.png": png()})),
    "pdf": (PDF, pdf()),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_no_document_names_its_author(paper):
    kind, content = PAPERS[paper]
    assert names_in(content), "the control: before, the name is there"

    document = clean(content)

    assert document.type == kind
    assert not names_in(document.content)


def test_a_cleaned_word_document_opens_with_its_text_and_comment():
    opened = docx.Document(io.BytesIO(clean(word()).content))

    assert opened.paragraphs[0].text == "What we saw"
    assert [comment.text for comment in opened.comments] == ["Is this so?"]
    assert opened.paragraphs[0]._p.get(docx.oxml.ns.qn("w:rsidR")) is None


def test_a_cleaned_opendocument_begins_with_its_kind_and_keeps_its_text():
    content = clean(opendocument()).content

    assert content[30:].startswith(b"mimetype" + OPENDOCUMENT.encode())
    text = unzipped(content)["content.xml"].decode()
    assert "What we saw" in text and "our list" in text and "about:blank" in text
    assert "2026-01-31" not in text


def test_a_cleaned_pdf_keeps_its_note_and_its_link_and_loses_scripts_and_files():
    reader = PdfReader(io.BytesIO(clean(pdf()).content))

    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert [note.get("/Contents") for note in notes] == ["Is this so?", None]
    assert notes[1]["/A"]["/URI"] == "https://example.org/"
    assert not reader.attachments and "/Names" not in reader.root_object


def test_pictures_lose_what_they_say_wherever_they_stand():
    pictured = clean(pdf(picture=jpeg())).content
    image = PdfReader(io.BytesIO(pictured)).pages[0]["/Resources"]["/XObject"]["/AA"]

    assert not names_in(pictured)
    assert image._data.endswith(b"scan\xff\xd9")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Été\r\nنص".encode(), "Été\nنص"),
        ("\ufeffÉté".encode(), "Été"),
        ("Été".encode("utf-16"), "Été"),
    ],
)
def test_a_text_is_written_anew_as_utf_8(content, text):
    document = clean(content)

    assert (document.type, document.content.decode()) == (PLAIN, text)


def macros() -> bytes:
    parts = unzipped(word())
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return zipped(parts | {"[Content_Types].xml": types})


def linked() -> bytes:
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        b' Target="https://example.org/pixel.png" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    return with_parts(word(), **{name: unzipped(word())[name].replace(b"</Relationships>", relation)})


REFUSED = {
    "nothing": (b"  \n", Refusal.EMPTY),
    "a picture": (png(), Refusal.OTHER_KIND),
    "rich text": (b"{\\rtf1{\\info{\\author Ann}}}", Refusal.OTHER_KIND),
    "a page": (b"<!DOCTYPE html><p>Hello", Refusal.OTHER_KIND),
    "a table": (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), Refusal.OTHER_KIND),
    "an archive": (zipped({"a.txt": "hello"}), Refusal.OTHER_KIND),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Refusal.OLD_WORD),
    "letters of another time": ("Été".encode("latin-1"), Refusal.ENCODING),
    "a locked PDF": (pdf(password="secret"), Refusal.PASSWORD),
    "macros by their part": (with_parts(word(), **{"word/vbaProject.bin": b"x"}), Refusal.MACROS),
    "macros by their kind": (macros(), Refusal.MACROS),
    "macros in OpenDocument": (opendocument(**{"Basic/Standard/script.xml": "<x/>"}), Refusal.MACROS),
    "a file inside": (with_parts(word(), **{"word/embeddings/one.xlsx": b"x"}), Refusal.EMBEDDED),
    "a file inside OpenDocument": (opendocument(**{"Object 1/content.xml": "<x/>"}), Refusal.EMBEDDED),
    "a picture elsewhere": (linked(), Refusal.EMBEDDED),
    "a picture elsewhere in OpenDocument": (
        opendocument('<draw:image xlink:href="https://example.org/pixel.png"/>'),
        Refusal.EMBEDDED,
    ),
    "a picture of another kind": (with_parts(word(), **{"word/media/image1.tiff": b"II*"}), Refusal.PICTURES),
    "a disguised picture": (with_parts(word(), **{"word/media/image1.png": b"II*"}), Refusal.PICTURES),
    "definitions": (
        opendocument(**{"styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        Refusal.DAMAGED,
    ),
    "a bomb": (
        with_parts(word(), **{"word/media/image1.png": bytes(61 * 1024 * 1024)}),
        Refusal.TOO_LARGE_INSIDE,
    ),
    "a thousand parts": (zipped({f"word/media/{n}.png": b"" for n in range(2001)}), Refusal.TOO_LARGE_INSIDE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_cleaned_is_refused(name):
    content, refusal = REFUSED[name]

    with pytest.raises(CannotBeCleaned) as refused:
        clean(content)

    assert refused.value.refusal == refusal


def test_every_refusal_has_its_sentence():
    assert set(SENTENCES) == set(Refusal)


# In a process of its own ------------------------------------------------------------------------


def test_a_document_is_cleaned_apart():
    document = clean_apart(word())

    assert document.type == WORD and not names_in(document.content)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4 nothing", b"PK\x03\x04 nothing", pdf()[:900], word()[:5000]],
    ids=["no pdf", "no archive", "half a pdf", "half a word document"],
)
def test_a_damaged_file_is_refused_and_harms_nothing(content):
    with pytest.raises(CannotBeCleaned) as refused:
        clean_apart(content)

    assert refused.value.refusal == Refusal.DAMAGED


def test_the_process_knows_none_of_the_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    from surveys.documents import apart

    spy = tmp_path / "python"
    spy.write_text("#!/bin/sh\nenv > " + str(tmp_path / "seen") + "\nexit 1\n")
    spy.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(spy))

    with pytest.raises(CannotBeCleaned):
        apart.clean_apart(b"text")

    assert "do not tell" not in (tmp_path / "seen").read_text()


@pytest.mark.parametrize("paper", ["word", "opendocument", "pdf"])
def test_whatever_is_changed_in_a_file_no_name_comes_through(paper):
    """Bytes changed at random: the file is cleaned or not taken; never is a name left in what is taken."""
    content, chance = PAPERS[paper][1], random.Random(7)  # noqa: S311
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            document = clean(bytes(changed))
        except Exception:  # noqa: S112 - in the portal this is the other process, which ends
            continue
        assert not names_in(document.content)
