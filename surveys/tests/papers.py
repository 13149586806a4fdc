"""Invented documents that carry the name of their author in every place where programs write it."""

import io
import zipfile
import zlib

import docx
from pypdf import PdfWriter
from pypdf.annotations import Link, Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

AUTHOR = "Ann Autorowa"
OPENDOCUMENT = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word(text: str = "What we saw") -> bytes:
    """A Word document by AUTHOR, with a comment, a tracked change and a sitting."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    paragraph = document.add_paragraph(text)
    document.add_comment(paragraph.runs, text="Is this so?", author=AUTHOR, initials="AA")
    paragraph._p.set(docx.oxml.ns.qn("w:rsidR"), "00AB12CD")
    change = docx.oxml.OxmlElement("w:ins")
    change.set(docx.oxml.ns.qn("w:id"), "7")
    change.set(docx.oxml.ns.qn("w:author"), AUTHOR)
    change.set(docx.oxml.ns.qn("w:date"), "2026-01-31T12:00:00Z")
    paragraph._p.append(change)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """The same archive with these parts replaced or added."""
    return zipped(unzipped(content) | parts)


def jpeg(words: str = AUTHOR) -> bytes:
    """Enough of a JPEG: a description (Exif), a comment, tables and a scan."""

    def segment(marker: int, content: bytes) -> bytes:
        return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content

    said = words.encode()
    described = segment(0xE1, b"Exif\0\0" + said) + segment(0xFE, said)
    return b"\xff\xd8" + described + segment(0xDB, bytes(65)) + segment(0xDA, b"\1") + b"scan\xff\xd9" + said


def png(words: str = AUTHOR) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
        )

    header = chunk(b"IHDR", (1).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0")
    described = chunk(b"tEXt", b"Author\0" + words.encode())
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + described
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:text>
<text:tracked-changes><text:changed-region><text:insertion><office:change-info>
<dc:creator>{author}</dc:creator><dc:date>2026-01-31T12:00:00</dc:date>
</office:change-info></text:insertion></text:changed-region></text:tracked-changes>
<text:p>What we saw<office:annotation><dc:creator>{author}</dc:creator>
<meta:creator-initials>{author}</meta:creator-initials><text:p>Is this so?</text:p>
</office:annotation></text:p>
<text:p><text:a xlink:href="file:///home/{author}/list.ods">our list</text:a></text:p>{more}
</office:text></office:body></office:document-content>"""


def opendocument(more: str = "", **parts: bytes | str) -> bytes:
    """An OpenDocument text by AUTHOR, with a comment and a tracked change."""
    return zipped(
        {
            "mimetype": OPENDOCUMENT,
            "content.xml": CONTENT.format(author=AUTHOR, more=more),
            "meta.xml": f"<meta><creator>{AUTHOR}</creator></meta>",
            "settings.xml": f"<settings><printer>{AUTHOR}</printer></settings>",
            "Thumbnails/thumbnail.png": png(),
            "META-INF/manifest.xml": "<manifest/>",
        }
        | parts
    )


def pdf(*, password: str = "", script: bool = True, picture: bytes = b"") -> bytes:
    """A PDF by AUTHOR: information, XMP, a note, a link, a file inside, a script."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": AUTHOR, "/Title": f"By {AUTHOR}"})
    writer.xmp_metadata = xmp().encode()
    writer.add_attachment("list.txt", f"by {AUTHOR}".encode())
    note = Text(rect=(10, 10, 50, 50), text="Is this so?")
    note[NameObject("/T")] = TextStringObject(AUTHOR)
    writer.add_annotation(0, note)
    writer.add_annotation(0, Link(rect=(60, 60, 90, 90), url="https://example.org/"))
    if script:
        writer.add_js(f"app.alert('{AUTHOR}')")
    described = DecodedStreamObject()
    described.set_data(xmp().encode())
    page[NameObject("/Metadata")] = writer._add_object(described)
    if picture:
        page[NameObject("/Resources")] = resources(writer, picture)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def resources(writer: PdfWriter, picture: bytes) -> DictionaryObject:
    image = DecodedStreamObject()
    image.set_data(picture)
    image[NameObject("/Subtype")] = NameObject("/Image")
    image[NameObject("/Filter")] = NameObject("/DCTDecode")
    named = DictionaryObject({NameObject("/AA"): writer._add_object(image)})
    return DictionaryObject({NameObject("/XObject"): named})


def xmp() -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>'
        f"<rdf:li>{AUTHOR}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
