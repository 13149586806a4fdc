"""Documents as people have them – Word, PDF, text – opened into paragraphs and tables."""

from recommendations.documents.paragraphs import Manuscript, Paragraph
from recommendations.documents.unreadable import Unreadable

__all__ = ["Manuscript", "Paragraph", "Unreadable"]
