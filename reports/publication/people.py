"""Checks of what is told of people: consents as they are today, and their own words."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.models import Excerpt
from reports.models.excerpts import ConsentLevel
from reports.publication.check import Candidate, Check, Finding, Passage, named
from reports.sections import SECTIONS

QUOTED = 4  # words in a row; fewer are anybody's


class ConsentsStillHold(Check):
    """Names and statements that a file prints, and that would not be printed today."""

    title = gettext_lazy("Whoever is named or quoted in the files still agrees")

    def findings(self, candidate):
        for language, file in candidate.files.items():
            today = candidate.today[language]
            if today is None:
                continue
            now = {section["kind"]: people_in(section) for section in today["sections"]}
            for section in file.facts["sections"]:
                gone = people_in(section) - now.get(section["kind"], Counter())
                if gone:
                    yield Finding(self.sentence(section, language, gone.total()), candidate.files_page)

    def sentence(self, section: dict, language: str, gone: int) -> str:
        words = {"section": SECTIONS[section["kind"]].title, "language": named(language), "count": gone}
        return (
            ngettext(
                "“%(section)s” in %(language)s prints %(count)s name or statement that may no longer be "
                "shown. Compile the file again.",
                "“%(section)s” in %(language)s prints %(count)s names or statements that may no longer be "
                "shown. Compile the file again.",
                gone,
            )
            % words
        )


def people_in(section: dict) -> Counter:
    """The names and the statements that a section prints."""
    told: Counter = Counter()
    for sub_topic in section.get("sub_topics", ()):
        told.update(sub_topic.get("names", ()))
        for statement in sub_topic.get("statements", ()):
            said = " ".join(paragraph["text"] for paragraph in statement["paragraphs"])
            told[statement["name"], said] += 1
    return told


class QuotationsAreAllowed(Check):
    """Passages that moderators took, where they stand word for word in a text of the report.

    What the notice of a survey says, and what a statement's writer agreed to, is told in
    docs/decisions/0021-excerpts.md.
    """

    title = gettext_lazy("What people wrote is quoted only as they agreed")

    def findings(self, candidate):
        texts = [(passage, plain(text)) for passage in candidate.passages for text in passage.texts.values()]
        for excerpt in self.excerpts(candidate):
            words = plain(excerpt.text)
            for passage, text in texts:
                if len(words.split()) >= QUOTED and words in text:
                    yield from self.about(excerpt, passage)

    def excerpts(self, candidate: Candidate):
        if candidate.material.consultation is None:
            return ()
        return Excerpt.objects.filter(consultation=candidate.material.consultation).with_sources()

    def about(self, excerpt: Excerpt, passage: Passage) -> Iterator[Finding]:
        name = {"name": passage.name}
        if excerpt.answer_id and not excerpt.answer.question.survey.answers_may_be_quoted:
            sentence = _(
                "“%(name)s” quotes an answer to the survey. Its people were told that only moderators read "
                "their words. Say it in other words."
            )
        elif excerpt.answer_id and not excerpt.answer.question.may_be_quoted:
            sentence = _(
                "“%(name)s” quotes an answer to a sensitive question. Its people were told that such words "
                "are never quoted. Say it in other words."
            )
        elif excerpt.shown_level == ConsentLevel.INTERNAL:
            sentence = _("“%(name)s” quotes a passage that stays inside. Say it in other words.")
        elif plain(excerpt.shown_text) != plain(excerpt.text):
            sentence = _(
                "“%(name)s” quotes words that were taken out of a passage. Use it as it is shown outside."
            )
        else:
            return
        yield Finding(sentence % name, passage.where)


def plain(text: str) -> str:
    """The words alone: without case, signs and line ends."""
    return " ".join(re.findall(r"\w+", text.casefold()))
