"""What comes in: answers, and what moderators say."""

from surveys.forms.answering import Page, SectionForm, Sheet
from surveys.forms.moderating import DefinitionForm, DraftForm, ProlongForm

__all__ = ["DefinitionForm", "DraftForm", "Page", "ProlongForm", "SectionForm", "Sheet"]
