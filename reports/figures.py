"""Figures that can be written in the text of a section: which there are, and what each says today."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.material import TOKEN, Material, UnknownFigure, check_figures

NEVER_COUNTED = {"sealed", "detached", "texts", "files"}


@dataclass(frozen=True)
class Figure:
    """An answer to a question: how many people gave it, and which share; as written, and as read today."""

    label: dict
    count: str
    share: str
    counted: str
    shared: str


@dataclass(frozen=True)
class Figures:
    """What can be written of one question; `example` is a sum of two answers, "" where they do not add up."""

    code: str
    text: dict
    rows: list[Figure]
    example: str

    @classmethod
    def of(cls, result: dict, material: Material) -> "Figures":
        rows = [figure for row in result["rows"] if (figure := figure_of(result, row, material))]
        codes = [row["code"] for row in result["rows"][:2]]
        adds_up = result["adds_up"] and len(rows) > 1
        example = f"[[share {result['code']} {' '.join(codes)}]]" if adds_up else ""
        return cls(result["code"], result["text"], rows, example)


def figure_of(result: dict, row: dict, material: Material) -> Figure | None:
    """None for an answer whose code cannot be written in a text."""
    count, share = (f"[[{kind} {result['code']} {row['code']}]]" for kind in ("count", "share"))
    if not TOKEN.fullmatch(count):
        return None
    return Figure(row["label"], count, share, material.filled(count), material.filled(share))


def figures_of(material: Material) -> list[Figures]:
    """Of each question that is counted, in the active language; none where too few people answered."""
    if material.survey is None:
        return []
    asked = (Figures.of(result, material) for result in material.results["questions"])
    return [figures for figures in asked if figures.rows]


def refuse_unknown_figures(text: str, material: Material) -> None:
    """ValidationError for the first live figure that is mistyped, or that this survey cannot give."""
    check_figures(text)
    for token in TOKEN.finditer(text):
        if why := why_unknown(material, *token.groups()):
            raise ValidationError(
                _("“%(figure)s” cannot be filled in. %(why)s"), params={"figure": token[0], "why": why}
            )


def why_unknown(material: Material, responses, kind: str, question: str, codes: str) -> str:
    """What is wrong with a figure, and what to do; "" if nothing is."""
    if material.survey is None:
        return _("There is no survey. Take it out.")
    if responses:
        return ""
    if material.results["is_silent"]:
        known = material.survey.questions.filter(code=question).exists()
        return "" if known else unknown_question(question)
    try:
        result = material.result(question)
    except UnknownFigure:
        return unknown_question(question)
    return wrong_answers(result, codes.split())


def unknown_question(code: str) -> str:
    return _("The survey has no question %(code)s. Choose a figure from the list below.") % {"code": code}


def wrong_answers(result: dict, codes: list[str]) -> str:
    named = {"code": result["code"]}
    if result["result"] in NEVER_COUNTED:
        return _("Answers to %(code)s are not counted. Choose a figure from the list below.") % named
    unknown = set(codes) - {row["code"] for row in result["rows"]}
    if unknown and result["rows"]:
        answer = next(code for code in codes if code in unknown)
        return _("%(code)s has no answer “%(answer)s”. Choose a figure from the list below.") % {
            **named,
            "answer": answer,
        }
    if len(codes) > 1 and not result["adds_up"]:
        return _("People could give several answers to %(code)s, so write one answer only.") % named
    return ""
