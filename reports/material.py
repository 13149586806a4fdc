"""What sections draw on: the consultation's survey, what was found in it, and live figures in texts.

A number in a text is never typed: [[responses]], [[count Q1 national_ngo]] and [[share Q16 all some]] are
replaced by what was counted, under the survey's threshold, when the facts are gathered.
"""

import re
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TOKEN = re.compile(r"\[\[\s*(\w+)((?:\s+[\w-]+)*)\s*\]\]")


class Material:
    """The survey of a report's consultation and its results, looked up once."""

    def __init__(self, report):
        self.consultation = report.consultation

    @cached_property
    def survey(self):
        """The consultation's survey, None if it had none."""
        phase = (
            self.consultation.phases.exclude(survey=None).select_related("survey").order_by("starts").first()
        )
        return phase.survey if phase else None

    def filled(self, text: str) -> str:
        """The text with its live figures."""
        return TOKEN.sub(self.figure, text)

    def figure(self, token: re.Match) -> str:
        return token[0]


def check_figures(text: str) -> None:
    """ValidationError for a live figure that cannot be understood."""
    for name in re.findall(r"\[\[([^\]]*)", text):
        if not TOKEN.fullmatch(f"[[{name}]]"):
            raise ValidationError(
                _("[[%(name)s]] is not a figure that can be counted."), params={"name": name}
            )
