"""Questions of Qualtrics as questions of the portal: a matrix becomes one for each row."""

from django.utils.translation import gettext as _

from surveys.definitions.readings import Asked, Reading, Texts, joined
from surveys.definitions.tongues import plain

SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB"}
LONG = {"ML", "ESTB"}
CONTENT = {"ValidNumber": "number", "ValidDate": "date"}
NO_QUESTION = {"Timing", "Captcha", "Meta"}
USUAL = "Click to write the question text"
POINTS = 10

Choices = list[tuple[str, Texts]]


def words(thing: object) -> str:
    return plain(thing) if isinstance(thing, str) else ""


class Spoken:
    """A question's payload with its translations."""

    def __init__(self, payload: dict, main: str):
        self.payload, self.main = payload, main
        languages = payload.get("Language")
        self.languages = languages if isinstance(languages, dict) else {}

    def text(self) -> Texts:
        found = {self.main: words(self.payload.get("QuestionText"))}
        for language, said in self.languages.items():
            if isinstance(said, dict) and (text := words(said.get("QuestionText"))):
                found[language] = text
        return {language: text for language, text in found.items() if text}

    def items(self, name: str, order: str) -> Choices:
        """Choices or answers in their order, with the numbers that Qualtrics gives them."""
        items = as_dict(self.payload.get(name))
        keys = [str(key) for key in self.payload.get(order) or [] if isinstance(key, int | str)]
        keys = [key for key in keys if key in items] + [key for key in items if key not in keys]
        return [(key, self.label(name, key, items[key])) for key in keys]

    def label(self, name: str, key: str, item: object) -> Texts:
        found = {self.main: words(as_dict(item).get("Display"))}
        for language, said in self.languages.items():
            if text := words(as_dict(as_dict(as_dict(said).get(name)).get(key)).get("Display")):
                found[language] = text
        return {language: text for language, text in found.items() if text}


def as_dict(thing: object) -> dict:
    """Qualtrics writes what is empty, and what is numbered from 1, as a list."""
    if isinstance(thing, list):
        return {str(place): item for place, item in enumerate(thing, 1)}
    return thing if isinstance(thing, dict) else {}


def questions_of(payload: dict, reading: Reading) -> list[Asked]:
    """None, one or several questions; what is not taken over is told."""
    spoken = Spoken(payload, reading.main)
    name = str(payload.get("DataExportTag") or payload.get("QuestionID") or "Q")
    kind, selector = str(payload.get("QuestionType")), str(payload.get("Selector"))
    asked = Asked(name, name, "", spoken.text())
    if kind == "MC":
        several = single(asked, spoken, selector)
    elif kind == "TE":
        several = written(asked, spoken, selector)
    elif kind == "Matrix":
        several = matrix(asked, spoken, payload, reading)
    elif kind == "SBS":
        several = side_by_side(asked, payload, reading)
    elif kind == "RO":
        asked.kind, asked.choices = "ranking", spoken.items("Choices", "ChoiceOrder")
        several = [asked]
    elif kind in {"Slider", "CS"}:
        several = numbers(asked, spoken, payload, reading)
    elif kind == "FileUpload":
        asked.kind = "file"
        several = [asked]
    else:
        says = _("There is no such question here. It is left out.")
        reading.notes.add(name, f"{kind} {selector}".strip(), says)
        return []
    for one in several:
        settle(one, payload, reading)
    return several


def single(asked: Asked, spoken: Spoken, selector: str) -> list[Asked]:
    asked.kind = "multiple" if selector in SEVERAL else "scale" if selector == "NPS" else "single"
    asked.choices = spoken.items("Choices", "ChoiceOrder")
    if selector == "NPS" and not asked.choices:
        asked.choices = [(str(point), {spoken.main: str(point)}) for point in range(POINTS + 1)]
    return [asked]


def written(asked: Asked, spoken: Spoken, selector: str) -> list[Asked]:
    settings = as_dict(as_dict(spoken.payload.get("Validation")).get("Settings"))
    asked.kind = CONTENT.get(str(settings.get("ContentType")), "text" if selector in LONG else "short_text")
    if selector != "FORM":
        return [asked]
    return rows(asked, spoken.items("Choices", "ChoiceOrder"), "short_text")


def rows(asked: Asked, items: Choices, kind: str, choices: Choices = ()) -> list[Asked]:
    """One question for each item, named after both."""
    return [
        Asked(
            asked.where,
            f"{asked.name}_{key}",
            kind,
            joined(asked.text, label, by=" – "),
            choices=list(choices),
        )
        for key, label in items
    ]


