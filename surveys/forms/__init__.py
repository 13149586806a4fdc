"""What comes in: answers, codes to come back with, and what moderators say."""

from surveys.forms.answering import Page, SectionForm, Sheet, typed_anew, typed_on, written
from surveys.forms.moderating import DefinitionForm, DraftForm, ExportForm, ProlongForm
from surveys.forms.returning import CodeForm

__all__ = [
    "CodeForm",
    "DefinitionForm",
    "DraftForm",
    "ExportForm",
    "Page",
    "ProlongForm",
    "SectionForm",
    "Sheet",
    "typed_anew",
    "typed_on",
    "written",
]
