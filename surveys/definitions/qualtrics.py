"""Qualtrics' survey files (.qsf, JSON) as a reading."""

from django.utils.translation import gettext as _

from recommendations.documents.unreadable import Unreadable
from surveys.definitions.expressions import NotMapped, denied
from surveys.definitions.qualtrics_logic import read_logic, skip_condition
from surveys.definitions.qualtrics_questions import as_dict, questions_of, words
from surveys.definitions.readings import Asked, Group, Reading, Texts, both
from surveys.question_types import OTHER

FAMILY = "qualtrics"
BLOCKS, FLOW, QUESTION = "BL", "FL", "SQ"
IN_THE_FLOW = {"Block", "Standard", "Root", "Branch", "Group"}
TRASH = "Trash"
UNNAMED = {"Default Question Block", "First Question Block", "Block"}


def read_qualtrics(data: dict) -> Reading:
    """Raises Unreadable where the JSON is not as Qualtrics writes it."""
    entry, elements = as_dict(data.get("SurveyEntry")), data.get("SurveyElements")
    if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
        raise Unreadable(
            _("The file names Qualtrics, but holds no elements of a survey. Export it anew (.qsf).")
        )
    reading = Reading(FAMILY, main=str(entry.get("SurveyLanguage") or ""))
    reading.title = {reading.main: words(entry.get("SurveyName"))}
    reading.introduction = {reading.main: words(entry.get("SurveyDescription"))}
    Survey(reading, elements).read()
    return reading


