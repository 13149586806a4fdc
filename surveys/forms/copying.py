"""What comes in when a survey is copied: the name and the titles by which the copy is told apart."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from modeltranslation.utils import build_localized_fieldname

from surveys.definitions.slugs import is_no_word_of_ours
from surveys.models import Survey
from upr_portal.languages import OWN_NAMES, direction

LONGEST_TITLE = Survey._meta.get_field("title").max_length


class TitleField(forms.CharField):
    """A title, in a field that shows it to its end on a small screen; kept on one line."""

    def to_python(self, value):
        return " ".join((super().to_python(value) or "").split())


class CopyForm(forms.Form):
    """A title is asked for in each language that the original has one in."""

    slug = forms.SlugField(
        label=gettext_lazy("Name in the address"),
        max_length=Survey._meta.get_field("slug").max_length,
        validators=[is_no_word_of_ours],
        help_text=gettext_lazy("Small letters, digits and hyphens, such as “water-2027”."),
    )

    def __init__(self, data=None, *, survey: Survey):
        super().__init__(data)
        for language in dict.fromkeys([*survey.languages, *OWN_NAMES]):
            column, own_name = build_localized_fieldname("title", language), OWN_NAMES[language]
            if title := getattr(survey, column):
                self.fields[column] = TitleField(
                    label=format_html('{} – <span lang="{}">{}</span>', _("Title"), language, own_name),
                    initial=proposed(title, language),
                    max_length=LONGEST_TITLE,
                    error_messages={"required": _("Give the copy a title in this language, too.")},
                    widget=forms.Textarea({"rows": 2, "lang": language, "dir": direction(language)}),
                )

    def titles(self) -> dict[str, str]:
        """{"title_en": …}, as they were typed."""
        return {name: title for name, title in self.cleaned_data.items() if name != "slug"}


def proposed(title: str, language: str) -> str:
    """The title with the word for a copy, in its own language; a long one is cut before that word."""
    with override(language):
        longer = len(_("%(title)s (copy)") % {"title": title}) - LONGEST_TITLE
        return _("%(title)s (copy)") % {"title": title[: len(title) - max(longer, 0)].rstrip()}
