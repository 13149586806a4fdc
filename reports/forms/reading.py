"""What moderators look for in the reading room."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consultations.models import Consultation, SubTopic
from reference.models import RegionalGroup
from reports.models import Code
from reports.reading import ANSWERS, NOTES, STATEMENTS, Wanted
from surveys.models import Question, Survey
from upr_portal.languages import language_choices
from upr_portal.templatetags.portal import first_words

SOURCES = [
    (ANSWERS, _("Answers to the survey")),
    (STATEMENTS, _("Written statements")),
    (NOTES, _("Rapporteurs’ notes")),
]
ALL = [("", _("All"))]


class QuestionField(forms.ModelChoiceField):
    def label_from_instance(self, question: Question) -> str:
        return f"{question.code}. {first_words(question.text, 12)}"


class ReadingForm(forms.Form):
    """Filters of the reading room, as an address spells them. What is not understood narrows nothing."""

    source = forms.ChoiceField(label=_("What to read"), choices=SOURCES, required=False)
    sub_topic = forms.ModelChoiceField(
        label=_("Sub-topic"), queryset=None, required=False, empty_label=ALL[0][1]
    )
    question = QuestionField(label=_("Question"), queryset=None, required=False, empty_label=ALL[0][1])
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [*ALL, *language_choices()], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of stakeholder"), choices=[*ALL, *Organisation.Kind.choices], required=False
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=None, required=False, to_field_name="code", empty_label=ALL[0][1]
    )
    code = forms.ModelChoiceField(label=_("Code"), queryset=None, required=False, empty_label=ALL[0][1])
    left = forms.BooleanField(label=_("Only what nobody has read or taken from"), required=False)

    def __init__(self, data, *, consultation: Consultation):
        super().__init__(data)
        written = Q(kind__in=["text", "short_text"]) | Q(offers_other=True) | Q(invites_comment=True)
        closed = Q(survey__phases__consultation=consultation, survey__state=Survey.State.CLOSED)
        questions = Question.objects.filter(written, closed).exclude(
            sensitivity=Question.Sensitivity.REPRISAL
        )
        self.fields["question"].queryset = questions.distinct()
        self.fields["sub_topic"].queryset = SubTopic.objects.filter(event__consultation=consultation)
        self.fields["region"].queryset = RegionalGroup.objects.all()
        self.fields["code"].queryset = Code.objects.filter(consultation=consultation)

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        region = given.get("region")
        return Wanted(
            source=given.get("source") or ANSWERS,
            question=given.get("question"),
            sub_topic=given.get("sub_topic"),
            language=given.get("language", ""),
            kind=given.get("kind", ""),
            region=region.code if region else "",
            code=given.get("code"),
            is_left=given.get("left", False),
        )
