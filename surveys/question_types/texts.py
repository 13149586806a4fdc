"""Answers in words of one's own."""

from django.utils.translation import gettext_lazy as _

from surveys.fields import SHORT_WORDS_HINTED, short_text_field, text_field
from surveys.question_types.base import QuestionType, labelled, wanted


class Text(QuestionType):
    label = _("Long text")
    part = "text"

    def answer_field(self, question):
        return text_field(question, **labelled(question), **wanted(question))


class ShortText(Text):
    label = _("Short text")

    def answer_field(self, question):
        return short_text_field(
            words=question.words_hinted or SHORT_WORDS_HINTED, **labelled(question), **wanted(question)
        )