def matrix(asked: Asked, spoken: Spoken, payload: dict, reading: Reading) -> list[Asked]:
    selector, several = str(payload.get("Selector")), payload.get("SubSelector") == "MultipleAnswer"
    statements, answers = spoken.items("Choices", "ChoiceOrder"), spoken.items("Answers", "AnswerOrder")
    reading.notes.add(asked.where, "Matrix", _("There are no matrices: each row is a question of its own."))
    if selector == "TE":
        fields = [field for one in rows(asked, statements, "") for field in rows(one, answers, "short_text")]
        return fields or rows(asked, statements, "short_text")
    if selector not in {"Likert", "Bipolar", "Profile"}:
        says = _("Each row is asked as a scale with its points in words.")
        reading.notes.add(asked.where, selector, says)
    return rows(asked, statements, "multiple" if several else "scale", answers)


def side_by_side(asked: Asked, payload: dict, reading: Reading) -> list[Asked]:
    """Each column is a matrix of its own."""
    found = []
    for key, column in as_dict(payload.get("AdditionalQuestions")).items():
        column = as_dict(column)
        text = joined(asked.text, Spoken(column, reading.main).text(), by=" – ")
        inner = Asked(asked.where, f"{asked.name}_{key}", "", text)
        spoken = Spoken(column | {"Choices": column.get("Choices") or payload.get("Choices")}, reading.main)
        found += matrix(inner, spoken, column, reading)
    return found


def numbers(asked: Asked, spoken: Spoken, payload: dict, reading: Reading) -> list[Asked]:
    asked_rows = rows(asked, spoken.items("Choices", "ChoiceOrder"), "number")
    settings = as_dict(payload.get("Configuration"))
    for one in asked_rows:
        for flag, bound in (("least", "CSSliderMin"), ("most", "CSSliderMax")):
            if isinstance(settings.get(bound), int | float):
                one.flags[flag] = float(settings[bound])
    says = _("Each part is asked as a number of its own; sums are not checked.")
    reading.notes.add(asked.where, str(payload.get("QuestionType")), says)
    return asked_rows


def settle(asked: Asked, payload: dict, reading: Reading) -> None:
    """What holds for questions of any kind."""
    settings = as_dict(as_dict(payload.get("Validation")).get("Settings"))
    if settings.get("ForceResponse") == "ON":
        asked.flags["required"] = True
    if settings.get("Type") not in {None, "None", "", "ContentType"}:
        reading.notes.add(asked.where, str(settings["Type"]), _("Answers are not checked for this."))
    for key, choice in as_dict(payload.get("Choices")).items():
        tell_choice(asked, key, as_dict(choice), reading)
    for name in ("QuestionJS", "Randomization", "DefaultChoices", "DynamicChoices", "CarryForward"):
        if payload.get(name):
            reading.notes.gather(asked.where, name, _("The portal has no such setting of a question."))
    if "${" in " ".join(asked.text.values()):
        says = _("Answers are not put into texts. The name of the question stands in its place.")
        reading.notes.gather(asked.where, "${…}", says)


def tell_choice(asked: Asked, key: str, choice: dict, reading: Reading) -> None:
    if str(choice.get("TextEntry", "")).lower() in {"true", "on"} and asked.kind in {"single", "multiple"}:
        take_for_other(asked, key, reading)
    if choice.get("DisplayLogic"):
        says = _("All choices are offered, whatever was answered before.")
        reading.notes.gather(asked.where, "DisplayLogic", says)
    if choice.get("ExclusiveAnswer"):
        says = _("This choice does not exclude others here: “%(label)s”.") % {
            "label": words(choice.get("Display"))
        }
        reading.notes.add(asked.where, "ExclusiveAnswer", says)
    if choice.get("Image"):
        reading.notes.gather(asked.where, "Image", _("Pictures, sounds and films are not shown."))


def take_for_other(asked: Asked, key: str, reading: Reading) -> None:
    """A choice with a text is "Other"; a second one keeps its place and loses its text."""
    if asked.flags.get("offers_other"):
        reading.notes.add(asked.where, "TextEntry", _("Only one choice comes with a text: “Other”."))
        return
    label = next((next(iter(label.values()), key) for name, label in asked.choices if name == key), key)
    asked.choices = [(name, label) for name, label in asked.choices if name != key]
    asked.flags["offers_other"] = True
    says = _("The choice “%(label)s” comes with a text, so it is the portal’s “Other”.") % {"label": label}
    reading.notes.add(asked.where, "TextEntry", says)
