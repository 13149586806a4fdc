"""Our own JSON: what `questionnaires.questionnaire_of` writes, checked before it becomes a survey."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recommendations.documents.unreadable import Unreadable
from surveys.conditions import is_well_formed
from surveys.definitions.arranging import MOST_QUESTIONS, USUAL_MINUTES
from surveys.definitions.readings import Notes
from surveys.models import Question
from surveys.models.questions import is_a_code
from surveys.question_types import DECLINED, OTHER, QUESTION_TYPES

FAMILY = "json"
SURVEY = {"title", "introduction", "languages", "minutes", "sections"}
SECTION = {"title", "introduction", "questions"}
SWITCHES = {"required", "offers_other", "offers_decline", "invites_comment"}
QUESTION = SWITCHES | {
    "code", "kind", "text", "help", "sensitivity", "shown_if", "words_hinted", "least", "most", "choices",
}  # fmt: skip
CHOICE = {"code", "label"}
LONGEST = {"title": 200, "label": 300}
MOST_MINUTES = 32_767


def read_own(data: dict) -> dict:
    """The questionnaire's data, with `family` and `not_understood`. Raises Unreadable at the first fault."""
    return Checker().survey(data)


class Checker:
    """Goes through the data; `where` says where it is."""

    def __init__(self):
        self.notes = Notes()
        self.known = dict(settings.LANGUAGES)
        self.codes: set[str] = set()

    def refuse(self, where: str, name: str) -> None:
        raise Unreadable(
            _("%(where)s: “%(name)s” is missing or not as the portal writes it. Correct it in the file.")
            % {"where": where, "name": name}
        )

    def only(self, data: object, names: set[str], where: str) -> dict:
        """The known parts of an object; unknown ones are told."""
        if not isinstance(data, dict):
            self.refuse(where, "{…}")
        for name in data.keys() - names - {"family", "not_understood"}:
            self.notes.gather(where, str(name), _("The portal has no such part of a questionnaire."))
        return {name: value for name, value in data.items() if name in names}

    def texts(self, data: dict, name: str, where: str, *, wanted: bool = False) -> dict:
        """{name: {language: text}}, or {} where it is not there and not wanted."""
        given = data.get(name) or {}
        if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
            self.refuse(where, name)
        found = {language: text for language, text in given.items() if text and language in self.known}
        for language in given.keys() - self.known.keys():
            says = _("The portal does not speak this language. Its texts are left out.")
            self.notes.gather(_("languages"), str(language), says)
        too_long = any(len(text) > LONGEST.get(name, 100_000) or "\0" in text for text in found.values())
        if too_long or (wanted and not found):
            self.refuse(where, name)
        return {name: found} if found else {}

    def list(self, data: dict, name: str, where: str) -> list:
        given = data.get(name) or []
        if not isinstance(given, list):
            self.refuse(where, name)
        return given

    def survey(self, data: dict) -> dict:
        where = _("the questionnaire")
        data = self.only(data, SURVEY, where)
        languages = self.list(data, "languages", where)
        if not languages or not all(isinstance(one, str) and one in self.known for one in languages):
            self.refuse(where, "languages")
        minutes = data.get("minutes", USUAL_MINUTES)
        if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 <= minutes <= MOST_MINUTES:
            self.refuse(where, "minutes")
        sections = [
            self.section(section, number)
            for number, section in enumerate(self.list(data, "sections", where), 1)
        ]
        if not self.codes:
            raise Unreadable(_("The file asks nothing: there is no question in it."))
        return {
            "family": FAMILY,
            **self.texts(data, "title", where, wanted=True),
            **self.texts(data, "introduction", where),
            "languages": languages,
            "minutes": minutes,
            "sections": sections,
            "not_understood": self.notes.all(),
        }

    def section(self, data: object, number: int) -> dict:
        where = _("section %(number)d") % {"number": number}
        data = self.only(data, SECTION, where)
        questions = [self.question(one, where) for one in self.list(data, "questions", where)]
        texts = self.texts(data, "title", where, wanted=True) | self.texts(data, "introduction", where)
        return texts | {"questions": questions}

    def question(self, data: object, where: str) -> dict:
        data = self.only(data, QUESTION, where)
        code = self.code(data, where, Question._meta.get_field("code").max_length)
        where = code
        if code in self.codes or len(self.codes) >= MOST_QUESTIONS:
            self.refuse(where, "code")
        self.codes.add(code)
        if data.get("kind") not in QUESTION_TYPES:
            self.refuse(where, "kind")
        choices = [self.choice(one, where) for one in self.list(data, "choices", where)]
        if len({choice["code"] for choice in choices}) < len(choices):
            self.refuse(where, "choices")
        return (
            {"code": code, "kind": data["kind"]}
            | self.texts(data, "text", where, wanted=True)
            | self.texts(data, "help", where)
            | self.flags(data, where)
            | ({"choices": choices} if choices else {})
        )

    def code(self, data: dict, where: str, longest: int) -> str:
        code = data.get("code")
        try:
            is_a_code(code if isinstance(code, str) and len(code) <= longest else "")
        except ValidationError:
            self.refuse(where, "code")
        return code

    def choice(self, data: object, where: str) -> dict:
        data = self.only(data, CHOICE, where)
        code = self.code(data, where, 40)
        if code in {OTHER, DECLINED}:
            self.refuse(where, code)
        return {"code": code} | self.texts(data, "label", where, wanted=True)

    def flags(self, data: dict, where: str) -> dict:
        flags = {name: data[name] for name in data.keys() & FLAGS.keys() if data[name] is not None}
        for name, value in flags.items():
            if not FLAGS[name](value):
                self.refuse(where, name)
        if flags.get("required") and flags.get("sensitivity") == Question.Sensitivity.REPRISAL:
            self.refuse(where, "required")
        if "least" in flags and "most" in flags and flags["most"] < flags["least"]:
            self.refuse(where, "most")
        return flags


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def is_switch(value: object) -> bool:
    return isinstance(value, bool)


FLAGS = dict.fromkeys(SWITCHES, is_switch) | {
    "sensitivity": lambda value: value in Question.Sensitivity.values,
    "shown_if": is_well_formed,
    "words_hinted": lambda value: isinstance(value, int)
    and not isinstance(value, bool)
    and 0 <= value < 32_768,
    "least": is_number,
    "most": is_number,
}
