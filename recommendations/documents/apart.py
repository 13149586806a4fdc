"""Reading a file in a process of its own, so that no file can hang, fill or stop the portal.

`read_apart` starts `python -m recommendations.documents.apart FORMAT LANGUAGE`, gives it the file and takes
the manuscript, as JSON. The process limits its own memory and time before it looks at the file; whatever
happens to it then, the file is unreadable and nothing else has come to harm. Its environment is its own and
all but empty: what a file might make of it learns nothing.
"""

import json
import logging
import resource
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.documents.paragraphs import Manuscript, Paragraph
from recommendations.documents.unreadable import Unreadable

logger = logging.getLogger(__name__)

MOST_MEMORY = 1024 * 1024 * 1024  # of addresses, of which Python and the libraries take a third
MOST_SECONDS = 60
# All that the process is given of an environment: no secrets of the portal, no address of its database.
ENVIRONMENT = {"PYTHONUTF8": "1"}
READERS = {"docx": "read_docx", "pdf": "read_pdf"}


def read_apart(format: str, content: bytes) -> Manuscript:
    """What the reader of a format gives for a file. Raises Unreadable, and nothing else for any file."""
    command = [sys.executable, "-m", "recommendations.documents.apart", format, translation.get_language()]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and a format from our own list
            command,
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=settings.BASE_DIR,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            _("Reading took longer than a minute and was ended. Save the document anew, or paste its text.")
        ) from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1].partition(":")[0]
        logger.warning("a %s could not be read: %s (status %s)", format, reason, done.returncode)
        raise Unreadable(
            _("The document is damaged, or too large when unpacked. Save it anew, or paste its text.")
        )
    answer = json.loads(done.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    paragraphs = [
        Paragraph(**paragraph | {"footnotes": tuple(paragraph["footnotes"])})
        for paragraph in answer.pop("paragraphs")
    ]
    return Manuscript(paragraphs=paragraphs, **answer)


def read_and_print(format: str, language: str) -> None:
    """The other side of `read_apart`: the file from standard input, the manuscript to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with translation.override(language):
        module = import_module(f"recommendations.documents.{format}")
        try:
            answer = asdict(getattr(module, READERS[format])(sys.stdin.buffer.read()))
        except Unreadable as error:
            answer = {"unreadable": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    # Without the portal's settings: a reader needs no secrets, no database and no apps, and starts at once.
    settings.configure(USE_I18N=True, LOCALE_PATHS=["locale"])
    apps.populate([])
    read_and_print(*sys.argv[1:])
