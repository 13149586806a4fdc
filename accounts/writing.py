"""The text of letters: `templates/emails/<template>.txt`, plain text, its first line the subject.

Templates know `reader` (the person, or None), `site` (our address) and what the caller gives.
"""

import re
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from accounts.models import Letter
from accounts.names import plain_name

FOREIGN_LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>]+|\bwww\.[^\s<>]+", re.IGNORECASE)


class Attachment(NamedTuple):
    """A text file that goes with a letter."""

    name: str
    content: str
    type: str = "text/calendar; method=PUBLISH"


class NothingToTell(ValueError):
    """What a letter was to tell of is gone."""


def write(template: str, language: str, links: dict[str, str], **context: Any) -> tuple[str, str]:
    """Subject and body of a letter in one language."""
    with translation.override(language):
        words = Context({"site": settings.SITE_URL, "links": links, **context}, autoescape=False)
        text = get_template(f"emails/{template}.txt").template.render(words)
        subject, _, body = text.strip().partition("\n")
        body = without_foreign_links(body.strip(), set(links.values())) + "\n"
    return plain_name(subject, longest=250), body


def write_into(
    letter: Letter, *, attachments=(), links: dict[str, str] | None = None, **context: Any
) -> None:
    """Give a letter its text and attachments, without saving it. Texts in `context` are made plain."""
    words = {name: plain_name(value) if isinstance(value, str) else value for name, value in context.items()}
    # Of a letter to an address, a caller may know whose it is.
    words = {"reader": letter.person, **words}
    letter.subject, letter.body = write(letter.template, letter.language, links or {}, **words)
    letter.attachments = [Attachment(*attachment)._asdict() for attachment in attachments]


def write_out(letter: Letter) -> None:
    """Write a letter of which only the facts are known; they are not needed any more then.

    NothingToTell when the function that `settings.LETTER_WRITERS` names for its template finds what it was
    to tell of no longer.
    """
    words = import_string(settings.LETTER_WRITERS[letter.template])(**letter.facts)
    if words is None:
        raise NothingToTell
    write_into(letter, **words)
    letter.facts = None
    letter.save(update_fields=["subject", "body", "attachments", "facts"])


def without_foreign_links(text: str, welcome: set[str]) -> str:
    """`text` in which only our own addresses and the `welcome` ones are left: no phishing through us."""

    def check(found: re.Match) -> str:
        address = found.group().rstrip(".,;:)")
        is_ours = address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")
        return found.group() if is_ours or address in welcome else gettext("(address removed)")

    return FOREIGN_LINK.sub(check, text)
