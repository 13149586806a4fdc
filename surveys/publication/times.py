"""Checks of time: how long it takes, and from when until when."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.publication.check import Check, Finding, on_workbench
from surveys.question_types.texts import Text

MOST_QUESTIONS_A_SECTION = 5
MOST_MINUTES = 120
# What people took when we tried: a text, and anything that is chosen.
MINUTES_A_TEXT, MINUTES_A_CHOICE = 1.5, 0.4


class SectionsAreShort(Check):
    title = gettext_lazy("Length of the sections")

    def findings(self, candidate):
        for section in candidate.sections:
            count = len(section.questions.all())
            if count > MOST_QUESTIONS_A_SECTION:
                sentence = ngettext(
                    "Section %(number)s has %(count)d question. Shorter pages are answered more often.",
                    "Section %(number)s has %(count)d questions. Shorter pages are answered more often.",
                    count,
                )
                yield Finding(
                    sentence % {"number": section.position, "count": count},
                    on_workbench(section),
                    is_advice=True,
                )


class MinutesArePlausible(Check):
    title = gettext_lazy("Minutes it takes")

    def findings(self, candidate):
        minutes = candidate.survey.minutes
        if not 1 <= minutes <= MOST_MINUTES:
            sentence = _("Say how many minutes it takes: from 1 to %(most)d.") % {"most": MOST_MINUTES}
            yield self.about_survey(candidate, sentence, "minutes")
            return
        texts = sum(isinstance(question.type, Text) for question in candidate.questions)
        guess = texts * MINUTES_A_TEXT + (len(candidate.questions) - texts) * MINUTES_A_CHOICE
        if candidate.questions and not guess / 3 <= minutes <= max(guess * 3, 5):
            sentence = ngettext(
                "You say it takes %(minutes)d minute. The questions look like %(guess)d.",
                "You say it takes %(minutes)d minutes. The questions look like %(guess)d.",
                minutes,
            )
            sentence %= {"minutes": minutes, "guess": max(round(guess), 1)}
            yield self.about_survey(candidate, sentence, "minutes", is_advice=True)


class DatesAreInOrder(Check):
    title = gettext_lazy("Dates")

    def findings(self, candidate):
        if candidate.survey.closes <= candidate.survey.opens:
            yield self.about_survey(candidate, _("The survey must close later than it opens."), "closes_0")
        elif candidate.survey.closes <= candidate.at:
            sentence = _("The end of the survey is in the past. Choose a later one.")
            yield self.about_survey(candidate, sentence, "closes_0")
