"""What comes in: answers, codes to come back with, titles of copies, and what moderators say."""

from surveys.forms.answering import Page, Sheet, typed_anew, written
from surveys.forms.blanks import blank_of, public_survey
from surveys.forms.copying import CopyForm
from surveys.forms.moderating import DefinitionForm, DraftForm, ExportForm, ProlongForm
from surveys.forms.returning import CodeForm
from surveys.forms.sections import SectionForm

__all__ = [
    "CodeForm",
    "CopyForm",
    "DefinitionForm",
    "DraftForm",
    "ExportForm",
    "Page",
    "ProlongForm",
    "SectionForm",
    "Sheet",
    "blank_of",
    "public_survey",
    "typed_anew",
    "written",
]
