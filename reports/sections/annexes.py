"""Annexes of a consultation's report."""

from django.utils.translation import get_language, gettext_lazy

from reports.material import Material
from reports.sections.base import Section, written
from reports.sections.speakers import listed_speakers
from surveys.condition_words import ConditionWords


class QuestionsAnnex(Section):
    title = gettext_lazy("Annex: the questions of the survey")
    heading = gettext_lazy("The questions of the survey")
    template = "reports/sections/questions.html"
    starts_new_page = True
    is_annex = True

    def facts(self, section, material):
        if not material.survey:
            return {"parts": []}
        parts = list(material.survey.sections.prefetch_related("questions__choices").order_by("position"))
        asked = (question for part in parts for question in part.questions.all())
        words = ConditionWords(asked, get_language())
        return {"parts": [self.part(part, material, words) for part in parts]}

    def part(self, part, material: Material, words: ConditionWords) -> dict:
        questions = sorted(part.questions.all(), key=lambda question: question.position)
        return {
            "title": written(part, "title", material),
            "questions": [
                {
                    "code": question.code,
                    "text": written(question, "text", material),
                    "condition": words.sentence(question.shown_if) if question.shown_if else "",
                    "choices": [
                        written(choice, "label", material)
                        for choice in sorted(question.choices.all(), key=lambda choice: choice.position)
                    ],
                }
                for question in questions
            ],
        }


class SpeakersAnnex(Section):
    """Who was registered to speak at the consultation's events and agreed to be listed, as they chose."""

    title = gettext_lazy("Annex: speakers who agreed to be listed")
    heading = gettext_lazy("Speakers who agreed to be listed")
    template = "reports/sections/speakers_annex.html"
    starts_new_page = True
    is_annex = True

    def facts(self, section, material):
        return {"sub_topics": listed_speakers(material)}
