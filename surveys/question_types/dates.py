"""Days, typed as day, month and year: three fields that work on any keyboard and in any browser."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_types.base import QuestionType, labelled, wanted
from surveys.question_types.numbers import simplified
from upr_portal import dates

EARLIEST, LATEST = 1900, 2100
MONTHS = 12
PARTS = (
    ("day", gettext_lazy("Day"), 2),
    ("month", gettext_lazy("Month"), 2),
    ("year", gettext_lazy("Year"), 4),
)


def date_from(day: str, month: str, year: str) -> date:
    """The date of three texts, in digits of any script. ValidationError says what is wrong with which."""
    written = [simplified(text) for text in (day, month, year)]
    if not all(written):
        raise ValidationError(_("Give the day, the month and the year."))
    if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in written):
        raise ValidationError(_("Write the day, the month and the year in digits, such as 31 1 2026."))
    numbers = [int(text) for text in written]
    if not EARLIEST <= numbers[2] <= LATEST:
        raise ValidationError(
            _("Write the year with four digits, between %(earliest)s and %(latest)s.")
            % {"earliest": EARLIEST, "latest": LATEST}
        )
    if not 1 <= numbers[1] <= MONTHS:
        raise ValidationError(_("The month must be a number from 1 to 12."))
    try:
        return date(numbers[2], numbers[1], numbers[0])
    except ValueError as error:
        raise ValidationError(
            _("This month has no day %(day)s. Check the day.") % {"day": numbers[0]}
        ) from error


class DateParts(forms.TextInput):
    """Three fields of one name: what was typed is a list of three texts."""

    template_name = "surveys/widgets/date.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        typed = [*(value or []), "", "", ""]
        context["widget"]["is_wrong"] = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["parts"] = [
            {"id": f"{attrs['id']}_{place}", "label": label, "value": typed[place], "size": size}
            for place, (_name, label, size) in enumerate(PARTS)
        ]
        return context


class DateField(forms.Field):
    widget = DateParts
    holds_several = True

    def to_python(self, typed: list[str] | None) -> str | None:
        """The day as ISO 8601 writes it; None where nothing was typed."""
        if not typed or not any(text.strip() for text in typed):
            return None
        return date_from(*[*typed, "", "", ""][:3]).isoformat()


class Date(QuestionType):
    """A day; kept as "2026-01-31"."""

    label = gettext_lazy("Date")
    part = "date"

    def answer_field(self, question):
        return DateField(**labelled(question, _("Such as 31 1 2026.")), **wanted(question))

    def typed_answer(self, answer):
        day = date.fromisoformat(answer)
        return [str(day.day), str(day.month), str(day.year)]

    def spelled(self, question, answer):
        yield dates.in_words(date.fromisoformat(answer))
