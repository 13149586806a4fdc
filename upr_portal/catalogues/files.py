"""Catalogues on disk: `locale/<language>/LC_MESSAGES/django.po`, and the `.mo` that Django reads."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from .marked import Message

PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "zh-hans": "nplurals=1; plural=0;",
}


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def open_catalogue(language: str) -> polib.POFile:
    """The catalogue of a language, or an empty one with the right header."""
    path = path_of(language)
    catalogue = polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()
    catalogue.wrapwidth = 100
    # No dates and no names of persons: they would change with every run.
    catalogue.metadata = {
        "Project-Id-Version": "UPR portal",
        "Language": to_locale(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def number_of_forms(language: str) -> int:
    return int(PLURALS[language].split("nplurals=")[1].split(";")[0])


def update(catalogue: polib.POFile, messages: Iterable[Message], language: str) -> None:
    """Bring the catalogue in step with the code: new strings empty, vanished ones obsolete, none guessed."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for message in messages:
        entry = entries.pop(message.key, None)
        if entry is None:
            entry = polib.POEntry(msgctxt=message.context, msgid=message.singular)
            catalogue.append(entry)
        describe(entry, message, language)
    for vanished in entries.values():
        if vanished.translated() or vanished.obsolete:
            vanished.obsolete = True
            vanished.occurrences = []
        else:
            catalogue.remove(vanished)
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))


def describe(entry: polib.POEntry, message: Message, language: str) -> None:
    if (entry.msgid_plural or None) != message.plural:
        # Another plural is another sentence: what was translated is not its translation.
        entry.msgid_plural = message.plural or ""
        entry.msgstr = ""
        entry.msgstr_plural = dict.fromkeys(range(number_of_forms(language)), "") if message.plural else {}
    entry.obsolete = False
    entry.occurrences = [(file, "") for file in sorted(message.files)]
    entry.comment = "\n".join(sorted(message.comments))
    percent = "%" in message.singular or "%" in (message.plural or "")
    entry.flags = [flag for flag in entry.flags if flag != "python-format"] + ["python-format"] * percent


def save(catalogue: polib.POFile, language: str) -> bool:
    """Write the catalogue if it differs from the file; says whether it did."""
    return write(path_of(language), f"{catalogue}\n".encode())


def compile_catalogue(language: str) -> bool:
    """Write the `.mo` if the `.po` has changed since; says whether it did. Equal times mean unchanged."""
    path = path_of(language)
    compiled = path.with_suffix(".mo")
    time = path.stat().st_mtime_ns
    if compiled.exists() and compiled.stat().st_mtime_ns == time:
        return False
    write(compiled, open_catalogue(language).to_binary())
    os.utime(compiled, ns=(time, time))
    return True


def write(path: Path, content: bytes) -> bool:
    """Replace the file as a whole, so that nobody ever reads half of it; not at all if nothing differs."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
    return True
