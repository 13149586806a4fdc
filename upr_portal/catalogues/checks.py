"""What is wrong with a catalogue: what lacks, and what would break a page or show a wrong sentence."""

import functools
import gettext
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import polib

from .files import PLURALS, number_of_forms
from .marked import Message

COMPLETE = ("fr", "es", "ar")  # nothing may lack in these; Russian and Chinese may still be under way
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)(?:%%)*(%[sdif])|\{\w*\}")
MANY = 1000  # the numbers up to this one meet every plural form


def problems(language: str, catalogue: polib.POFile, messages: Iterable[Message]) -> Iterator[str]:
    """A line for each fault, naming language, string and file."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for message in messages:
        entry = entries.get(message.key)
        for fault in faults(language, entry, message):
            yield f"{language}: “{message.singular}” ({', '.join(sorted(message.files))}): {fault}"


def faults(language: str, entry: polib.POEntry | None, message: Message) -> Iterator[str]:
    if entry is None or (entry.msgid_plural or None) != message.plural:
        yield "is not in the catalogue; run “manage.py messages”"
    elif language in COMPLETE and entry.fuzzy:
        yield "is marked as a guess (fuzzy)"
    elif forms := translations(entry):
        yield from faults_of_forms(language, message, forms)
    elif language in COMPLETE:
        yield "is not translated"


def translations(entry: polib.POEntry) -> list[str]:
    """The translation, or its plural forms; empty where nothing is translated."""
    forms = [entry.msgstr]
    if entry.msgid_plural:
        forms = [form for _number, form in sorted(entry.msgstr_plural.items())]
    return forms if any(forms) else []


def faults_of_forms(language: str, message: Message, forms: list[str]) -> Iterator[str]:
    """What is wrong with a translation: number of forms, an empty form, placeholders lost or made up."""
    expected = number_of_forms(language) if message.plural else 1
    if len(forms) != expected:
        yield f"has {len(forms)} plural forms instead of {expected}"
    for number, form in enumerate(forms):
        if not form.strip():
            yield f"has an empty plural form {number}"
        elif fault := fault_of_placeholders(language, message, form, number):
            yield fault


def fault_of_placeholders(language: str, message: Message, form: str, number: int) -> str | None:
    asked = placeholders(message.plural or message.singular)
    given = placeholders(form)
    surplus, lost = given - asked, asked - given
    if message.plural and may_leave_out(language, message, number):
        # “One answer” needs no number; but a nameless %s must always be filled.
        lost = Counter({name: count for name, count in lost.items() if not is_named(name)})
    if surplus:
        return f"has a placeholder that the English has not: {', '.join(sorted(surplus))}"
    if lost:
        return f"has lost the placeholder {', '.join(sorted(lost))}"
    return None


def placeholders(text: str) -> Counter:
    """How often each `%(name)s`, `%s` and `{name}` occurs; `%%` is a per cent sign and none."""
    return Counter(match[1] or match[0] for match in PLACEHOLDER.finditer(text))


def is_named(placeholder: str) -> bool:
    return placeholder.startswith(("%(", "{")) and placeholder != "{}"


def may_leave_out(language: str, message: Message, number: int) -> bool:
    """Whether a plural form is for one number only, or for the singular, which has no number in English."""
    singular_has_all = not placeholders(message.plural) - placeholders(message.singular)
    return len(numbers_of(language)[number]) == 1 or (number == 0 and not singular_has_all)


@functools.cache
def numbers_of(language: str) -> list[list[int]]:
    """For each plural form of a language the numbers up to MANY that take it."""
    form_of = gettext.c2py(PLURALS[language].split(" plural=")[1].rstrip(";"))
    numbers: list[list[int]] = [[] for _form in range(number_of_forms(language))]
    for number in range(MANY + 1):
        numbers[form_of(number)].append(number)
    return numbers
