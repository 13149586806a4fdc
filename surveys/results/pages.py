"""Which questions a page of results shows, and which others it must know of."""

from dataclasses import dataclass

from surveys.conditions import leaves
from surveys.models import Question, Section, Survey

MOST_ON_A_PAGE = 40  # questions: longer surveys are shown in parts
MOST_IN_A_PART = 20


@dataclass
class Part:
    """Some questions of one section, as one page of a long survey; `again` counts those of a section."""

    number: int
    section: Section
    questions: list[Question]
    again: int = 1


def parts_of_survey(questions: list[Question]) -> list[Part]:
    """The parts of a long survey, section by section; none where all questions fit one page."""
    if len(questions) <= MOST_ON_A_PAGE:
        return []
    parts: list[Part] = []
    for question in questions:
        last = parts[-1] if parts else None
        if last and last.section == question.section and len(last.questions) < MOST_IN_A_PART:
            last.questions.append(question)
        else:
            again = last.again + 1 if last and last.section == question.section else 1
            parts.append(Part(len(parts) + 1, question.section, [question], again))
    return parts


def questions_of_part(questions: list[Question], part: int | None) -> list[Question]:
    """All of them, or of a long survey those of the part with this number, if there is one."""
    parts = parts_of_survey(questions)
    if part is None or not parts:
        return questions
    return next((one.questions for one in parts if one.number == part), [])


def questions_needed(questions: list[Question], shown: list[Question]) -> list[Question]:
    """Those shown and all whose answers decide who is asked them, in the survey's order."""
    known = {question.code: question for question in questions}
    needed, waiting = set(), [question.code for question in shown]
    while waiting:
        code = waiting.pop()
        if code in known and code not in needed:
            needed.add(code)
            waiting += [leaf["question"] for leaf in leaves(known[code].shown_if)]
    return [question for question in questions if question.code in needed]


def all_questions(survey: Survey) -> list[Question]:
    return list(survey.questions.select_related("section").prefetch_related("choices"))
