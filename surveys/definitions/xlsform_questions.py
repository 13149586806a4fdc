"""Rows of an XLSForm that ask something."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.definitions.choices import add_other
from surveys.definitions.expressions import NotMapped, read_condition, read_limits, read_most_chosen
from surveys.definitions.readings import Asked, Reading, Texts, both, joined, row
from surveys.definitions.xlsform_columns import Cells
from surveys.definitions.xlsform_kinds import ABOUT_THE_DEVICE, CHANGED, SIMPLE, WORKED_OUT, select_of
from surveys.definitions.xlsform_ours import our_condition, our_flags

READ = {"type", "name", "required", "relevant", "constraint", "calculation", "parameters", "choice_filter"}
YES = {"yes", "true", "1", "true()"}
NO = {"", "no", "false", "0", "false()"}
RANGE = {"start": "0", "end": "10"}
PIPING = "${…}"
SAID = {
    "appearance": gettext_lazy("The portal decides how a question looks."),
    "image": gettext_lazy("Pictures, sounds and films are not shown."),
    "default": gettext_lazy("Answers are not filled in beforehand."),
    "guidance_hint": gettext_lazy("There is one help text for a question; this one is left out."),
    "constraint_message": gettext_lazy("The portal uses its own words for what is wrong."),
    "read_only": gettext_lazy("Every question can be answered."),
    "repeat_count": gettext_lazy("Nothing is asked several times."),
}
SAME = {"audio": "image", "video": "image", "required_message": "constraint_message"}


class QuestionRows:
    """Reads rows that ask; keeps in mind the heading of a matrix."""

    def __init__(self, reading: Reading, lists: dict[str, list[tuple[str, Texts]]]):
        self.reading, self.notes, self.lists = reading, reading.notes, lists
        self.heading: Texts = {}

    def read(self, cells: Cells, around: dict | None) -> Asked | None:
        """The question, under the condition of the groups around it; None where the row asks nothing here."""
        if self.reading.is_ours and "part" in cells.ours:  # a text that the portal asks for by itself
            return None
        name = cells.get("name") or f"q{cells.number}"
        where = row(cells.number, name)
        asked = self.kind(cells, name, where)
        if asked is None:
            return None
        self.note_columns(cells, name)
        asked.flags |= our_flags(cells.ours) if self.reading.is_ours else {}
        asked.kind = asked.flags.get("kind", asked.kind)
        if self.reading.is_ours:
            asked.name = cells.ours.get("code", asked.name)
        self.required(cells, asked)
        self.limits(cells, asked)
        return self.conditioned(cells, asked, around)

    def kind(self, cells: Cells, name: str, where: str) -> Asked | None:
        type_ = cells.get("type").lower()
        asked = Asked(where, name, "", joined(cells.text("label")), joined(cells.text("hint")))
        if cells.get("calculation") or type_ in WORKED_OUT:
            self.notes.add(where, type_, _("The portal works nothing out. The row is left out."))
        elif select := select_of(cells.get("type"), cells.get("appearance")):
            return self.select(select, cells, asked)
        elif type_ in SIMPLE:
            asked.kind = SIMPLE[type_]
            if type_ in {"text", "string"} and "multiline" in cells.get("appearance").split():
                asked.kind = "text"
            return asked
        elif type_ in CHANGED:
            asked.kind, says = CHANGED[type_]
            self.notes.gather(name, type_, str(says))
            return asked
        elif type_ in ABOUT_THE_DEVICE or type_.startswith("uri:"):
            says = _("The portal keeps nothing about the person or the device. The row is left out.")
            self.notes.gather(name, type_, says)
        else:
            self.notes.add(where, cells.get("type"), _("There is no such question here. It is left out."))
        return None

    def select(self, select, cells: Cells, asked: Asked) -> Asked | None:
        appearance = cells.get("appearance").split()
        if "label" in appearance:
            self.heading = asked.text
            return None
        if "list-nolabel" in appearance:
            says = _("There are no matrices: each row is a question of its own.")
            self.notes.gather(asked.name, "matrix", says)
            asked.text = joined(self.heading, asked.text, by=" – ") if self.heading else asked.text
        else:
            self.heading = {}
        asked.kind = select.kind
        asked.choices = [(name, dict(label)) for name, label in self.lists.get(select.list_name, [])]
        if select.has_other:
            add_other(asked, self.reading)
        if cells.get("choice_filter"):
            says = _("All choices are offered, whatever was answered before.")
            self.notes.add(asked.where, "choice_filter", says)
        return asked

    def required(self, cells: Cells, asked: Asked) -> None:
        said = cells.get("required").strip().lower()
        if said in YES:
            asked.flags["required"] = True
        elif said not in NO:
            says = _("An answer is never required only sometimes. Here it is not.")
            self.notes.add(asked.where, "required", says)

    def limits(self, cells: Cells, asked: Asked) -> None:
        """A constraint as `least` and `most`, where it is no more than that."""
        if self.reading.is_ours:
            return
        if cells.get("type").lower() == "range":
            said = dict(
                part.split("=", 1)
                for part in cells.get("parameters").replace(";", " ").split()
                if "=" in part
            )
            for flag, bound in (("least", "start"), ("most", "end")):
                self.limit(asked, flag, said.get(bound, RANGE[bound]))
            if "step" in said:
                self.notes.add(asked.where, "step", _("Numbers between the steps are not refused."))
        elif cells.get("parameters"):
            self.notes.gather(asked.name, "parameters", _("The portal does not have these settings."))
        if not (constraint := cells.get("constraint")):
            return
        most = read_most_chosen(constraint) if asked.kind in {"multiple", "ranking"} else None
        limits = read_limits(constraint) if asked.kind == "number" else None
        if most is not None:
            asked.flags["most"] = most
        elif limits:
            asked.flags |= limits
        else:
            says = _("Answers are not checked for this: %(constraint)s") % {"constraint": constraint}
            self.notes.add(asked.where, "constraint", says)

    def limit(self, asked: Asked, flag: str, bound: str) -> None:
        try:
            asked.flags[flag] = float(bound)
        except ValueError:
            self.notes.add(asked.where, "parameters", _("This is no number: %(bound)s") % {"bound": bound})

    def conditioned(self, cells: Cells, asked: Asked, around: dict | None) -> Asked | None:
        """The question with its condition; None where that never holds."""
        ours = cells.ours.get("shown_if") if self.reading.is_ours else None
        if ours:
            asked.shown_if = our_condition(ours)
            return asked
        own: dict | bool | None = None
        if relevant := cells.get("relevant"):
            try:
                own = read_condition(relevant)
            except NotMapped:
                says = _("The portal cannot say this condition, so everybody is asked: %(text)s")
                self.notes.add(asked.where, "relevant", says % {"text": relevant})
        if own is False:
            self.notes.add(asked.where, "relevant", _("It is never asked, so it is left out."))
            return None
        asked.shown_if = both(around, own if isinstance(own, dict) else None)
        return asked

    def note_columns(self, cells: Cells, name: str) -> None:
        """What the row says in columns that the portal does not have."""
        if self.reading.is_ours:
            return
        if any("${" in text for texts in cells.texts.values() for text in texts.values()):
            says = _("Answers are not put into texts. The name of the question stands in its place.")
            self.notes.gather(name, PIPING, says)
        for column in [one for one in cells.plain if one not in READ]:
            self.notes.gather(name, column, said_of(column))


def said_of(column: str) -> str:
    return str(SAID.get(SAME.get(column, column)) or _("The portal does not read this column."))
