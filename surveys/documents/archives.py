"""Word and OpenDocument files are zip archives of XML: opened with care, and packed anew."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from surveys.documents.kinds import CannotBeCleaned, Refusal
from surveys.documents.pictures import clean_picture

MOST_PARTS = 2_000
LARGEST_UNPACKED = 60 * 1024 * 1024
ENCRYPTED = 1  # the bit of an entry's flags
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
# A path on somebody's disk names its user; a picture's own name often is one.
LOCAL_PATH = re.compile(r"^\s*(file:|[a-z]:[\\/]|\\\\|/(users|home)/)|[\\]", re.IGNORECASE)
PICTURE = re.compile(r"\.(jpe?g|png)$", re.IGNORECASE)
NOWHERE = "about:blank"


def unpack(content: bytes) -> dict[str, bytes]:
    """{name: part}. Raises CannotBeCleaned for bombs, passwords and what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                raise CannotBeCleaned(Refusal.PASSWORD)
            # zipfile reads no more of a part than its size says, so the sizes may be believed.
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise CannotBeCleaned(Refusal.TOO_LARGE_INSIDE)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise CannotBeCleaned(Refusal.DAMAGED) from error


def pack(parts: dict[str, bytes], *, first: str = "") -> bytes:
    """The archive, all of one day; the part `first` stands before the others and is not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, SAME_DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return file.getvalue()


def parsed(part: bytes) -> etree._Element:
    """The XML of a part, without comments and instructions. Raises CannotBeCleaned."""
    if any(doctype in part for doctype in DOCTYPES):
        raise CannotBeCleaned(Refusal.DAMAGED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise CannotBeCleaned(Refusal.DAMAGED) from error


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def attributes(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """(element, name, local name) of all attributes; they may be changed meanwhile."""
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            yield element, name, etree.QName(name).localname


def take_out(root: etree._Element, *local_names: str) -> None:
    """Remove all elements so called, whatever their namespace; what follows them stays."""
    for element in list(root.iter(*(f"{{*}}{name}" for name in local_names))):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)


def pictures_cleaned(parts: dict[str, bytes], folder: str) -> dict[str, bytes]:
    """The pictures of a folder. Raises CannotBeCleaned where one is of another kind."""
    pictures = {name: part for name, part in parts.items() if name.startswith(folder)}
    if any(not PICTURE.search(name) for name in pictures):
        raise CannotBeCleaned(Refusal.PICTURES)
    return {name: clean_picture(part) for name, part in pictures.items()}
