"""What sections draw on: the survey and its results, the events, what is tracked; and live figures in texts.

A number in a text is never typed: [[responses]], [[count Q1 national-ngo]] and [[share Q16 all some]] are
replaced by what was counted, under the survey's threshold, when the facts are gathered.
"""

import re
from functools import cached_property

from django.db.models import Min
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reports import charts
from reports.tracked import Tracked
from surveys.results import SurveyResults, facts_of, results_of
from surveys.suppression import Cell, percent

TOKEN = re.compile(r"\[\[(?:(responses)|(count|share) ([\w-]+)((?: [\w-]+)+))\]\]")


class UnknownFigure(Exception):
    """A text asks for a figure, or a section for a chart, that this survey cannot give."""


def answered_in_words(result: dict) -> str:
    """How many answered a question; and, where it is so, that each could give several answers."""
    answered = ngettext(
        "Question %(code)s, answered by %(answered)s respondent.",
        "Question %(code)s, answered by %(answered)s respondents.",
        result["base"],
    ) % {"code": result["code"], "answered": result["base"]}
    return answered if result["adds_up"] else f"{answered} {_('Several answers were possible.')}"


class Material:
    """What a report tells of, looked up once, in the active language."""

    def __init__(self, report):
        self.report = report
        self.consultation = report.told_consultation

    @cached_property
    def survey(self):
        """The consultation's survey, None if it had none."""
        if self.consultation is None:
            return None
        phases = self.consultation.phases.exclude(survey=None).select_related("survey")
        phase = phases.order_by("starts", "pk").first()
        return phase.survey if phase else None

    @cached_property
    def events(self) -> list:
        """The event that is told of, or all that took place of the consultation by their first days; with
        their days."""
        if self.consultation is None:
            return []
        public = self.consultation.events.filter(state="public")
        events = public.prefetch_related("days").annotate(begins=Min("days__date"))
        if self.report.event_id:
            events = events.filter(pk=self.report.event_id)
        return list(events.order_by("begins", "pk"))

    @cached_property
    def tracked(self) -> Tracked:
        """The recommendations that are told of."""
        return Tracked(self.report)

    @cached_property
    def counted(self) -> SurveyResults:
        """What was answered, in no language yet."""
        if self.survey is None:
            raise UnknownFigure(_("The consultation has no survey."))
        return results_of(self.survey)

    @cached_property
    def results(self) -> dict:
        """`surveys.results` as plain data."""
        return facts_of(self.counted, get_language())

    def result(self, code: str) -> dict:
        found = next((result for result in self.results["questions"] if result["code"] == code), None)
        if found is None:
            raise UnknownFigure(code)
        return found

    def chart(self, code: str) -> dict:
        """The answers to a question as a chart (charts.py); without rows where they are not told."""
        heads = (_("Answer"), _("Answers"))
        if self.results["is_silent"]:
            return charts.bars(code, {"text": code, "language": get_language()}, heads, [])
        result = self.result(code)
        return charts.bars(
            code,
            result["text"],
            heads,
            [row for row in result["rows"] if row["count"] != 0],
            threshold=self.results["threshold"],
            note=answered_in_words(result),
        )

    def filled(self, text: str) -> str:
        """The text with its live figures. Raises UnknownFigure."""
        return TOKEN.sub(self.figure, text)

    def figure(self, token: re.Match) -> str:
        responses, kind, question, codes = token.groups()
        number = self.results["responses"] if responses else self.number(kind, question, codes.split())
        if number is None:
            return _("(too few answers to tell)")
        return _("%(percent)s%%") % {"percent": number} if kind == "share" else str(number)

    def number(self, kind: str, question: str, codes: list[str]) -> int | None:
        """How many people, or which share of them, chose one of these; None if it is not told."""
        if self.results["is_silent"]:
            return None
        result = self.result(question)
        rows = [row for row in result["rows"] if row["code"] in codes]
        several = len(codes) > 1 and not result["adds_up"]
        if several or (result["result"] == "counts" and len(rows) != len(set(codes))):
            raise UnknownFigure(f"{question} {' '.join(codes)}")
        if not rows or any(row["count"] is None for row in rows):
            return None
        together = sum(row["count"] for row in rows)
        return together if kind == "count" else percent(Cell(together), result["base"])
