"""Documents of the demonstrated consultation: a concept note as a file, guidance as a page; all generated."""

import io
from datetime import datetime

import docx
from django.core.files.base import ContentFile
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from consultations.demo import material_texts as texts
from consultations.models import Consultation, Event, Material
from upr_portal.languages import direction

# The same bytes each time: a file of Word says when it was made.
MADE_ON = datetime(2026, 1, 1)


def seed_materials(
    consultation: Consultation, event: Event, *, published_at: datetime, coming_at: datetime
) -> None:
    """A concept note (Word) and guidance (a page) in four languages; one more page that is still to come."""
    of_consultation = {"consultation": consultation, "published_at": published_at}
    for language, note in texts.CONCEPT_NOTE.items():
        file = ContentFile(word_document(note, language), name="concept-note.docx")
        kind = Material.Kind.CONCEPT_NOTE
        Material.objects.create(
            kind=kind, language=language, title=note["title"], file=file, **of_consultation
        )
    for language, page in texts.GUIDANCE.items():
        kind = Material.Kind.GUIDANCE
        Material.objects.create(kind=kind, language=language, event=event, **page, **of_consultation)
    Material.objects.create(
        kind=Material.Kind.OTHER,
        consultation=consultation,
        published_at=coming_at,
        language="en",
        **texts.TO_COME,
    )


def word_document(note: dict, language: str) -> bytes:
    """A concept note: its title, the line that says it is generated, and its sections."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = note["title"], "", language
    properties.created = properties.modified = MADE_ON
    document.add_heading(note["title"], level=0)
    document.add_paragraph(note["generated"]).runs[0].italic = True
    for heading, *paragraphs in note["sections"]:
        document.add_heading(heading, level=1)
        for words in paragraphs:
            document.add_paragraph(words)
    if direction(language) == "rtl":
        for paragraph in document.paragraphs:
            turn(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def turn(paragraph: Paragraph) -> None:
    """Set it from right to left."""
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
