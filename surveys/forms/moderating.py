"""What moderators do with a survey, as they write it."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.documents.unreadable import Unreadable
from surveys.actions import NOT_LATER
from surveys.definitions.families import LARGEST_FILE, read_definition
from surveys.definitions.own import read_own
from surveys.definitions.slugs import NOT_A_SLUG
from surveys.definitions.words import spoken
from surveys.models import Survey, SurveyExport
from surveys.questionnaires import questionnaires, read_questionnaire
from upr_portal.languages import language_choices

# Said with the day it belongs to: midnight would be read as the day after.
LAST_MINUTE = time(23, 59)
SOON, LATER = timedelta(days=7), timedelta(days=28)


class ExportForm(forms.Form):
    """Which file of answers is wanted, and whether with what people wrote."""

    kind = forms.ChoiceField(
        label=_("File"),
        choices=SurveyExport.Kind.choices,
        initial=SurveyExport.Kind.XLSX,
        widget=forms.RadioSelect,
    )
    with_texts = forms.BooleanField(
        label=_("with free texts"),
        required=False,
        help_text=_(
            "Dangerous: a text can name its author. In one row with all other answers it gives away "
            "the whole sheet. Take texts out only if you must."
        ),
    )


class ProlongForm(forms.Form):
    """A later end of a survey, as a day and a time in Geneva; `cleaned_data["closes"]` is the moment."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"), help_text=_("Geneva time."), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args, survey: Survey, **options):
        self.survey = survey
        end = timezone.localtime(survey.closes)
        super().__init__(*args, initial={"day": end.date(), "time": end.time()}, **options)

    def clean(self) -> dict:
        if {"day", "time"} <= self.cleaned_data.keys():
            moment = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
            closes = self.cleaned_data["closes"] = timezone.make_aware(moment)
            if closes <= max(self.survey.closes, timezone.now()):
                self.add_error("day", NOT_LATER)
        return self.cleaned_data


def shipped() -> list[tuple[str, str]]:
    titles = [(name, spoken(read_questionnaire(name)["title"]).text) for name in questionnaires()]
    return [("", _("None: I choose a file")), *titles]


class DefinitionForm(forms.Form):
    """A file with a questionnaire, or one that ships with the portal; `reading` is what is in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSForm (xlsx, xls), LimeSurvey (lss, tsv), Qualtrics (qsf) or the portal’s own JSON."),
        allow_empty_file=True,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of texts that name none"), choices=language_choices, initial=get_language
    )
    template = forms.ChoiceField(
        label=_("Or start from one of the portal’s own"), choices=shipped, required=False
    )
    reading: dict

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Take out pictures."),
                params={"limit": LARGEST_FILE // 1024 // 1024},
            )
        return file

    def clean(self):
        file, template = self.cleaned_data.get("file"), self.cleaned_data.get("template")
        if self.errors:
            return self.cleaned_data
        if bool(file is not None) == bool(template):
            raise forms.ValidationError(_("Choose either a file or one of the portal’s own questionnaires."))
        if template:
            self.reading = read_own(read_questionnaire(template))
            return self.cleaned_data
        try:
            self.reading = read_definition(file.read(), language=self.cleaned_data["language"])
        except Unreadable as error:
            self.add_error("file", str(error))
        return self.cleaned_data


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options
    )


class DraftForm(forms.Form):
    """What a draft needs beside its questions; `wanted` is what `actions.import_survey` takes."""

    # Which reading was shown: another one may have taken its place meanwhile.
    read_at = forms.CharField(widget=forms.HiddenInput)
    slug = forms.SlugField(
        label=_("Name in the address"), max_length=60, help_text=_("Small letters, digits and hyphens.")
    )
    asked_by = forms.CharField(
        label=_("Asked by"), max_length=200, help_text=_("Who asks: the organisation.")
    )
    opens = day_field(_("First day"), initial=lambda: timezone.localdate() + SOON)
    closes = day_field(
        _("Last day"),
        initial=lambda: timezone.localdate() + LATER,
        help_text=_("Until midnight, Geneva time. Nobody can answer before you open the survey."),
    )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in NOT_A_SLUG or Survey.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another survey has this name. Choose another one."))
        return slug

    def clean(self) -> dict:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The last day must not be before the first."))
        return self.cleaned_data

    @property
    def wanted(self) -> dict:
        given = self.cleaned_data
        return {
            "slug": given["slug"],
            "asked_by": given["asked_by"],
            "opens": at(given["opens"], time.min),
            "closes": at(given["closes"], LAST_MINUTE),
        }


def at(day, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
