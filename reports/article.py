"""A report as a page to read, and its pictures: made once from frozen facts, then kept for all readers.

The key names the file whose facts are shown, and nothing of the person who reads: the article says the same
to everybody who may see the report, which the view looks at each time.
"""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from reports.exports import Table
from reports.models import Rendering
from reports.paper import article_of
from reports.pictures import content_of, credit_of
from reports.sections import fingerprint_of, paragraphs_in

KEPT_FOR = 24 * 3600  # seconds
WORDS_OF_DESCRIPTION = 40

# xmin is another one with each change of a row.
STATE = """
SELECT report.xmin::text, consultation.edition, (
    SELECT string_agg(other.id || ':' || other.xmin, ',' ORDER BY other.id) FROM reports_report other
    WHERE other.id = report.revises_id OR other.revises_id = report.id
), (
    SELECT string_agg(file.id || ':' || file.xmin, ',' ORDER BY file.id) FROM reports_rendering file
    WHERE file.report_id = report.id AND file.state = 'done'
) AS files
FROM reports_report report
LEFT JOIN consultations_event event ON event.id = report.event_id
LEFT JOIN consultations_consultation consultation
    ON consultation.id = COALESCE(report.consultation_id, event.consultation_id)
WHERE report.slug = %s AND report.state IN ('published', 'superseded')
"""


@dataclass(frozen=True)
class Article:
    """What the page shows of the facts, ready to be put in."""

    text: SafeString
    contents: SafeString
    phases: list[dict]
    fingerprint: str
    is_generated: bool
    description: str

    @classmethod
    def of(cls, facts: dict, language: str, *, is_superseded: bool = False) -> "Article":
        """Write the facts, in the language that they are in."""
        shown = leading_to_its_own(facts) if is_superseded else facts
        with translation.override(language):
            contents = render_to_string("reports/parts/contents.html", {"facts": facts, "language": language})
            article = article_of(shown, language)
        head = facts["report"]
        return cls(
            article, contents, head["phases"], fingerprint_of(facts), head["is_generated"], first_words(facts)
        )


def leading_to_its_own(facts: dict) -> dict:
    """The same, where the number of a proposal leads to what this report prints under it, whatever the newest
    one does."""
    facts = deepcopy(facts)
    for section in facts["sections"]:
        for issue in section.get("key_issues", ()):
            for printed in issue["proposals"]:
                if printed.get("address"):
                    printed["address"] += f"?report={facts['report']['slug']}"
    return facts


def first_words(facts: dict) -> str:
    """How the running text begins, for search engines and for those who share the address."""
    first = next(paragraphs_in(facts["sections"]), {"text": ""})
    return Truncator(" ".join(first["text"].split())).words(WORDS_OF_DESCRIPTION)


def state_of(slug: str | None) -> tuple | None:
    """All on which its page depends for strangers: its row, files, consultation, the editions beside it.

    None without a file, since the page is then written from the facts of the moment. What else could change –
    the name of a State – is read again with the next minute.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE, [slug])
        found = cursor.fetchone()
    return (*found, timezone.now().replace(second=0, microsecond=0)) if found and found[-1] else None


def article_of_version(source: Rendering) -> Article:
    """The page of this version in its language, from the cache if somebody has read it before.

    The digests of its file and of our templates are in the key: when either changes, it is written anew.
    """
    is_superseded = source.report.is_superseded
    what = "article-superseded" if is_superseded else "article"
    return kept(source, what, lambda: Article.of(source.facts, source.language, is_superseded=is_superseded))


def table_of_version(source: Rendering, table: Table, kind: str) -> tuple[bytes, str]:
    """A table of this version as a file and its content type; call it with the version's language active."""
    return kept(source, f"{table.name}.{kind}", lambda: content_of(table, kind, credit_of(source)))


def kept(source: Rendering, what: str, make: Callable):
    key = f"reports:{what}:{digest_of_templates()}:{source.pk}:{source.sha256}"
    return cache.get_or_set(key, make, KEPT_FOR)


@once
def digest_of_templates() -> str:
    """SHA-256 of what makes pages and pictures of reports, which a running portal does not change."""
    templates = sorted((Path(settings.BASE_DIR) / "templates" / "reports").rglob("*.html"))
    code = [Path(__file__), *(Path(__file__).with_name(f"{name}.py") for name in ("exports", "pictures"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in [*templates, *code])).hexdigest()
