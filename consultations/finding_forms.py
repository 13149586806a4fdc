"""What a sub-topic rests on."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, question) -> str:
        return f"{question.code}. {question.text}"


class FindingsForm(forms.Form):
    """The questions of the consultation's surveys, in their order; none is an answer, too."""

    questions = QuestionsField(
        queryset=None,
        required=False,
        label=_("Questions of the survey"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The programme names them, and leads to their results once these are public."),
    )

    def __init__(self, data=None, *, questions, initial):
        super().__init__(data, initial=initial)
        self.fields["questions"].queryset = questions
