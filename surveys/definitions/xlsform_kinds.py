"""The types of XLSForm questions and what they are in the portal."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SELECT = re.compile(
    r"^(?P<command>add select one prompt using|add select multiple prompt using|select all that apply from"
    r"|select one from|select1|select_one_from_file|select_multiple_from_file|select_one_external|select_one"
    r"|select one|select_multiple|select all that apply|select multiple|rank)\s+(?P<list>\S+)"
    r"(?P<other>\s+(or_other|or specify other|or other))?$",
    re.IGNORECASE,
)
BLOCK = re.compile(r"^(begin|end)[ _](group|repeat|loop|lgroup|looped group)\b", re.IGNORECASE)
SIMPLE = {
    "text": "short_text",
    "string": "short_text",
    "decimal": "number",
    "date": "date",
    "file": "file",
}
CHANGED = {
    "integer": ("number", _("It is asked as a number; fractions are not refused.")),
    "int": ("number", _("It is asked as a number; fractions are not refused.")),
    "range": ("number", _("It is asked as a number, typed in.")),
    "time": ("short_text", _("There is no question for a time. It is asked as a short text.")),
    "datetime": (
        "short_text",
        _("There is no question for a date with a time. It is asked as a short text."),
    ),
    "image": ("file", _("It is asked as a file.")),
    "photo": ("file", _("It is asked as a file.")),
    "audio": ("file", _("It is asked as a file.")),
    "video": ("file", _("It is asked as a file.")),
    "acknowledge": ("yes_no", _("It is asked as yes or no.")),
    "trigger": ("yes_no", _("It is asked as yes or no.")),
    "email": ("short_text", _("It is asked as a short text.")),
}
ABOUT_THE_DEVICE = {
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "imei",
    "simserial",
    "phonenumber",
    "username",
    "audit",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
}
WORKED_OUT = {"calculate", "hidden", "xml-external", "csv-external"}
MULTIPLE = ("select_multiple", "select multiple", "select all", "add select multiple")


@dataclass(frozen=True)
class Select:
    """A question with a list of choices."""

    kind: str
    list_name: str
    has_other: bool
    is_external: bool


def select_of(type_: str, appearance: str) -> Select | None:
    match = SELECT.match(type_.strip())
    if match is None:
        return None
    command = match["command"].lower()
    kind = "multiple" if command.startswith(MULTIPLE) else "ranking" if command == "rank" else "single"
    if kind == "single" and "likert" in appearance.split():
        kind = "scale"
    return Select(kind, match["list"], bool(match["other"]), "external" in command or "file" in command)


def block_of(type_: str) -> tuple[str, str] | None:
    """("begin" or "end", "group" or "repeat")."""
    match = BLOCK.match(type_.strip())
    if match is None:
        return None
    return match[1].lower(), "group" if match[2].lower() == "group" else "repeat"
