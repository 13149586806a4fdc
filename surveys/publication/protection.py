"""Checks of what protects people: who answers, and who is written about."""

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.models import Question
from surveys.models.surveys import LEAST_THRESHOLD
from surveys.publication.check import Check, Finding, QuestionCheck, at_field
from surveys.question_types.choices import Choosing

# The template that says what each version of the privacy notice says.
NOTICES = {"2026-11": "privacy.html"}
MOST_QUESTIONS_FOR_CHILDREN = 8
ADVISED_KEYS = 2


class FewPeopleAreProtected(Check):
    title = gettext_lazy("Threshold")

    def findings(self, candidate):
        if candidate.survey.threshold < LEAST_THRESHOLD:
            sentence = _("The threshold must be %(least)d or more.") % {"least": LEAST_THRESHOLD}
            yield self.about_survey(candidate, sentence, "threshold")


class NoticeIsThere(Check):
    title = gettext_lazy("Privacy notice")

    def findings(self, candidate):
        version = candidate.survey.notice_version
        try:
            get_template(NOTICES[version])
        except (KeyError, TemplateDoesNotExist):
            sentence = _("The privacy notice has no version “%(version)s”. There are: %(versions)s.")
            sentence %= {"version": version, "versions": ", ".join(sorted(NOTICES))}
            yield self.about_survey(candidate, sentence, "notice_version")


class SomebodyCanBeAsked(Check):
    title = gettext_lazy("Person to contact")

    def findings(self, candidate):
        if not candidate.survey.contact.strip():
            yield self.about_survey(candidate, _("Say who answers questions about the survey."), "contact")


class SealedAnswersCanBeRead(Check):
    title = gettext_lazy("Keys of the safeguarding officers")

    def findings(self, candidate):
        where = reverse("admin:surveys_safeguardingkey_changelist")
        if candidate.sealed and not candidate.keys:
            sentence = _("A question is about reprisals: first add the public key of a safeguarding officer.")
            yield Finding(sentence, where)
        elif candidate.sealed and candidate.keys < ADVISED_KEYS:
            sentence = _(
                "Only one safeguarding officer has a key. With two, nothing is lost if one loses it."
            )
            yield Finding(sentence, where, is_advice=True)


class NobodyMustSpeakOfReprisals(QuestionCheck):
    title = gettext_lazy("Questions about reprisals")
    sentence = gettext_lazy("Question %(code)s is about reprisals: it must not be required.")
    field = "required"

    def is_wrong(self, question):
        return question.is_sealed and question.required


class FilesAreNotSealed(QuestionCheck):
    title = gettext_lazy("Files")
    sentence = gettext_lazy("Question %(code)s takes files: it cannot be sealed. Ask for a text instead.")
    field = "kind"

    def is_wrong(self, question):
        return question.type.takes_files and question.is_sealed


class SensitiveQuestionsCanBeDeclined(QuestionCheck):
    title = gettext_lazy("Sensitive questions")
    sentence = gettext_lazy(
        "Question %(code)s is sensitive: offer “I prefer not to say”, or do not require it."
    )
    field = "offers_decline"

    def is_wrong(self, question):
        if question.sensitivity == Question.Sensitivity.NORMAL:
            return False
        return not question.offers_decline and (isinstance(question.type, Choosing) or question.required)


class ChildrenAreLookedAfter(Check):
    """CRC/C/155, and half the time of keeping that holds for adults."""

    title = gettext_lazy("Children")

    def findings(self, candidate):
        if not candidate.survey.invites_children:
            return
        if not candidate.survey.safeguarding_officer.strip():
            sentence = _("Children are invited: name a safeguarding officer.")
            yield self.about_survey(candidate, sentence, "safeguarding_officer")
        for question in candidate.questions:
            if question.is_detached:
                sentence = _("Children are invited: do not ask for contact details (%(code)s).")
                yield Finding(sentence % {"code": question.code}, at_field(question, "kind"))
        if len(candidate.questions) > MOST_QUESTIONS_FOR_CHILDREN:
            sentence = ngettext(
                "Children are invited: ask %(most)d question at most.",
                "Children are invited: ask %(most)d questions at most.",
                MOST_QUESTIONS_FOR_CHILDREN,
            )
            yield Finding(
                sentence % {"most": MOST_QUESTIONS_FOR_CHILDREN}, candidate.workbench, is_advice=True
            )
        yield self.about_survey(
            candidate,
            _("Children are invited: keep their answers half as long as those of adults."),
            "invites_children",
            is_advice=True,
        )
