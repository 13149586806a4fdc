"""A sheet of answers: one page a section, with the questions that this person is asked."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.datastructures import MultiValueDict

from surveys.actions import FIXED, KEPT, LEFT_AT
from surveys.forms.blanks import Blank, blank_of
from surveys.forms.sections import Asked, SectionForm, name_of, typed_into
from surveys.models import Question, Section, Survey
from surveys.results.free_answers import parts_of


def typed_on(position: int, typed: dict[str, dict]) -> dict[str, list]:
    """What a draft holds for a page: the texts typed there, and the files that were attached."""
    return typed.get(str(position), {}) | typed.get("files", {})


@dataclass
class Page:
    """A section with the questions that this person is asked, and its place among the others."""

    blank: Blank
    section: Section
    questions: list[Question]
    typed: dict[str, dict]
    number: int = 0
    previous: "Page | None" = None
    next: "Page | None" = None

    @property
    def position(self) -> int:
        return self.section.position

    @property
    def is_sensitive(self) -> bool:
        return any(question.is_sealed for question in self.questions)

    @property
    def words_asked(self) -> list[Question]:
        """Those that are answered in words of one's own, or beside which one can write some; not contacts."""
        return [one for one in self.questions if parts_of(one) and not one.is_detached]

    @property
    def asks_for_words(self) -> bool:
        """Of which passages may be quoted, where the survey says so: asked here, it takes no query."""
        return any(question.sensitivity == Question.Sensitivity.NORMAL for question in self.words_asked)

    @property
    def asks_for_sensitive_words(self) -> bool:
        return any(question.sensitivity != Question.Sensitivity.NORMAL for question in self.words_asked)

    @cached_property
    def form(self) -> SectionForm:
        """What was typed so far, checked. Most pages of a sheet are never asked for it."""
        return self.checked(self.typed)

    def shown(self) -> SectionForm:
        """What was typed so far, as it is; nothing is said to be wrong."""
        return SectionForm(self.questions, typed_on(self.position, self.typed), asked=self.blank.asked())

    def checked(
        self,
        typed: dict[str, dict],
        *,
        only: list[Question] | None = None,
        refused: dict[str, list[str]] | None = None,
    ) -> SectionForm:
        """All that is `typed` of this page, or of some questions, checked; `refused` as in SectionForm."""
        here = typed_on(self.position, typed)
        questions = self.questions if only is None else only
        return SectionForm(questions, here, MultiValueDict(here), refused=refused, asked=self.blank.asked())

    @cached_property
    def decided(self) -> dict[str, dict]:
        """{code: value} of the answers here on which it depends what is asked later."""
        decisive = [question for question in self.questions if question.code in self.blank.decisive]
        return self.checked(self.typed, only=decisive).values() if decisive else {}

    def looks_like(self, other: "Page | None") -> bool:
        """The same questions with the same answers."""
        return (
            other is not None
            and self.questions == other.questions
            and typed_on(self.position, self.typed) == typed_on(self.position, other.typed)
        )

    def sent(self, data: MultiValueDict) -> dict[str, list[str]]:
        """What has just been typed, as it is kept in the draft."""
        return typed_into(map(self.blank.asked(), self.questions), data)

    def anchor(self, question: Question) -> str:
        """Where the question stands on its page."""
        field = self.form[question.code]
        return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


class Sheet:
    """All pages of a survey for somebody who typed so far `typed` ({position: {field: [text]}}), with the
    files in it under "files"."""

    def __init__(self, survey: Survey, typed: dict[str, dict], *, before: "Sheet | None" = None):
        """`before` is the sheet until something was typed just now: what is the same is not checked again."""
        self.blank = blank_of(survey)
        self.typed = typed
        self.is_change = FIXED in typed
        self.pages: list[Page] = []
        decided: dict[str, dict] = dict(typed.get(FIXED, {}))
        for section, questions in self.blank.sections:
            shown = [question for question in questions if self.is_asked(question, decided)]
            if shown:
                page = self.add_page(section, shown)
                if before and page.looks_like(known := before.page(section.position)):
                    page.decided = known.decided
                decided |= page.decided

    def is_asked(self, question: Question, decided: dict[str, dict]) -> bool:
        return (not self.is_change or question.can_be_changed) and question.is_shown(decided)

    def add_page(self, section: Section, questions: list[Question]) -> Page:
        before = self.pages[-1] if self.pages else None
        page = Page(self.blank, section, questions, self.typed, number=len(self.pages) + 1, previous=before)
        if before:
            before.next = page
        self.pages.append(page)
        return page

    @cached_property
    def values(self) -> dict[str, dict]:
        """{code: value} of all that is right so far."""
        values = dict(self.typed.get(FIXED, {}))
        for page in self.pages:
            values |= page.form.values()
        return values

    def page(self, position: int) -> Page | None:
        return next((page for page in self.pages if page.position == position), None)

    def first_unfinished(self, typed: dict) -> Page | None:
        """Where to go on: where somebody stopped, else the first page that was never kept, or is wrong."""
        left_at = self.page(typed.get(LEFT_AT, 0))
        unfinished = (
            page for page in self.pages if str(page.position) not in typed or not page.form.is_valid()
        )
        return left_at or next(unfinished, None)

    def newly_asked(self, before: "Sheet") -> Page | None:
        """The first page with a question that was not asked before something was changed."""
        known = {question.code for page in before.pages for question in page.questions}
        return next((page for page in self.pages if {q.code for q in page.questions} - known), None)

    def whole_page(self, position: int) -> Page | None:
        """A section with all its questions, also those that this person is not asked (any more): somebody
        may have typed them in another tab, or in a draft that is gone. It has the number 0."""
        for section, questions in self.blank.sections:
            if section.position == position:
                return Page(self.blank, section, questions, self.typed)
        return None

    @property
    def wrong_pages(self) -> list[Page]:
        return [page for page in self.pages if not page.form.is_valid()]

    def answers(self) -> list[tuple[Page, list[tuple[Question, str, list[str]]]]]:
        """What the page "Check your answers" shows: each question, where to change it, and its answer."""
        return [
            (page, [(question, page.anchor(question), self.words(question)) for question in page.questions])
            for page in self.pages
        ]

    def words(self, question: Question) -> list[str]:
        """The answer as the person answering reads it."""
        labels = self.blank.asked()(question).labels
        return list(question.type.words(question, self.values.get(question.code, {}), labels))


def written(survey: Survey, typed: dict[str, dict]) -> list[tuple[Question, list[str]]]:
    """All that was typed in a survey, right or wrong, question by question, with choices in words."""
    found = []
    for section in survey.sections.prefetch_related("questions__choices"):
        kept = typed.get(str(section.position), {})
        for question in section.questions.all():
            labels = dict(question.type.options(question))
            names = Asked(question).fields
            words = [str(labels.get(text, text)) for name in names for text in kept.get(name, []) if text]
            if words:
                found.append((question, words))
    return found


def typed_anew(survey: Survey, values: dict[str, dict]) -> dict[str, dict]:
    """Sent answers as the contents of a draft in which they can be changed."""
    contents: dict[str, dict] = {KEPT: True, FIXED: {}}
    for section in survey.sections.prefetch_related("questions"):
        typed = contents[str(section.position)] = {}
        for question in section.questions.all():
            if (value := values.get(question.code)) is None:
                continue
            if not question.can_be_changed:
                contents[FIXED][question.code] = value
                continue
            parts = question.type.typed(value)
            typed |= {name_of(question, part): texts for part, texts in parts.items() if texts}
    return contents
