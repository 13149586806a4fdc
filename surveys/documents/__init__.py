"""Documents that people attach, rewritten without what they say of their author.

`clean_apart(content)` gives a Document or raises CannotBeCleaned. What a file is, is judged by what is in it.
What is taken out of which format stands in the module of the format; what cannot be cleaned is refused.
"""

from surveys.documents.apart import clean_apart
from surveys.documents.kinds import CannotBeCleaned, Document

__all__ = ["CannotBeCleaned", "Document", "clean_apart"]
