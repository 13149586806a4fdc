"""What a new report is called, until somebody thinks of something better; and where its editions stand."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from modeltranslation.utils import build_localized_fieldname

from reports.models import Report
from reports.sections import REPORT_KINDS

LONGEST = 70  # of the part of an address that is words; the field holds ten more


def titles_of(kind: str, subject) -> dict[str, str]:
    """{"title_en": …} in each language in which the report's subject has a name."""
    titles = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if title := REPORT_KINDS[kind].title_for(subject):
                titles[build_localized_fieldname("title", language)] = title[:200]
    return titles


def free_slug(kind: str, titles: dict[str, str]) -> str:
    """A name in the address that no report has: the words of the title, with a number where needed."""
    words = slugify(titles.get("title_en") or next(iter(titles.values()), ""))[:LONGEST].strip("-") or kind
    return free(words)


def slug_of_edition(report: Report) -> str:
    """The address of the next edition: that of the first, with the number of the edition."""
    first = re.sub(rf"-{report.edition}$", "", report.slug) if report.edition > 1 else report.slug
    return free(first[:LONGEST].strip("-"), begins=report.edition + 1)


def free(words: str, begins: int = 1) -> str:
    """The words, with the first number from `begins` on where that is needed; no number for 1."""
    taken = set(Report.objects.filter(slug__startswith=words).values_list("slug", flat=True))
    number, slug = begins, words if begins == 1 else f"{words}-{begins}"
    while slug in taken:
        number += 1
        slug = f"{words}-{number}"
    return slug
