"""Drafts are found by their token, also where their answers were put under another one meanwhile."""

from dataclasses import dataclass

from surveys.codes import code_of
from surveys.models import Draft, Survey
from surveys.sealing import draft_id, open_draft

# What stands in a draft's contents beside what was typed in its sections.
MOVED = "moved"  # the token under which the answers are now; nothing else is here any more
KEPT = "kept"  # there is a code for this draft
LEFT_AT = "left at"  # the section in which somebody pressed "Save and come back later"
FIXED = "fixed"  # of answers that were sent and are being changed: the values that stay


@dataclass(frozen=True)
class FoundDraft:
    """`code` is the one that was made since `token` was asked for, if one was."""

    token: str
    draft: Draft
    contents: dict
    code: str | None = None

    @property
    def has_code(self) -> bool:
        return KEPT in self.contents

    @property
    def is_change(self) -> bool:
        return FIXED in self.contents


def find_draft(survey: Survey, token: str, *, for_update: bool = False) -> FoundDraft | None:
    """The draft of a token, opened; with nothing in it if it was sent. None if there is none (any more)."""
    drafts = survey.drafts.select_for_update() if for_update else survey.drafts
    code = None
    while token and (draft := drafts.filter(pk=draft_id(token)).first()):
        contents = {} if draft.is_sent else open_draft(token, draft.contents)
        if MOVED not in contents:
            return FoundDraft(token, draft, contents, code)
        code, token = code_of(token), contents[MOVED]
    return None
