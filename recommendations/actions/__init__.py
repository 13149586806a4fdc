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
from recommendations.actions.positions import (
    Part,
    close_unanswered,
    record_position,
    split_recommendation,
    unanswered,
    undo_split,
)
from recommendations.actions.undoing import undo_import
from recommendations.actions.uploads import (
    correct_answer,
    correct_row,
    decide,
    discard_upload,
    forget_old_uploads,
    keep_upload,
    name_columns,
    read_again,
    save_as_shown,
    take_up_again,
)

__all__ = [
    "Account",
    "DocumentAccount",
    "FileRefused",
    "Part",
    "Preview",
    "account_of_answers",
    "account_of_document",
    "close_unanswered",
    "correct_answer",
    "correct_row",
    "decide",
    "discard_upload",
    "forget_old_uploads",
    "import_document",
    "import_reading",
    "importing",
    "keep_upload",
    "name_columns",
    "plan_answers",
    "plan_document",
    "preview",
    "read_again",
    "record_position",
    "save_as_shown",
    "split_recommendation",
    "take_up_again",
    "unanswered",
    "undo_import",
    "undo_split",
]
