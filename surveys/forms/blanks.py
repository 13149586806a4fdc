"""What surveys ask, kept by each process, so that a page need not be put together anew for everybody.

The edition of a survey changes with each change of what is asked (migration 0011) and comes with the row that
every view fetches: what is kept under another one is not used. Nothing here is of anybody's answers.
"""

from threading import Lock

from django.utils.translation import get_language

from surveys.forms.sections import Asked
from surveys.models import Question, Section, Survey

MOST_KEPT = 20

kept: dict[int, "Blank"] = {}
keeping = Lock()


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
        self.in_languages: dict[tuple[str, int], Asked] = {}

    def asked(self, question: Question) -> Asked:
        """One of its questions, in the reader's language."""
        key = (get_language(), question.pk)
        if (found := self.in_languages.get(key)) is None:
            found = self.in_languages[key] = Asked(question)
        return found


def blank_of(survey: Survey) -> Blank:
    """The questionnaire as it was when `survey` was fetched, or as it is now."""
    blank = kept.get(survey.pk)
    if blank is None or blank.edition != survey.edition:
        blank = Blank(survey)
        with keeping:
            kept.pop(survey.pk, None)
            kept[survey.pk] = blank
            for oldest in list(kept)[:-MOST_KEPT]:
                del kept[oldest]
    return blank
