"""Which texts have a column for each of the six languages."""

from modeltranslation.translator import TranslationOptions, register

from surveys.models import Choice, Question, Section, Survey


@register([Survey, Section])
class IntroducedOptions(TranslationOptions):
    fields = ["title", "introduction"]


@register(Question)
class QuestionOptions(TranslationOptions):
    fields = ["text", "help"]


@register(Choice)
class ChoiceOptions(TranslationOptions):
    fields = ["label"]
