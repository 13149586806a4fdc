"""What comes in when a survey is made: moves, conditions, translations."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from surveys.actions import may_be_written
from surveys.condition_words import ConditionWords
from surveys.conditions import JOINTS
from surveys.fields import no_longer_than
from surveys.models import Choice, Question
from surveys.outline import Outline, Wording, fingerprint, tidy
from upr_portal.languages import direction

MOST_ROWS = 5
TESTS = {
    "equals": gettext_lazy("is"),
    "includes": gettext_lazy("includes"),
    "answered": gettext_lazy("was answered"),
    "unanswered": gettext_lazy("was not answered"),
}


class SeenForm(forms.Form):
    """The order of the survey that somebody looked at when they decided."""

    seen = forms.CharField(widget=forms.HiddenInput)


class MoveForm(SeenForm):
    """One of three buttons: `up` or `down` ("section-3", "question-12"), or `into`: a question's number,
    beside the chosen section in "to-12"."""

    up = forms.CharField(required=False)
    down = forms.CharField(required=False)
    into = forms.CharField(required=False)

    def __init__(self, *args, outline: Outline, **options):
        super().__init__(*args, **options)
        rows = [*outline.sections, *outline.questions]
        self.rows: dict[str, Model] = {f"{row._meta.model_name}-{row.pk}": row for row in rows}

    def row(self, name: str) -> Model:
        if name not in self.rows:
            raise ValidationError(_("What you wanted to move is no longer there."))
        return self.rows[name]

    def clean(self) -> dict:
        given = self.cleaned_data
        if number := given.get("into"):
            given["row"] = self.row(f"question-{number}")
            given["section"] = self.row(f"section-{self.data.get(f'to-{number}', '')}")
        else:
            given["row"] = self.row(given.get("up") or given.get("down") or "")
            given["step"] = -1 if given.get("up") else 1
        return given


class ConditionForm(forms.Form):
    """Up to MOST_ROWS tests of earlier answers; `cleaned_data["condition"]` is the tree."""

    joint = forms.ChoiceField(
        label=gettext_lazy("Ask the question if"),
        choices=[
            ("all", gettext_lazy("all of these are true")),
            ("any", gettext_lazy("at least one of these is true")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )

    def __init__(self, data=None, *, question: Question, earlier: list[Question]):
        super().__init__(data)
        self.questions = {one.code: one for one in earlier if not (one.is_sealed or one.is_detached)}
        words = ConditionWords(earlier, get_language())
        self.options = {
            code: [(choice, words.label(code, choice)) for choice, _label in one.type.options(one)]
            for code, one in self.questions.items()
        }
        joint, rows = rows_of(question.shown_if)
        # A condition that does not fit into rows is shown in words; what is sent here replaces it.
        self.fits = rows is not None and all(row[0] in self.questions for row in rows)
        self.initial["joint"] = joint
        for number in range(1, MOST_ROWS + 1):
            kept = rows[number - 1] if self.fits and number <= len(rows) else None
            self.add_row(number, kept)

    def add_row(self, number: int, kept: tuple[str, str, str] | None) -> None:
        asked = [("", "—"), *((code, f"{code}. {one.text}") for code, one in self.questions.items())]
        answers = [
            (code, [(f"{code}/{choice}", label) for choice, label in options])
            for code, options in self.options.items()
            if options
        ]
        kept = kept or ("", "equals", "")
        self.fields[f"question_{number}"] = forms.ChoiceField(
            label=_("Question"), choices=asked, required=False, initial=kept[0]
        )
        self.fields[f"test_{number}"] = forms.ChoiceField(
            label=_("Test"), choices=list(TESTS.items()), required=False, initial=kept[1]
        )
        self.fields[f"choice_{number}"] = forms.ChoiceField(
            label=_("Answer"), choices=[("", "—"), *answers], required=False, initial="/".join(kept[::2])
        )
        if kept[0] or self.data.get(f"question_{number}"):
            self.fields[f"remove_{number}"] = forms.BooleanField(label=_("Remove this line"), required=False)

    def rows(self):
        """(number, bound fields) for the template."""
        for number in range(1, MOST_ROWS + 1):
            names = [f"{part}_{number}" for part in ("question", "test", "choice", "remove")]
            yield number, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict:
        tests = [self.test_of(number) for number in range(1, MOST_ROWS + 1) if self.is_used(number)]
        if not tests:
            raise ValidationError(_("Fill in a line, or press “Always ask it”."))
        joint = self.cleaned_data.get("joint", "all")
        self.cleaned_data["condition"] = tests[0] if len(tests) == 1 else {joint: tests}
        return self.cleaned_data

    def is_used(self, number: int) -> bool:
        given = self.cleaned_data
        is_filled = given.get(f"question_{number}") or given.get(f"choice_{number}")
        return bool(is_filled) and not given.get(f"remove_{number}")

    def test_of(self, number: int) -> dict | None:
        given = self.cleaned_data
        code, test = given.get(f"question_{number}", ""), given.get(f"test_{number}") or "equals"
        if not code:
            self.add_error(f"question_{number}", _("Choose the question that this is an answer to."))
            return None
        if test in ("answered", "unanswered"):
            return {"question": code, "answered": test == "answered"}
        asked, _slash, choice = given.get(f"choice_{number}", "").partition("/")
        if problem := self.wrong_with_choice(code, asked):
            self.add_error(f"choice_{number}", problem)
        return {"question": code, test: choice}

    def wrong_with_choice(self, code: str, asked: str) -> str:
        if not self.options[code]:
            sentence = _("%(code)s is answered in words. Choose “was answered” or “was not answered”.")
        elif not asked:
            sentence = _("Choose an answer to %(code)s.")
        elif asked != code:
            sentence = _("This is no answer to %(code)s. Choose one of its own.")
        else:
            return ""
        return sentence % {"code": code}


def rows_of(condition: dict | None) -> tuple[str, list[tuple[str, str, str]] | None]:
    """How its parts are joined, and each as (question, test, choice); None where it is deeper or longer."""
    if not condition:
        return "all", []
    joint = next((joint for joint in JOINTS if joint in condition), "all")
    parts = condition.get(joint, [condition])
    rows = [row_of(part) for part in parts]
    return joint, rows if None not in rows and len(rows) <= MOST_ROWS else None


def row_of(test: dict) -> tuple[str, str, str] | None:
    if "question" not in test:
        return None
    if "answered" in test:
        return test["question"], "answered" if test["answered"] else "unanswered", ""
    (kind,) = set(test) - {"question"}
    return test["question"], kind, test[kind]


# What each text is, for who translates it; the name of its question or choice stands before it.
NAMES_OF_TEXTS = {
    "survey-title": pgettext_lazy("a text to translate", "Survey: title"),
    "survey-introduction": pgettext_lazy("a text to translate", "Survey: introduction"),
    "section-title": pgettext_lazy("a text to translate", "Section %(number)s: title"),
    "section-introduction": pgettext_lazy("a text to translate", "Section %(number)s: introduction"),
    "question-text": pgettext_lazy("a text to translate", "%(code)s: question"),
    "question-help": pgettext_lazy("a text to translate", "%(code)s: help"),
    "choice-label": pgettext_lazy("a text to translate", "%(code)s: choice “%(choice)s”"),
}


def name_of(wording: Wording) -> str:
    """What a text is, such as “Q4: help”."""
    row = wording.row
    question = row.question if isinstance(row, Choice) else row
    facts = {
        "number": getattr(row, "position", ""),
        "code": getattr(question, "code", ""),
        "choice": getattr(row, "code", ""),
    }
    name = NAMES_OF_TEXTS.get(f"{row._meta.model_name}-{wording.field}", wording.key)
    return str(name) % facts


class TranslationForm(forms.Form):
    """All texts of a survey in one language. `seen` says what stood there when the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, outline: Outline, language: str):
        super().__init__(data)
        self.language = language
        self.wordings = [
            wording
            for wording in outline.wordings()
            if wording.is_needed and may_be_written(outline.survey, wording, language)
        ]
        for wording in self.wordings:
            self.fields[wording.key] = self.field_of(wording)
        self.initial["seen"] = json.dumps(
            {wording.key: fingerprint(wording.text(language)) for wording in self.wordings}
        )

    def field_of(self, wording: Wording) -> forms.CharField:
        most = wording.row._meta.get_field(wording.field).max_length
        attributes = {"lang": self.language, "dir": direction(self.language)}
        return forms.CharField(
            label=name_of(wording),
            required=False,
            initial=wording.text(self.language),
            validators=[no_longer_than(most)] if most else [],
            widget=forms.TextInput(attributes) if most else forms.Textarea({**attributes, "rows": 3}),
        )

    def clean_seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if not isinstance(seen, dict):
            raise ValidationError(_("This page is out of date. Load it again."))
        return seen

    def texts(self) -> dict[str, tuple[str, str]]:
        """{key: (what was seen, what is written now)} of all texts that came with the page."""
        seen = self.cleaned_data["seen"]
        return {
            wording.key: (str(seen[wording.key]), tidy(self.cleaned_data.get(wording.key)))
            for wording in self.wordings
            if wording.key in seen and wording.key in self.data
        }

    def conflicts(self, wordings: list[Wording]) -> list[tuple[str, str, str]]:
        """What was changed meanwhile: (name, what was typed, what stands there now)."""
        return [
            (name_of(wording), self.cleaned_data[wording.key], wording.text(self.language))
            for wording in wordings
        ]

    def pairs(self, source: str) -> list[tuple[Wording, forms.BoundField, str]]:
        """(text, its field, what it says in the source language); what is missing comes first."""
        ordered = sorted(self.wordings, key=lambda wording: not wording.is_missing(self.language))
        return [(wording, self[wording.key], wording.text(source)) for wording in ordered]

    def after(self, conflicts: list[Wording], outline: Outline) -> "TranslationForm":
        """The form when all but `conflicts` is saved: what was typed, upon what stands there now."""
        anew = TranslationForm(outline=outline, language=self.language)
        for wording in conflicts:
            anew.initial[wording.key] = self.cleaned_data[wording.key]
        return anew
