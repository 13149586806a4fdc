"""The check of addresses in texts: do ours open for everybody? Of others only the form is looked at.

No server of ours fetches foreign pages (docs/decisions/0025-publishing.md).
"""

import re
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.validators import URLValidator
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from reports.mistakes import left_to_right
from reports.publication.check import Candidate, Check, Finding

ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
AFTER_IT = ".,;:!?)]}،؛؟。，"  # signs that belong to the sentence
TURNS = 4  # redirects that are followed
is_address = URLValidator(schemes=["http", "https"])


class LinksLeadSomewhere(Check):
    title = gettext_lazy("Addresses in texts open; those outside the portal are looked at in form only")

    def findings(self, candidate):
        for passage in candidate.passages:
            for address in sorted({one for text in passage.texts.values() for one in addresses_in(text)}):
                if sentence := self.wrong(candidate, address):
                    words = {"name": passage.name, "address": left_to_right(address)}
                    yield Finding(sentence % words, passage.where)

    def wrong(self, candidate: Candidate, address: str) -> str:
        """What is wrong with an address; "" if it leads somewhere, as far as can be said."""
        try:
            is_address(address)
        except ValidationError:
            return _("“%(name)s”: %(address)s is not a whole address. Begin it with https://.")
        is_ours = urlsplit(address).netloc == urlsplit(settings.SITE_URL).netloc
        if not is_ours or opens_for_everybody(address) or self.opens_with_it(candidate, address):
            return ""
        return _("“%(name)s”: %(address)s does not open for everybody. Correct it or take it out.")

    def opens_with_it(self, candidate: Candidate, address: str) -> bool:
        """Pages that everybody can read once this report is published."""
        pages = [candidate.report.get_absolute_url()]
        if candidate.issues:
            slug = candidate.report.consultation.slug
            pages += [reverse("reports:key_issues", args=[slug])]
            pages += [one.address_in_print for issue in candidate.issues for one in issue.proposals.all()]
        path = without_language(urlsplit(address).path)
        return any(path.startswith(without_language(page)) for page in pages)


def addresses_in(text: str) -> list[str]:
    return [found.rstrip(AFTER_IT) for found in ADDRESS.findall(text)]


def without_language(path: str) -> str:
    return re.sub(rf"^/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})(?=/)", "", path)


@cache
def portal() -> WSGIHandler:
    return WSGIHandler()


def opens_for_everybody(address: str) -> bool:
    """Ask this portal for one of its pages as somebody whom it does not know; nothing leaves the process."""
    for _turn in range(TURNS):
        parts = urlsplit(address)
        with override(get_language()):  # the page that is asked for sets its own
            answer = portal().get_response(request_of(parts))
        if not 300 <= answer.status_code < 400:
            return answer.status_code == 200
        address = answer["Location"]
        if without_language(urlsplit(address).path) == without_language(reverse("account_login")):
            return False
    return False


def request_of(parts) -> WSGIRequest:
    site = urlsplit(settings.SITE_URL)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path or "/",
            "QUERY_STRING": parts.query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
