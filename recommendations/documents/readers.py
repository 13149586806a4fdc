"""One reader a family, chosen by name: a file in, a `DocumentReading` out."""

from importlib import import_module

from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.upr_info import read_upr_info


def guess_family(content: bytes, *, file_name: str) -> str | None:
    families = import_module("recommendations.documents.families")
    return families.guess_family(content, file_name=file_name)


def read_family(
    family: str, content: bytes, *, file_name: str, language: str, lists: Lists
) -> DocumentReading:
    """Raises Unreadable."""
    if family == "upr-info":
        # Its rows are checked against our lists anew when they are shown and saved.
        read_upr_info(content, language=language)
        return DocumentReading(family=family, language=language)
    module = import_module(f"recommendations.documents.{family}")
    if family == "uhri":
        return module.read_uhri(content, language=language, lists=lists)
    manuscripts = import_module("recommendations.documents.manuscripts")
    manuscript = manuscripts.read_manuscript(content, file_name=file_name)
    return getattr(module, f"read_{family}")(manuscript, language=language, lists=lists)
