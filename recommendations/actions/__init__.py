"""What can be done with recommendations."""

from recommendations.actions.answers import plan_answers
from recommendations.actions.documents import (
    DocumentAccount,
    account_of_answers,
    account_of_document,
    import_document,
    importing,
)
from recommendations.actions.imports import Account, FileRefused, Preview, import_reading, preview
from recommendations.actions.numbered import plan_document
from recommendations.actions.positions import record_position
from recommendations.actions.undoing import undo_import
from recommendations.actions.uploads import (
    correct_answer,
    correct_row,
    decide,
    discard_upload,
    forget_old_uploads,
    keep_upload,
    read_again,
    take_up_again,
)

__all__ = [
    "Account",
    "DocumentAccount",
    "FileRefused",
    "Preview",
    "account_of_answers",
    "account_of_document",
    "correct_answer",
    "correct_row",
    "decide",
    "discard_upload",
    "forget_old_uploads",
    "import_document",
    "import_reading",
    "importing",
    "keep_upload",
    "plan_answers",
    "plan_document",
    "preview",
    "read_again",
    "record_position",
    "take_up_again",
    "undo_import",
]
