"""What surveys ask, kept by each process, so that a page need not be put together anew for everybody.

The edition of a survey changes with each change of what is asked (migration 0011) and comes with the row that
every view fetches: what is kept under another one is not used. Nothing here is of anybody's answers.
"""

import copy
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.translation import get_language

from surveys.forms.sections import Asked
from surveys.models import Question, Section, Survey
from upr_portal.shelves import Shelf

blanks = Shelf(most=20)  # {survey: Blank}
surveys = Shelf(most=20)  # {slug: Survey}


def public_survey(slug: str) -> Survey | None:
    """A survey that everybody may see, as it stands; None if it is not one, or not there.

    Only its edition is read each time: the row has dozens of columns, and each change of it draws another.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT edition FROM {Survey._meta.db_table} WHERE slug = %s", [slug])  # noqa: S608
        edition = cursor.fetchone()
    survey = surveys.get(slug)
    if edition is None or survey is None or survey.edition != edition[0]:
        survey = Survey.objects.visible_to(AnonymousUser()).filter(slug=slug).first()
        if survey:
            surveys.keep(slug, survey)
    return copy.copy(survey)


class Blank:
    """The questionnaire of a survey: its rows, to be read only, and each question in each language."""

    def __init__(self, survey: Survey):
        # Read before the rows are: at worst they are newer, and then nobody asks for this edition any more.
        self.edition = Survey.objects.filter(pk=survey.pk).values_list("edition", flat=True).first()
        self.sections: list[tuple[Section, list[Question]]] = [
            (section, list(section.questions.all()))
            for section in survey.sections.prefetch_related("questions__choices")
        ]
        # The codes of the questions on which it depends what else is asked.
        self.decisive = {
            code
            for _section, questions in self.sections
            for question in questions
            for code in question.asks_about
        }
        self.in_languages: dict[str, dict[int, Asked]] = {}

    @property
    def first(self) -> Section | None:
        return self.sections[0][0] if self.sections else None

    def asks(self, test: Callable[[Question], bool]) -> bool:
        """Whether there is such a question."""
        return any(test(question) for _section, questions in self.sections for question in questions)

    def asked(self) -> Callable[[Question], Asked]:
        """What gives each of its questions in the reader's language."""
        made = self.in_languages.setdefault(get_language(), {})

        def asked(question: Question) -> Asked:
            if (found := made.get(question.pk)) is None:
                found = made[question.pk] = Asked(question)
            return found

        return asked


def blank_of(survey: Survey) -> Blank:
    """The questionnaire as it was when `survey` was fetched, or as it is now."""
    blank = blanks.get(survey.pk)
    if blank is None or blank.edition != survey.edition:
        blank = Blank(survey)
        blanks.keep(survey.pk, blank)
    return blank
