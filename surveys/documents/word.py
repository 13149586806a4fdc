"""Word documents (.docx): kept is what makes the text; gone are properties, names of authors, numbers of
editing sessions, the times of changes, paths, and what pictures say of themselves."""

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
from surveys.documents.kinds import WORD, CannotBeCleaned, Refusal

TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN, MEDIA = "word/document.xml", "word/media/"
MAIN_TYPE = f"{WORD}.main+xml"
# The text and its looks; each may have a list of relations.
KEPT = re.compile(
    r"word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes"
    r"|comments|header\d*|footer\d*|theme/theme\d*)\.xml"
)
KEPT_RELATIONS = re.compile(r"(_rels/\.rels|word/(theme/)?_rels/[\w]+\.xml\.rels)")
# What a document can lose without harm to its text.
DROPPED = re.compile(
    r"docProps/.*|customXml/.*|word/(people|commentsExtended|commentsIds|commentsExtensible|documenttasks/.*"
    r"|glossary/.*|fonts/.*|printerSettings/.*|recipientData|keyMapCustomizations).*|.*/thumbnail\.\w+|mimetype",
    re.IGNORECASE,
)
HARMFUL = re.compile(r"vba|macro|activex|attachedToolbars|customUI", re.IGNORECASE)
# Whoever wrote, when, and in which sitting: names of attributes.
EMPTIED = {"author", "initials", "userId", "providerId"}
REMOVED = {"date", "dateUtc", "durableId", "textId"}
SITTINGS = re.compile(r"rsid\w*")
SETTINGS_OUT = (
    "rsids",
    "docVars",
    "docId",
    "attachedTemplate",
    "mailMerge",
    "saveThroughXslt",
    "activeWritingStyle",
    "smartTagType",
    "schemaLibrary",
    "attachedSchema",
)


def clean_word(content: bytes) -> bytes:
    """The document without what it says of its author. Raises CannotBeCleaned."""
    parts = unpack(content)
    if TYPES not in parts or MAIN not in parts:
        raise CannotBeCleaned(Refusal.OTHER_KIND)
    refuse_what_acts(parts)
    clean = pictures_cleaned(parts, MEDIA)
    clean |= {name: text_part(part) for name, part in parts.items() if KEPT.fullmatch(name)}
    clean |= {
        name: relations(part, base_of(name), clean)
        for name, part in parts.items()
        if KEPT_RELATIONS.fullmatch(name)
    }
    clean[TYPES] = content_types(parts[TYPES], clean)
    return pack(clean, first=TYPES)


def refuse_what_acts(parts: dict[str, bytes]) -> None:
    """Macros and controls; documents within the document; and parts that nobody here knows."""
    if any(HARMFUL.search(name) for name in parts):
        raise CannotBeCleaned(Refusal.MACROS)
    main = [
        override.get("ContentType")
        for override in parsed(parts[TYPES]).iter("{*}Override")
        if override.get("PartName") == f"/{MAIN}"
    ]
    if main != [MAIN_TYPE]:
        raise CannotBeCleaned(
            Refusal.MACROS if "macro" in "".join(map(str, main)).lower() else Refusal.OTHER_KIND
        )
    known = (KEPT, KEPT_RELATIONS, DROPPED)
    for name in parts:
        is_known = name == TYPES or name.startswith(MEDIA) or any(rule.fullmatch(name) for rule in known)
        if not is_known and not name.endswith(".rels"):
            raise CannotBeCleaned(Refusal.EMBEDDED)


def text_part(part: bytes) -> bytes:
    root = parsed(part)
    if next(root.iter("{*}altChunk", "{*}OLEObject", "{*}object"), None) is not None:
        raise CannotBeCleaned(Refusal.EMBEDDED)
    take_out(root, *SETTINGS_OUT)
    for element, name, local in attributes(root):
        if local in EMPTIED:
            element.set(name, "")
        elif local in REMOVED or SITTINGS.fullmatch(local):
            del element.attrib[name]
        elif local in {"descr", "title", "name", "href", "src"} and LOCAL_PATH.search(element.get(name)):
            element.set(name, "")
    for properties in root.iter("{*}docPr", "{*}cNvPr"):
        properties.set("name", "")
    return written(root)


def base_of(name: str) -> str:
    """The folder that a list of relations speaks of: "word/" for "word/_rels/document.xml.rels"."""
    return name.partition("_rels/")[0]


def relations(part: bytes, base: str, kept: dict[str, bytes]) -> bytes:
    """Relations to what is kept, and links; paths on somebody's disk lead nowhere."""
    root = parsed(part)
    for relation in list(root.iter("{*}Relationship")):
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            if not relation.get("Type", "").endswith("/hyperlink"):
                refuse_linked(relation)
                root.remove(relation)
            elif LOCAL_PATH.search(target):
                relation.set("Target", NOWHERE)
        elif (target.removeprefix("/") if target.startswith("/") else base + target) not in kept:
            root.remove(relation)
    return written(root)


def refuse_linked(relation: etree._Element) -> None:
    """A template elsewhere is forgotten; pictures and objects elsewhere would be fetched by who opens it."""
    if not relation.get("Type", "").endswith("/attachedTemplate"):
        raise CannotBeCleaned(Refusal.EMBEDDED)


def content_types(part: bytes, kept: dict[str, bytes]) -> bytes:
    root = parsed(part)
    for override in list(root.iter("{*}Override")):
        if override.get("PartName", "").removeprefix("/") not in kept:
            root.remove(override)
    return written(root)
