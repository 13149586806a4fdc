"""What can be done with recommendations."""

from recommendations.actions.imports import (
    Account,
    FileRefused,
    account_for,
    discard_upload,
    import_reading,
    keep_upload,
    undo_import,
)
from recommendations.actions.positions import record_position

__all__ = [
    "Account",
    "FileRefused",
    "account_for",
    "discard_upload",
    "import_reading",
    "keep_upload",
    "record_position",
    "undo_import",
]
