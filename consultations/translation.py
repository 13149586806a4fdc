"""Which texts exist in the six languages."""

from modeltranslation.translator import TranslationOptions, register

from consultations.models import AgendaItem, Consultation, Day, Event, SubTopic


@register(Consultation)
class ConsultationTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "place", "venue", "access_notes", "sign_languages", "language_note")


@register(Day)
class DayTranslation(TranslationOptions):
    fields = ("theme",)


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "speakers")


@register(SubTopic)
class SubTopicTranslation(TranslationOptions):
    fields = ("title", "questions")
