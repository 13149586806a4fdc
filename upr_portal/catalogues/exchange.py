"""Translations in bulk: what lacks goes out as JSON and comes back filled in, and is checked."""

import polib

from .checks import faults_of_forms, numbers_of, translations
from .marked import Message

EXAMPLES = 4


def missing(language: str, catalogue: polib.POFile, messages: dict) -> dict:
    """What is still to be translated, with an empty place for each translation; plurals have one a form."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    forms = numbers_of(language)
    return {
        "language": language,
        "plural_forms": [f"for {', '.join(map(str, form[:EXAMPLES]))} …" for form in forms],
        "messages": [
            as_json(message, len(forms))
            for key, message in sorted(messages.items(), key=lambda item: item[1].singular)
            if (entry := entries.get(key)) is None or entry.fuzzy or not translations(entry)
        ],
    }


def as_json(message: Message, forms: int) -> dict:
    described = {
        "context": message.context,
        "id": message.singular,
        "plural": message.plural,
        "comments": sorted(message.comments),
        "files": sorted(message.files),
        "translation": [""] * forms if message.plural else "",
    }
    return {name: value for name, value in described.items() if value or name == "translation"}


def take(language: str, catalogue: polib.POFile, messages: dict, translated: list[dict]) -> list[str]:
    """Write translations into the catalogue (not to disk); returns what is wrong with them, a line each."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    wrong = []
    for row in translated:
        key = (row.get("context"), row["id"])
        forms = row["translation"] if isinstance(row["translation"], list) else [row["translation"]]
        if not any(forms):
            continue
        if key not in entries or key not in messages:
            wrong.append(f"“{row['id']}” is not a string of the portal.")
            continue
        faults = list(faults_of_forms(language, messages[key], forms))
        wrong += [f"“{row['id']}” {fault}" for fault in faults]
        if not faults:
            fill(entries[key], forms)
    return wrong


def fill(entry: polib.POEntry, forms: list[str]) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        entry.msgstr = forms[0]
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
