"""PDF files, written anew from their pages: all else that such a file can carry stays behind."""

import io
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from surveys.documents.kinds import CannotBeCleaned, Refusal
from surveys.documents.pictures import clean_jpeg

MOST_PAGES = 500
# Descriptions (XMP), notes of programs, what happens by itself, files inside, the tags that programs left.
GONE = (
    "/Metadata",
    "/PieceInfo",
    "/AA",
    "/OpenAction",
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/LastModified",
    "/Thumb",
    "/PresSteps",
    "/XFA",
    "/OPI",
)
# All that a page says for its look; whatever else stands in it, under whatever name, goes.
OF_A_PAGE = (
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/ArtBox",
    "/Rotate",
    "/Contents",
    "/Annots",
    "/Group",
    "/UserUnit",
)
# All that a note or field says for its look and of its words: not who wrote it and when, nor its other forms.
OF_A_NOTE = (
    "/Type",
    "/Subtype",
    "/Rect",
    "/Contents",
    "/AP",
    "/AS",
    "/A",
    "/Border",
    "/BS",
    "/BE",
    "/C",
    "/IC",
    "/CA",
    "/H",
    "/F",
    "/QuadPoints",
    "/L",
    "/LE",
    "/LL",
    "/LLE",
    "/Vertices",
    "/InkList",
    "/DA",
    "/DS",
    "/Q",
    "/RD",
    "/FT",
    "/Ff",
    "/MK",
)
# Notes that carry files, films or programs, or only repeat another one.
NOTES_LEFT_OUT = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Popup")
# In these the keys are names that a program made up, so none of them means what it says.
NAMED = (
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/CharProcs",
)
JPEG2000 = "/JPXDecode"


def clean_pdf(content: bytes) -> bytes:
    """The pages and nothing else. Raises CannotBeCleaned; of damaged files also errors of pypdf."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    if reader.is_encrypted:
        raise CannotBeCleaned(Refusal.PASSWORD)
    if len(reader.pages) > MOST_PAGES:
        raise CannotBeCleaned(Refusal.TOO_LARGE_INSIDE)
    if not reader.pages:
        raise CannotBeCleaned(Refusal.DAMAGED)
    for page in reader.pages:
        leave_notes_out(page)
    pages = copied(reader)
    for thing in described(pages):
        clean_dictionary(thing)
    # Once more: what only led to something taken out stays behind now.
    clean = written(copied(pages))
    make_sure(clean)
    return clean


def copied(source: PdfReader | PdfWriter) -> PdfWriter:
    """The pages with all that hangs on them, and nothing that hangs on the file."""
    writer = PdfWriter()
    for page in source.pages:
        writer.add_page(page)
    writer.metadata = None
    return writer


def written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def leave_notes_out(page: DictionaryObject) -> None:
    """Before the page is copied with all that hangs on it."""
    keep_only(page, OF_A_PAGE)
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = ArrayObject()
    for note in notes.get_object() or []:
        opened = note.get_object()
        if isinstance(opened, DictionaryObject) and opened.get("/Subtype") not in NOTES_LEFT_OUT:
            keep_only(opened, OF_A_NOTE)
            leads = opened.get("/A")
            if leads is not None and not is_link(leads.get_object()):
                del opened["/A"]
            kept.append(note)
    page[NameObject("/Annots")] = kept


def keep_only(thing: DictionaryObject, names: tuple[str, ...]) -> None:
    for name in [name for name in thing if name not in names]:
        del thing[name]


def is_link(action: object) -> bool:
    return isinstance(action, DictionaryObject) and action.get("/S") == "/URI" and "/Next" not in action


def dictionaries(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """All dictionaries and streams of the file, also those inside others."""
    waiting = [thing for thing in writer._objects if thing is not None]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += [part for part in thing.values() if not isinstance(part, IndirectObject)]
        elif isinstance(thing, ArrayObject):
            waiting += [part for part in thing if not isinstance(part, IndirectObject)]


def described(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """The dictionaries whose keys have the meaning that the format gives them."""
    named = {
        id(thing[name].get_object()) for thing in dictionaries(writer) for name in NAMED if name in thing
    }
    yield from (thing for thing in dictionaries(writer) if id(thing) not in named)


def clean_dictionary(thing: DictionaryObject) -> None:
    for name in GONE:
        thing.pop(name, None)
    if not isinstance(thing, StreamObject):
        return
    filters = thing.get("/Filter")
    names = (
        [filters] if isinstance(filters, str) else list(filters.get_object() if filters is not None else [])
    )
    if JPEG2000 in names:
        raise CannotBeCleaned(Refusal.PICTURES)
    if names == ["/DCTDecode"]:
        thing._data = clean_jpeg(thing._data)
    elif "/DCTDecode" in names:
        raise CannotBeCleaned(Refusal.PICTURES)


def make_sure(content: bytes) -> None:
    """The finished file is read once more: whatever is left of what must go, it is not taken."""
    reader = PdfReader(io.BytesIO(content))
    writer = PdfWriter(clone_from=reader)
    left = any(name in thing for thing in described(writer) for name in GONE)
    if left or reader.metadata or reader.xmp_metadata or reader.attachments:
        raise CannotBeCleaned(Refusal.DAMAGED)
