"""What is written to those who took part in a consultation, once its report is published."""

import hashlib
from dataclasses import dataclass

from django.utils import translation

from accounts.models import Letter, User
from accounts.outbox import post
from accounts.writing import write
from reports.models import Report
from upr_portal.languages import OWN_NAMES

TEMPLATE = "report_published"


@dataclass(frozen=True)
class Reader:
    """Whom to write to, in which language; they asked for it in a survey, or when they registered."""

    to: User | str
    language: str
    from_survey: bool

    @property
    def address(self) -> str:
        return (self.to.email if isinstance(self.to, User) else self.to).lower()


def key_of(report: Report, reader: Reader) -> str:
    """One letter about a report to an address, however often it is asked for."""
    return f"report:{report.pk}:{hashlib.sha256(reader.address.encode()).hexdigest()}"


def written_to(report: Report) -> set[str]:
    """The keys of the letters that were written about this report."""
    return set(Letter.objects.filter(key__startswith=f"report:{report.pk}:").values_list("key", flat=True))


def tell_published(report: Report, reader: Reader) -> bool:
    """Whether there is a letter; an account that was closed gets none."""
    words = context_of(report, reader)
    return (
        post(TEMPLATE, key=key_of(report, reader), to=reader.to, language=reader.language, **words)
        is not None
    )


def in_words(report: Report, reader: Reader) -> tuple[str, str]:
    """Subject and text of the letter as this reader will get it, but for the name of who has an account."""
    return write(TEMPLATE, reader.language, {}, reader=None, **context_of(report, reader))


def context_of(report: Report, reader: Reader) -> dict:
    """Who left an address in a survey left no language with it, so they are given the page in each."""
    pages = []
    for language in report.languages if reader.from_survey else [reader.language]:
        with translation.override(language):
            pages.append((OWN_NAMES[language], report.get_absolute_url()))
    return {"report": report, "pages": pages, "from_survey": reader.from_survey}
