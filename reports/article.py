"""A report as a page to read: written once from the frozen facts of a version, then kept for all readers.

The key names the file whose facts are shown, and nothing of the person who reads: the article says the same
to everybody who may see the report, which the view looks at each time.
"""

import hashlib
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from reports.models import Rendering
from reports.paper import article_of
from reports.sections import fingerprint_of

KEPT_FOR = 24 * 3600  # seconds


@dataclass(frozen=True)
class Article:
    """What the page shows of the facts, ready to be put in."""

    text: SafeString
    contents: SafeString
    phases: list[dict]
    fingerprint: str

    @classmethod
    def of(cls, facts: dict, language: str) -> "Article":
        """Write the facts, in the language that they are in."""
        with translation.override(language):
            contents = render_to_string("reports/parts/contents.html", {"facts": facts, "language": language})
            article = article_of(facts, language)
        return cls(article, contents, facts["report"]["phases"], fingerprint_of(facts))


def article_of_version(source: Rendering) -> Article:
    """The page of this version in its language, from the cache if somebody has read it before.

    The digests of its file and of our templates are in the key: when either changes, it is written anew.
    """
    key = f"reports:article:{digest_of_templates()}:{source.pk}:{source.sha256}"
    return cache.get_or_set(key, lambda: Article.of(source.facts, source.language), KEPT_FOR)


@once
def digest_of_templates() -> str:
    """SHA-256 of the templates of reports, which a running portal does not change."""
    files = sorted((Path(settings.BASE_DIR) / "templates" / "reports").rglob("*.html"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
