"""Cleaning a file in a process of its own, so that no file can hang, fill or stop the portal.

`clean_apart` starts `python -m surveys.documents.apart`, which gets the file and none of the portal's
secrets, and limits its own memory and time before it looks at it. It answers with one line of JSON and the
clean file. Where the words are wanted, a second such process reads them from the clean file: what goes wrong
there takes nothing from the file.
"""

import json
import logging
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from surveys.documents.kinds import CannotBeCleaned, Document, Refusal

logger = logging.getLogger(__name__)

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
ROOT = Path(__file__).parent.parent.parent

SENTENCES = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.OTHER_KIND: _("This is none of the kinds of file that we take. Save it as PDF."),
    Refusal.OLD_WORD: _("This is a file of an old Office program. Save it as .docx or as PDF."),
    Refusal.ENCODING: _("We cannot read the letters of this text. Save it as UTF-8, or as PDF."),
    Refusal.PASSWORD: _("The file is protected by a password. Save it without one."),
    Refusal.MACROS: _("The file holds programs (macros). Save it without them, or as PDF."),
    Refusal.EMBEDDED: _("The file holds other files, which we cannot clean. Save it as PDF."),
    Refusal.PICTURES: _("The file holds a picture that we cannot clean. Use JPEG or PNG pictures."),
    Refusal.TOO_LARGE_INSIDE: _("The file holds too much. Attach a shorter one."),
    Refusal.DAMAGED: _("The file is damaged, or of a kind that we cannot clean. Save it anew as PDF."),
}


def clean_apart(content: bytes, *, with_words: bool = False) -> Document:
    """The document without what it says of its author. Raises CannotBeCleaned, nothing else for any file.

    `with_words` also reads its text; where that fails, the text is empty.
    """
    answer, clean = ask_apart(content)
    if "refusal" in answer:
        raise CannotBeCleaned(Refusal(answer["refusal"]))
    document = Document(answer["type"], clean)
    if not with_words:
        return document
    try:
        found, _nothing = ask_apart(clean, "--words", document.type)
    except CannotBeCleaned:
        return document
    return replace(document, text=found["text"])


def ask_apart(content: bytes, *words: str) -> tuple[dict, bytes]:
    """What the process answers: the line of JSON, and what follows it. CannotBeCleaned where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and nothing from outside
            [sys.executable, "-m", "surveys.documents.apart", *words],
            input=content,
            capture_output=True,
            timeout=2 * MOST_SECONDS,
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "random"},
        )
    except subprocess.TimeoutExpired as error:
        raise CannotBeCleaned(Refusal.DAMAGED) from error
    if done.returncode:
        # The kind of the error alone: its words may come out of the file.
        reason = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1].partition(":")[0]
        logger.warning("a file could not be read: %s (status %s)", reason[:60], done.returncode)
        raise CannotBeCleaned(Refusal.DAMAGED)
    line, _newline, rest = done.stdout.partition(b"\n")
    return json.loads(line), rest


def limit_oneself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def read_and_print(type: str) -> None:
    """The words of the clean file on standard input."""
    from surveys.documents.words import text_in

    text = text_in(Document(type, sys.stdin.buffer.read()))
    sys.stdout.buffer.write(json.dumps({"text": text}).encode() + b"\n")


def clean_and_print() -> None:
    """The other side of `clean_apart`: the file from standard input, the clean one to standard output."""
    from surveys.documents.cleaning import clean

    try:
        document = clean(sys.stdin.buffer.read())
    except CannotBeCleaned as error:
        answer, content = {"refusal": error.refusal.value}, b""
    else:
        answer, content = {"type": document.type}, document.content
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


if __name__ == "__main__":
    limit_oneself()
    if len(sys.argv) > 1:
        read_and_print(sys.argv[-1])
    else:
        clean_and_print()
