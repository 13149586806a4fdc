"""How a published report is cited: as a line to copy, and for programs that keep references.

BibTeX: https://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf; RIS: https://en.wikipedia.org/wiki/RIS_(file_format).
"""

import re
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

from reports.models import Report
from upr_portal.dates import in_words

SPECIAL = re.compile(r"[\\{}%&#_$~^]")
SPELLED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Citation:
    """A published report in the active language; `fingerprint` is that of the facts that are read, if any."""

    def __init__(self, report: Report, fingerprint: str = ""):
        self.slug = report.slug
        self.title = " ".join(report.title.split())
        self.kind = report.get_kind_display()
        self.edition = report.edition if report.edition > 1 else 0
        self.publisher = gettext("UPR portal")
        self.address = settings.SITE_URL + report.get_absolute_url()
        self.language = get_language()
        self.day: date = timezone.localdate(report.published_at)
        self.fingerprint = fingerprint

    @property
    def line(self) -> str:
        """All but the address, which has a direction of its own."""
        edition = gettext("edition %(number)s") % {"number": self.edition} if self.edition else ""
        words = [self.publisher, self.title, edition, self.kind, in_words(self.day)]
        return pgettext("between names", ", ").join(filter(None, words))

    @property
    def bibtex(self) -> str:
        fields = {
            "title": f"{{{escaped(self.title)}}}",
            "type": escaped(self.kind),
            "institution": f"{{{escaped(self.publisher)}}}",
            "author": f"{{{escaped(self.publisher)}}}",
            "edition": str(self.edition or ""),
            "year": f"{self.day:%Y}",
            "date": f"{self.day:%Y-%m-%d}",
            "langid": self.language,
            "url": self.address,
            "note": f"SHA-256 {self.fingerprint}" if self.fingerprint else "",
        }
        lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
        return "\n".join([f"@techreport{{{self.slug},", *lines, "}", ""])

    @property
    def ris(self) -> str:
        fields = [
            ("TY", "RPRT"),
            ("TI", self.title),
            ("AU", self.publisher),
            ("PB", self.publisher),
            ("M3", self.kind),
            ("ET", str(self.edition or "")),
            ("PY", f"{self.day:%Y}"),
            ("DA", f"{self.day:%Y/%m/%d}"),
            ("LA", self.language),
            ("UR", self.address),
            ("N1", f"SHA-256 {self.fingerprint}" if self.fingerprint else ""),
        ]
        lines = (f"{tag}  - {value}\r\n" for tag, value in fields if value)
        return "".join([*lines, "ER  - \r\n"])


def escaped(text: str) -> str:
    """Text in which nothing is an order to TeX."""
    return SPECIAL.sub(lambda found: SPELLED.get(found.group(), rf"\{found.group()}"), text)
