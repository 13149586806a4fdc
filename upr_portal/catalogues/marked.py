"""The strings that our own code and templates mark for translation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.utils.translation import template

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ["Translators"]
LEFT_OUT = {"tests", "migrations", "__pycache__"}


@dataclass
class Message:
    """A marked string, the files where it stands (no lines: those change daily), and notes to translators."""

    singular: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


class TwoPlurals(Exception):
    """A string is marked with two different plurals; a catalogue can hold one."""

    def __init__(self, message: Message, plural: str):
        super().__init__(
            f"“{message.singular}” has two plurals: “{message.plural}” and “{plural}”. Use one of them."
        )


def marked_messages(folders: Iterable[Path] | None = None) -> dict[tuple[str | None, str], Message]:
    """Every message by (context, English text), from our apps and templates or from the folders given."""
    messages: dict[tuple[str | None, str], Message] = {}
    for path in source_files(folders or own_folders()):
        for found in messages_in(path):
            known = messages.setdefault(found.key, found)
            if known.plural and found.plural and known.plural != found.plural:
                raise TwoPlurals(known, found.plural)
            known.plural = known.plural or found.plural
            known.files.add(name_of(path))
            known.comments |= found.comments
    return messages


def own_folders() -> list[Path]:
    """The apps of this repository – not those that were installed – and the tree of templates."""
    templates = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    return [Path(app.path) for app in apps.get_app_configs() if is_ours(Path(app.path))] + templates


def is_ours(folder: Path) -> bool:
    return folder.parent == settings.BASE_DIR


def source_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in READERS and not LEFT_OUT & set(path.relative_to(folder).parts):
                yield path


def name_of(path: Path) -> str:
    inside = path.is_relative_to(settings.BASE_DIR)
    return path.relative_to(settings.BASE_DIR).as_posix() if inside else path.name


def messages_in(path: Path) -> Iterator[Message]:
    source = BytesIO(READERS[path.suffix](path).encode())
    for _line, texts, comments, context in extract("python", source, KEYWORDS, COMMENT_TAGS):
        singular, plural = texts if isinstance(texts, tuple) else (texts, None)
        yield Message(singular, plural, context, comments={" ".join(comments)} if comments else set())


def read_python(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read_template(path: Path) -> str:
    """A template as Python in which only the marked strings are left, without the indentation of its HTML."""
    source = template.templatize(path.read_text(encoding="utf-8"), origin=path.name)
    return "\n".join(line.strip() for line in source.splitlines()) + "\n"


READERS = {".py": read_python} | dict.fromkeys([".html", ".txt", ".xml", ".svg"], read_template)
