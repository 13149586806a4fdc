"""OpenDocument texts (.odt): kept are the text, its styles and its pictures."""

import re

from lxml import etree

from surveys.documents.archives import (
    LOCAL_PATH,
    NOWHERE,
    attributes,
    pack,
    parsed,
    pictures_cleaned,
    take_out,
    unpack,
    written,
)
from surveys.documents.kinds import OPENDOCUMENT, CannotBeCleaned, Refusal

MIMETYPE, MANIFEST, PICTURES = "mimetype", "META-INF/manifest.xml", "Pictures/"
TEXTS = ("content.xml", "styles.xml")
# What the text does not need; settings.xml names printers and data sources.
DROPPED = re.compile(
    r"meta\.xml|settings\.xml|layout-cache|manifest\.rdf|Thumbnails/.*|Configurations2/.*|Versions/.*"
    r"|VersionList\.xml|META-INF/documentsignatures\.xml"
)
MACROS = re.compile(r"(Basic|Scripts|Dialogs)/.*|META-INF/macrosignatures\.xml")
# Who wrote a comment or a change, and when.
EMPTIED = ("creator", "creator-initials", "sender-initials")
REMOVED = ("scripts", "event-listeners", "forms", "dde-connection-decls")
MOMENTS = [
    ("http://purl.org/dc/elements/1.1/", "date"),
    ("urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "date-string"),
]
ALWAYS = "1970-01-01T00:00:00"
SITTINGS = re.compile(r"(paragraph-)?rsid")
MANIFEST_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def clean_opendocument(content: bytes) -> bytes:
    """The text without what it says of its author. Raises CannotBeCleaned."""
    parts = unpack(content)
    if parts.get(MIMETYPE, b"").strip() != OPENDOCUMENT.encode() or "content.xml" not in parts:
        raise CannotBeCleaned(Refusal.OTHER_KIND)
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise CannotBeCleaned(Refusal.PASSWORD)
    if any(MACROS.fullmatch(name) for name in parts):
        raise CannotBeCleaned(Refusal.MACROS)
    clean = pictures_cleaned(parts, PICTURES)
    for name, part in parts.items():
        if name in TEXTS:
            clean[name] = text_part(part, clean)
        elif name not in (MIMETYPE, MANIFEST) and name not in clean and not DROPPED.fullmatch(name):
            raise CannotBeCleaned(Refusal.EMBEDDED)
    clean |= {MIMETYPE: OPENDOCUMENT.encode(), MANIFEST: manifest(clean)}
    return pack(clean, first=MIMETYPE)


def text_part(part: bytes, pictures: dict[str, bytes]) -> bytes:
    root = parsed(part)
    if next(root.iter("{*}object", "{*}object-ole", "{*}plugin", "{*}applet"), None) is not None:
        raise CannotBeCleaned(Refusal.EMBEDDED)
    for element in root.iter(*(f"{{*}}{name}" for name in EMPTIED)):
        # In the heading of a page, “creator” is a field that shows a name: it is emptied, too.
        element.text = ""
    forget_moments(root)
    take_out(root, *REMOVED)
    for element, name, local in attributes(root):
        if SITTINGS.fullmatch(local):
            del element.attrib[name]
        elif local == "href":
            element.set(name, link(element, element.get(name), pictures))
    for element in root.iter("{*}title", "{*}desc"):
        if LOCAL_PATH.search(element.text or ""):
            element.text = ""
    return written(root)


def forget_moments(root: etree._Element) -> None:
    """When a comment or a change was written; the format wants a moment, so it is the same everywhere.

    `text:date` stays: it shows a date to the reader.
    """
    for element in root.iter(*(f"{{{space}}}{name}" for space, name in MOMENTS)):
        element.text = ALWAYS if etree.QName(element).localname == "date" else ""


def link(element: etree._Element, target: str, pictures: dict[str, bytes]) -> str:
    """Where it leads: to a picture inside, or, from a link in the text, to an address of the web."""
    if etree.QName(element).localname == "image":
        if target.removeprefix("./") not in pictures:
            raise CannotBeCleaned(Refusal.EMBEDDED)
        return target
    return NOWHERE if LOCAL_PATH.search(target) or target.startswith("../") else target


def manifest(parts: dict[str, bytes]) -> bytes:
    """The list of parts that each OpenDocument file has."""
    root = etree.Element(f"{{{MANIFEST_SPACE}}}manifest", nsmap={"manifest": MANIFEST_SPACE})
    for name in ["/", *parts]:
        entry = etree.SubElement(root, f"{{{MANIFEST_SPACE}}}file-entry")
        entry.set(f"{{{MANIFEST_SPACE}}}full-path", name)
        kinds = {"/": OPENDOCUMENT, "xml": "text/xml", "png": "image/png"}
        kind = kinds.get(name.rpartition(".")[2].lower(), "image/jpeg")
        entry.set(f"{{{MANIFEST_SPACE}}}media-type", kind)
    return written(root)
