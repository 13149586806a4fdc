"""What a check is: it looks at a survey, and says what is to be mended and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from surveys.models import Question, SafeguardingKey, Section, Survey
from surveys.outline import Outline, desk_page


@dataclass(frozen=True)
class Finding:
    """Something to mend, or (`is_advice`) to think about: a sentence, and the address where one does it."""

    sentence: str
    where: str
    is_advice: bool = False


class Candidate(Outline):
    """An outline with what lies outside the survey, looked at as of a moment."""

    def __init__(self, survey: Survey, at: datetime | None = None):
        super().__init__(survey)
        self.at = at or timezone.now()

    @cached_property
    def keys(self) -> int:
        """How many safeguarding officers can read what is sealed."""
        return SafeguardingKey.objects.in_use().count()

    @property
    def sealed(self) -> list[Question]:
        return [question for question in self.questions if question.is_sealed]

    @property
    def workbench(self) -> str:
        return reverse("surveys:making", args=[self.survey.slug])


def on_workbench(row: Section | Question) -> str:
    """Where a section or a question stands on the workbench."""
    return f"{reverse('surveys:making', args=[row.survey.slug])}#{row._meta.model_name}-{row.pk}"


def condition_page(question: Question) -> str:
    return reverse("surveys:condition", args=[question.survey.slug, question.code])


def at_field(row: Survey | Question, field: str) -> str:
    """Where a field of a row stands at the desk; of a field in parts, the first."""
    return f"{desk_page(row)}#{field if field.endswith('-group') else f'id_{field}'}"


class Check:
    """`title` says what is looked at; `findings` what is wrong, nothing if all is well."""

    title: str | Promise = ""

    def findings(self, candidate: Candidate) -> Iterator[Finding]:
        raise NotImplementedError

    def about_survey(
        self, candidate: Candidate, sentence: str, field: str, is_advice: bool = False
    ) -> Finding:
        """To mend at the desk, in this field."""
        return Finding(sentence, at_field(candidate.survey, field), is_advice)


class QuestionCheck(Check):
    """A check of each question by itself: `sentence` is said of those that are `wrong`.

    It is mended at the desk, in the `field` that is named.
    """

    sentence: str | Promise = ""
    field = ""

    def is_wrong(self, question: Question) -> bool:
        raise NotImplementedError

    def findings(self, candidate):
        for question in filter(self.is_wrong, candidate.questions):
            yield Finding(self.sentence % {"code": question.code}, at_field(question, self.field))
