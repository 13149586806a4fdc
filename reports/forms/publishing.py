"""The steps of a report, comments on it, and what readers are told of a new edition."""

from django import forms
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from reports.models import Report
from reports.sections import SECTIONS
from upr_portal.languages import OWN_NAMES, direction, language_choices


class Verb(TextChoices):
    """What can be done with a report; named as the actions are."""

    ASK_FOR_REVIEW = "ask_for_review", gettext_lazy("Ask for review")
    APPROVE = "approve", gettext_lazy("Approve")
    SEND_BACK = "send_back", gettext_lazy("Send back")
    PUBLISH = "publish_report", gettext_lazy("Publish this report")
    TAKE_BACK = "take_back", gettext_lazy("Take back to change it")


class StepForm(forms.Form):
    """Which step, with a note to those who work on the report; sending back needs one."""

    verb = forms.ChoiceField(
        choices=Verb,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Press one of the buttons.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "Who works on the report reads it. Say what is to be mended if you send it back."
        ),
    )

    def clean(self):
        if self.cleaned_data.get("verb") == Verb.SEND_BACK and not self.cleaned_data.get("note"):
            self.add_error("note", _("Say what is to be mended before it comes back."))
        return self.cleaned_data


class CommentForm(forms.Form):
    """What a reviewer says, in which language, and of which section; `answers` names a comment."""

    section = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=language_choices)
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )
    answers = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, report: Report, **options):
        super().__init__(*args, initial={"language": get_language()}, **options)
        titles = [(kind, SECTIONS[kind].title) for kind in report.sections.values_list("kind", flat=True)]
        self.fields["section"].choices = [("", _("The whole report")), *titles]
        self.fields["answers"].queryset = report.comments.filter(in_answer_to=None)


class WhatChangedForm(forms.Form):
    """What a new edition changes, in each language of the report."""

    def __init__(self, *args, report: Report, is_new: bool = False, **options):
        super().__init__(*args, **options)
        needed = _("Needed before the report can be approved.")
        if is_new:
            needed = _("Needed before the new edition can be approved; it may be written later.")
        for language in report.languages:
            name = build_localized_fieldname("what_changed", language)
            self.fields[name] = forms.CharField(
                label=format_html(
                    '{} – <span lang="{}">{}</span>', _("What changed"), language, OWN_NAMES[language]
                ),
                help_text=needed,
                required=False,
                max_length=2000,
                initial="" if is_new else getattr(report, name),
                widget=forms.Textarea(attrs={"rows": 3, "lang": language, "dir": direction(language)}),
            )
            self.fields[name].is_sometimes_needed = True
