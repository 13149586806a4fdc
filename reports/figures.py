"""Figures that can be written in the text of a section: which there are, and what each says today."""

from dataclasses import dataclass

from consultations.models import Consultation
from reports.material import TOKEN, Material
from reports.models import Report


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


def example_of(material: Material) -> str:
    """A figure that can be written in this very report; "" where there is none."""
    if material.survey is None:
        return ""
    return next((figures.rows[0].share for figures in figures_of(material)), "[[responses]]")


def material_of(consultation: Consultation | None) -> Material:
    """What the key issues of a consultation draw on: the same as its outcome report; nothing without one."""
    return Material(Report(consultation=consultation))
