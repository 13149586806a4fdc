"""What can be done with recommendations."""

from recommendations.actions.imports import (
    Account,
    FileRefused,
    Preview,
    discard_upload,
    import_reading,
    keep_upload,
    preview,
    undo_import,
)
from recommendations.actions.positions import record_position

__all__ = [
    "Account",
    "FileRefused",
    "Preview",
    "discard_upload",
    "import_reading",
    "keep_upload",
    "preview",
    "record_position",
    "undo_import",
]
