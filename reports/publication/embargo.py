"""Check of when a report may be told of."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.embargo import embargo_in_words
from reports.publication.check import Check, Finding


class EmbargoIsOver(Check):
    title = gettext_lazy("It is under no embargo")
    is_of_files = True  # it may be approved before

    def findings(self, candidate):
        if words := embargo_in_words(candidate.report):
            sentence = _("%(embargo)s. Publish it then, or lift the embargo.") % {"embargo": words}
            yield Finding(sentence, reverse("reports:sharing", args=[candidate.report.slug]))
