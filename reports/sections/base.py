"""What every section has, and how a text is taken in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from reports.material import Material
from upr_portal.dates import in_words


def written(thing, field: str, material: Material) -> dict:
    """A text in the active language, else in the next that has it: {"language", "text", "paragraphs"}.

    Live figures ([[responses]] …) are filled in. Raises UnknownFigure for one that does not exist.
    """
    for language in resolution_order(get_language()):
        text = getattr(thing, build_localized_fieldname(field, language))
        if text:
            text = material.filled(text)
            return {"language": language, "text": text, "paragraphs": paragraphs_of(text)}
    return {"language": get_language(), "text": "", "paragraphs": []}


def own(text: str) -> dict:
    """Words of the portal's own, in the active language."""
    return {"language": get_language(), "text": str(text)}


def paragraphs_of(text: str) -> list[dict]:
    """[{"text"}] of a text in which an empty line begins a paragraph."""
    parts = text.replace("\r", "").split("\n\n")
    return [{"text": part.strip()} for part in parts if part.strip()]


def period(starts, ends) -> str:
    """Both days in the words of the active language; one day once."""
    first, last = (in_words(day) for day in (starts, ends))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


class Section:
    """A kind of section."""

    title = ""
    heading = ""  # in the report, where it differs from the title
    template = ""
    starts_new_page = False
    is_annex = False
    is_text = False  # nothing but what a moderator writes
    has_charts = False  # of the questions that a moderator chooses

    def facts(self, section, material: Material) -> dict:
        """What the template shows of this `ReportSection`, as JSON, in the active language."""
        return {}

    def gather(self, section, material: Material) -> dict:
        """The facts with what all sections have: kind, title and the text that a moderator wrote."""
        return {
            "kind": section.kind,
            "title": str(self.heading or self.title),
            "text": written(section, "text", material),
            **self.facts(section, material),
        }
