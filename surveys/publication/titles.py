"""The check of titles: whoever sees two surveys side by side can tell them apart."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from surveys.models import Survey
from surveys.publication.check import Check


class TitleIsItsOwn(Check):
    title = gettext_lazy("Title")

    def findings(self, candidate):
        survey = candidate.survey
        columns = [build_localized_fieldname("title", language) for language in survey.languages]
        same = Q(
            *((column, title) for column in columns if (title := getattr(survey, column))), _connector=Q.OR
        )
        others = Survey.objects.open().filter(closes__gt=candidate.at).exclude(pk=survey.pk)
        if same and (other := others.filter(same).first()):
            column = next(name for name in columns if getattr(survey, name) == getattr(other, name) != "")
            sentence = _("Another open survey is called “%(title)s”, too. People cannot tell the two apart.")
            sentence %= {"title": getattr(other, column)}
            yield self.about_survey(candidate, sentence, column, is_advice=True)
