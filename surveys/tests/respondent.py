"""What a respondent typed, as the respondent knows it: the survey of the journeys, drafts and sent sheets."""

from dataclasses import dataclass, field

from surveys.models import Answer, AnswerFile, Response, Survey
from surveys.tests.browsing import Texts
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

TEXTS = ("T", "B", "E", "G")
# As typed, and as it is typed anew when it is changed.
NUMBERS = {"12": 12, "٣٤": 34, "34": 34, "5,5": 5.5, "5.5": 5.5}
WRONG_NUMBERS = ("many", "1,234")
DAYS = {
    ("31", "1", "2026"): "2026-01-31",
    ("٢", "12", "1999"): "1999-12-02",
    ("2", "12", "1999"): "1999-12-02",
}
WRONG_DAYS = (("31", "2", "2026"), ("", "x", ""))
AFTER_YES = {"question": "A", "equals": "yes"}
# As the lists of places are sent, in the order of the choices x, y, z.
RANKINGS = {("x:2", "y:1", ""): ["y", "x"], ("", "", "z:1"): ["z"], ("x:3", "y:2", "z:1"): ["z", "y", "x"]}
WRONG_RANKINGS = (("x:1", "y:1", ""), ("x:2", "", ""))
SECTIONS = {1: ("A", "T", "N"), 2: ("B", "C", "C.other", "D", "R"), 3: ("E",), 4: ("F", "G")}
LANGUAGES = ("en", "fr", "ar", "zh-hans")
ONLY_AFTER_YES = ("B", "E")
MOST_FILES = 3


def open_survey(slug: str) -> Survey:
    """Texts, choices, a number, a date, a ranking and files; B and the whole third section are asked after
    "yes". A and T must be answered, and E where it is asked."""
    survey = SurveyFactory(open=True, slug=slug, languages=list(LANGUAGES), most_an_hour=1_000_000)
    first, second, third, fourth = (
        SectionFactory(survey=survey, position=place, title=f"Part {place}") for place in SECTIONS
    )
    QuestionFactory(section=first, code="A", kind="yes_no", required=True)
    QuestionFactory(section=first, code="T", kind="short_text", required=True)
    QuestionFactory(section=first, code="N", kind="number")
    QuestionFactory(section=second, code="B", shown_if=AFTER_YES)
    QuestionFactory(section=second, code="C", kind="multiple", codes=["a", "b"], offers_other=True)
    QuestionFactory(section=second, code="D", kind="date")
    QuestionFactory(section=second, code="R", kind="ranking", codes=["x", "y", "z"])
    QuestionFactory(section=third, code="E", shown_if=AFTER_YES, required=True)
    QuestionFactory(section=fourth, code="F", kind="file")
    QuestionFactory(section=fourth, code="G")
    return survey


@dataclass
class Sheet:
    """What was sent: {code: value}, and the contents of the files."""

    values: dict[str, dict]
    files: list[bytes]


@dataclass
class Draft:
    """What was typed and accepted, {section: {field: texts}}, and not sent."""

    typed: dict[int, Texts] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    is_change: bool = False

    def keep(self, section: int, names: set[str], posted: Texts) -> None:
        """A page with fields of these `names` was sent: fields that it did not have stay as they were."""
        others = {name: texts for name, texts in self.typed.get(section, {}).items() if name not in names}
        self.typed[section] = others | {name: texts for name, texts in posted.items() if any(texts)}

    def asks(self, name: str) -> bool:
        is_yes = self.typed.get(1, {}).get("A") == ["yes"]
        return (is_yes or name not in ONLY_AFTER_YES) and not (self.is_change and name == "F")

    def shown(self, section: int) -> Texts:
        """What must stand on a page of questions."""
        return {name: texts for name, texts in self.typed.get(section, {}).items() if self.asks(name)}

    def text(self, name: str) -> str:
        typed = {name: texts for texts in self.typed.values() for name, texts in texts.items()}
        return typed[name][-1].strip() if name in typed and self.asks(name) else ""

    @property
    def is_right(self) -> bool:
        first, second = self.typed.get(1, {}), self.typed.get(2, {})
        day, places = second.get("D", []), second.get("R", [])
        return (
            "A" in first
            and bool(self.text("T"))
            and (bool(self.text("E")) or not self.asks("E"))
            and (not any(places) or tuple(places) in RANKINGS)
            and (not self.text("N") or self.text("N") in NUMBERS)
            and (not any(part.strip() for part in day) or tuple(day) in DAYS)
        )

    @property
    def values(self) -> dict[str, dict]:
        """The answers of a draft that is right; without the files."""
        second = self.typed.get(2, {})
        found = {code: {"text": self.text(code)} for code in TEXTS if self.text(code)}
        found["A"] = {"choices": self.typed[1]["A"]}
        if self.text("N"):
            found["N"] = {"number": NUMBERS[self.text("N")]}
        if any(part.strip() for part in second.get("D", [])):
            found["D"] = {"date": DAYS[tuple(second["D"])]}
        if any(second.get("R", [])):
            found["R"] = {"ranking": RANKINGS[tuple(second["R"])]}
        chosen, other = list(second.get("C", [])), self.text("C.other")
        if other and "other" not in chosen:
            chosen.append("other")
        if chosen:
            found["C"] = {"choices": chosen} | ({"other": other} if other else {})
        return found


def typed_anew(values: dict[str, dict]) -> Draft:
    """What stands in the form of somebody who changes sent answers."""
    draft = Draft({section: {} for section in SECTIONS}, is_change=True)
    for section, names in SECTIONS.items():
        for code in names:
            value = values.get(code, {})
            if "text" in value:
                draft.typed[section][code] = [value["text"]]
            if "choices" in value:
                draft.typed[section][code] = value["choices"]
            if "number" in value:
                draft.typed[section][code] = [str(value["number"])]
            if "date" in value:
                year, month, day = value["date"].split("-")
                draft.typed[section][code] = [str(int(day)), str(int(month)), year]
            if "ranking" in value:
                places = next(places for places, ranked in RANKINGS.items() if ranked == value["ranking"])
                draft.typed[section][code] = list(places)
            if "other" in value:
                draft.typed[section]["C.other"] = [value["other"]]
    return draft


def stored(response: Response) -> Sheet:
    """What the database has of a sheet."""
    answers = Answer.objects.filter(response=response).values_list("question__code", "value")
    files = AnswerFile.objects.filter(response=response).values_list("contents", flat=True)
    values = {code: value for code, value in answers if code != "F"}
    for value in values.values():
        for part in ("text", "other"):
            if part in value:
                value[part] = value[part].replace("\r\n", "\n")
    return Sheet(values, [bytes(contents) for contents in files])
