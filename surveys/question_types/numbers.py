"""Numbers, as people write them in any of our languages."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_types.base import QuestionType, labelled, wanted

# What JSON keeps exactly, whoever reads it.
MOST_DIGITS = 15
# Marks that only steer the direction of writing.
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
SAME = str.maketrans({"−": "-", "–": "-", "’": "'", "٬": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ '])\d{3}(?:\1\d{3})*)?(?:[.,٫]\d+)?")
IN_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:,\d{3}){2,}|(?:\.\d{3}){2,})")
PLAIN = re.compile(r"[+-]?\d+(?:[.,٫]\d+)?")
TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def simplified(text: str) -> str:
    """The text with 0–9 for the digits of any script, and one sign for each of its siblings."""
    halved = (chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text.translate(UNSEEN))
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in halved).translate(SAME).strip()


def number_from(text: str) -> int | float:
    """The number that somebody wrote: an int if it is whole. ValidationError says how to write it.

    Point, comma and the Arabic comma part decimals; thousands may be set apart by spaces, apostrophes, points
    or commas. “1,234” is 1.234 in some languages and 1234 in others, so it is asked again.
    """
    written = simplified(text)
    if TWO_READINGS.fullmatch(written):
        raise ValidationError(
            _("“%(number)s” can be read in two ways. Write it without a comma or point for thousands.")
            % {"number": text.strip()}
        )
    if IN_THOUSANDS.fullmatch(written):
        first = written.lstrip("+-0123456789")[0]
        written = written.replace(first, "")
    elif not (PLAIN.fullmatch(written) or GROUPED.fullmatch(written)):
        raise ValidationError(_("Write a number in digits, such as 12 or 12.5."))
    written = re.sub("[ ']", "", written).replace(",", ".").replace("٫", ".")
    if len(re.sub(r"\D", "", written)) > MOST_DIGITS:
        raise ValidationError(_("This number has too many digits. Please round it."))
    number = float(written)
    return int(number) if number.is_integer() else number


def bounds(question) -> str:
    """Between what the number must lie, as a sentence; "" where it may be any."""
    least, most = (
        None if limit is None else number_format(int(limit) if limit == int(limit) else limit)
        for limit in (question.least, question.most)
    )
    if least is not None and most is not None:
        return _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    if least is not None:
        return _("Write a number of %(least)s or more.") % {"least": least}
    return _("Write a number of %(most)s or less.") % {"most": most} if most is not None else ""


class NumberField(forms.Field):
    """A number typed into a field of text: browsers' own fields take no Arabic digits and no comma."""

    def __init__(self, question, **options):
        self.question = question
        may_be_negative = question.least is not None and question.least < 0
        # Keyboards of digits have no minus on some telephones.
        mode = "text" if may_be_negative else "decimal"
        attributes = {"autocomplete": "off", "inputmode": mode, "dir": "ltr"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, text: str | None) -> int | float | None:
        return number_from(text) if text and text.strip() else None

    def validate(self, number: int | float | None) -> None:
        super().validate(number)
        least, most = self.question.least, self.question.most
        if number is None:
            return
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValidationError(bounds(self.question))


def written(number: int | float) -> str:
    """A number as `number_from` reads it back."""
    text = format(Decimal(repr(number)), "f")
    return f"{text}0" if TWO_READINGS.fullmatch(text) else text


class Number(QuestionType):
    """A number between `least` and `most`, where they are given."""

    label = gettext_lazy("Number")
    part = "number"

    def answer_field(self, question):
        return NumberField(question, **labelled(question, bounds(question)), **wanted(question))

    def typed_answer(self, answer):
        return [written(answer)]

    def spelled(self, question, answer):
        yield number_format(answer)
