"""A question of LimeSurvey as questions of the portal: an array becomes one for each row."""

from django.utils import translation
from django.utils.translation import gettext as _

from surveys.definitions.choices import add_other
from surveys.definitions.expressions import read_limits
from surveys.definitions.limesurvey_kinds import (
    ARRAYS,
    COMMENTED,
    LISTS,
    MADE_CHOICES,
    NOT_SAID,
    PLAIN,
    POINTS,
    READ,
    SIZES,
    TABLES,
)
from surveys.definitions.readings import Asked, Reading, Texts, joined
from surveys.definitions.tongues import our_language

Choices = list[tuple[str, Texts]]


def questions_of(item, where: str, reading: Reading) -> list[Asked]:
    """None, one or several questions; what is not taken over is told."""
    tell_attributes(item, reading)
    if item.type in PLAIN:
        asked = [single(item, where)]
    elif item.type in ARRAYS or item.type in LISTS or item.type in TABLES:
        asked = rows_of(item, where)
        says = _("There are no matrices: each row is a question of its own.")
        reading.notes.add(where, "array", says)
    else:
        reading.notes.add(where, item.type, _("There is no such question here. It is left out."))
        return []
    for one in asked:
        flag(item, one, reading)
    return asked


def single(item, where: str) -> Asked:
    kind = PLAIN[item.type]
    asked = Asked(where, item.name, kind, dict(item.text), dict(item.help))
    if kind == "multiple":
        asked.choices = named(item.parts)
    elif kind in {"single", "ranking", "scale"}:
        asked.choices = made_choices(item) or named(item.answers) or named(item.parts)
    if item.type in COMMENTED:
        asked.flags["invites_comment"] = True
    return asked


def named(items) -> Choices:
    return [(item.name, dict(item.text)) for item in items]


def made_choices(item) -> Choices:
    """Choices that LimeSurvey has in its program, not in the file."""
    languages = list(item.text)
    if item.type in POINTS:
        points = map(str, range(1, POINTS[item.type] + 1))
        return [(point, dict.fromkeys(languages, point)) for point in points]
    return [(code, spoken(label, languages)) for code, label in MADE_CHOICES.get(item.type, [])]


def spoken(label, languages: list[str]) -> Texts:
    texts = {}
    for language in languages:
        with translation.override(our_language(language) or "en"):
            texts[language] = str(label)
    return texts


def rows_of(item, where: str) -> list[Asked]:
    """One question for each row, or for each field of a table."""
    rows = [part for part in item.parts if part.type in {"", "0"}]
    columns = [part for part in item.parts if part.type not in {"", "0"}]
    fields = [(f"{item.name}_{row.name}", joined(item.text, row.text, by=" – ")) for row in rows]
    if item.type in TABLES:
        kind = TABLES[item.type]
        fields = [
            (f"{name}_{column.name}", joined(text, column.text, by=" – "))
            for name, text in fields
            for column in columns
        ]
        return [Asked(where, name, kind, text, dict(item.help)) for name, text in fields]
    if item.type in LISTS:
        return [Asked(where, name, LISTS[item.type], text, dict(item.help)) for name, text in fields]
    scales = sorted({answer.type or "0" for answer in item.answers}) if item.type == "1" else ["0"]
    asked = []
    for scale in scales:
        answers = [answer for answer in item.answers if (answer.type or "0") == scale]
        choices = made_choices(item) or named(answers)
        ending = f"_{scale}" if len(scales) > 1 else ""
        asked += [
            Asked(where, name + ending, "scale", text, dict(item.help), list(choices))
            for name, text in fields
        ]
    return asked


def flag(item, asked: Asked, reading: Reading) -> None:
    said = item.said
    if said.get("mandatory", "") in {"Y", "S"}:
        asked.flags["required"] = True
    if said.get("other") == "Y":
        if asked.kind in {"single", "multiple", "ranking", "scale"}:
            add_other(asked, reading)
        else:
            reading.notes.add(asked.where, "other", _("Only questions with choices offer “Other”."))
    if asked.kind in {"multiple", "ranking"} and said.get("max_answers", "").isdecimal():
        asked.flags["most"] = float(said["max_answers"])
    for name, bound in zip(("least", "most"), SIZES, strict=True):
        if asked.kind == "number" and said.get(bound, "").lstrip("-").isdecimal():
            asked.flags[name] = float(said[bound])
    check_validation(item, asked, reading)


def check_validation(item, asked: Asked, reading: Reading) -> None:
    for column in ("em_validation_q", "validation"):
        text = item.said.get(column, "")
        limits = read_limits(text) if text and asked.kind == "number" else None
        if limits:
            asked.flags |= limits
        elif text:
            says = _("Answers are not checked for this: %(constraint)s") % {"constraint": text}
            reading.notes.add(asked.where, column, says)


def tell_attributes(item, reading: Reading) -> None:
    for name, value in item.said.items():
        if name not in READ and value not in NOT_SAID:
            reading.notes.gather(item.name, name, _("The portal has no such setting of a question."))