class Survey:
    """The elements of a file: its questions, the blocks they stand in, and the flow of blocks."""

    def __init__(self, reading: Reading, elements: list[dict]):
        self.reading, self.notes = reading, reading.notes
        self.payloads: dict[str, dict] = {}
        self.blocks: dict[str, dict] = {}
        self.flow: list = []
        self.asked: dict[str, list[Asked]] = {}
        self.done: set[str] = set()
        for element in elements:
            self.take(str(element.get("Element")), element)

    def take(self, kind: str, element: dict) -> None:
        payload = element.get("Payload")
        if kind == QUESTION and isinstance(payload, dict):
            self.payloads[str(payload.get("QuestionID") or element.get("PrimaryAttribute"))] = payload
        elif kind == BLOCKS:
            for block in as_dict(payload).values():
                self.blocks[str(as_dict(block).get("ID"))] = as_dict(block)
        elif kind == FLOW:
            flow = as_dict(payload).get("Flow")
            self.flow = flow if isinstance(flow, list) else []
        elif kind in {"QO", "QG"}:
            self.notes.gather(
                str(element.get("SecondaryAttribute") or kind), "quota", _("The portal has no quotas.")
            )
        elif kind == "SCO" and as_dict(payload).get("ScoringCategories"):
            self.notes.add(kind, "scoring", _("Answers are not given points."))

    def read(self) -> None:
        self.follow(self.flow or [{"Type": "Block", "ID": key} for key in self.blocks], None)
        for key, block in self.blocks.items():
            if block.get("Type") == TRASH:
                unused = [one for one in self.elements_of(block) if one.get("Type") == "Question"]
                if unused:
                    says = _("Questions that are not used are left out: %(count)d.") % {"count": len(unused)}
                    self.notes.add(words(block.get("Description")) or key, "trash", says)
            elif key not in self.done:
                says = _("The survey never comes to this block. It is left out.")
                self.notes.add(words(block.get("Description")) or key, "block", says)

    def follow(self, flow: list, condition: dict | None, depth: int = 0) -> None:
        """The blocks of the flow in their order, under the conditions of its branches."""
        for step in filter(lambda one: isinstance(one, dict), flow):
            kind, key = str(step.get("Type")), str(step.get("ID"))
            inner = step.get("Flow") if isinstance(step.get("Flow"), list) else []
            if kind not in IN_THE_FLOW:
                says = _("The portal asks sections one after the other; this step is left out.")
                self.notes.gather(str(step.get("FlowID")), kind, says)
            if key in self.blocks:
                self.block(key, condition)
            own = self.branch(step) if kind == "Branch" else None
            if inner and depth < 20:
                self.follow(inner, both(condition, own), depth + 1)

    def branch(self, step: dict) -> dict | None:
        try:
            return read_logic(as_dict(step.get("BranchLogic")), self.chosen)
        except NotMapped:
            says = _("The portal cannot say this condition: %(text)s") % {
                "text": described(step.get("BranchLogic"))
            }
            self.notes.add(str(step.get("FlowID")), "Branch", says)
            return None

    def block(self, key: str, condition: dict | None) -> None:
        block = self.blocks[key]
        name = words(block.get("Description"))
        if key in self.done:
            says = _("The survey comes to this block more than once. It is asked once.")
            self.notes.gather(name or key, "block", says)
            return
        self.done.add(key)
        if as_dict(block.get("Options")).get("Looping") not in {None, "None", ""}:
            self.notes.add(
                name or key, "loop", _("Nothing is asked several times. Its questions are asked once.")
            )
        title: Texts = {} if name in UNNAMED or not name else {self.reading.main: name}
        group, skips = self.reading.group(title), []
        for element in self.elements_of(block):
            if element.get("Type") != "Question":
                continue
            qid = str(element.get("QuestionID"))
            self.question(qid, group, condition, skips)
            skips += [skip for skip in as_dict(element.get("SkipLogic")).values() if isinstance(skip, dict)]
        self.tell_open_skips(skips)

    def elements_of(self, block: dict) -> list[dict]:
        return [one for one in as_dict(block.get("BlockElements")).values() if isinstance(one, dict)]

    def question(self, qid: str, group: Group, condition: dict | None, skips: list[dict]) -> None:
        payload = self.payloads.get(qid)
        if payload is None:
            self.notes.gather(qid, "question", _("The block names a question that is not in the file."))
            return
        if payload.get("QuestionType") == "DB":
            self.words_only(payload, group)
            return
        condition = both(condition, self.display(payload))
        for skip in skips:
            condition = both(condition, self.passed_over(skip, qid))
        asked = questions_of(payload, self.reading)
        for one in asked:
            one.shown_if = condition
        self.asked[qid] = asked
        group.questions += asked

    def words_only(self, payload: dict, group: Group) -> None:
        text = words(payload.get("QuestionText"))
        if not group.questions and not payload.get("DisplayLogic"):
            known = group.introduction.get(self.reading.main)
            group.introduction[self.reading.main] = f"{known}\n\n{text}" if known else text
            return
        says = _("Words between questions are left out: %(text)s") % {"text": text}
        self.notes.add(str(payload.get("DataExportTag")), "DB", says)

    def display(self, payload: dict) -> dict | None:
        logic = payload.get("DisplayLogic")
        if not logic:
            return None
        try:
            return read_logic(as_dict(logic), self.chosen)
        except NotMapped:
            says = _("The portal cannot say this condition, so everybody is asked: %(text)s")
            name = str(payload.get("DataExportTag"))
            self.notes.add(name, "DisplayLogic", says % {"text": described(logic)})
            return None

    def passed_over(self, skip: dict, qid: str) -> dict | None:
        """Of a question after a skip and before its end: that the skip was not taken."""
        if skip.get("is_over") or skip.get("SkipToDestination") == qid:
            skip["is_over"] = True
            return None
        try:
            return denied(skip_condition(skip, self.chosen))
        except NotMapped:
            self.tell_skip(skip)
            skip["is_over"] = True
            return None

    def tell_open_skips(self, skips: list[dict]) -> None:
        """A skip that leaves its block for another place than its end is kept only within the block."""
        for skip in skips:
            if not skip.get("is_over") and skip.get("SkipToDestination") != "ENDOFBLOCK":
                self.tell_skip(skip)

    def tell_skip(self, skip: dict) -> None:
        says = _("A skip is kept within its block at most: %(text)s") % {
            "text": words(skip.get("Description"))
        }
        self.notes.add(self.name_of(str(skip.get("QuestionID"))), "SkipLogic", says)

    def name_of(self, qid: str) -> str:
        return str(self.payloads.get(qid, {}).get("DataExportTag") or qid)

    def chosen(self, qid: str, choice: str, answer: str) -> dict:
        """That a choice was made; of a matrix, `choice` is the row. Raises NotMapped."""
        asked = self.asked.get(qid, [])
        if not asked:
            raise NotMapped(qid)
        one = asked[0]
        if len(asked) > 1 or answer:
            one = next((row for row in asked if row.name.endswith(f"_{choice}")), None)
            choice = answer
        if one is None:
            raise NotMapped(choice)
        names = {name for name, _label in one.choices}
        if choice not in names and one.flags.get("offers_other"):
            choice = OTHER
        return {"question": one.name, "includes" if one.kind == "multiple" else "equals": choice}


def described(logic: object) -> str:
    """Qualtrics' own words for a condition."""
    if not isinstance(logic, dict):
        return "–"
    found = []
    for part in logic.values():
        if isinstance(part, dict):
            found.append(words(part.get("Description")) or described(part))
    return " ".join(text for text in found if text and text != "–") or "–"
