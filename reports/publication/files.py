"""The check of files: is there one in each language, and does it say what the report says today?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.publication.check import Check, Finding, named
from reports.sections import fingerprint_of


class FilesAreUpToDate(Check):
    title = gettext_lazy("There is a file in every language, made after the last change")
    is_of_files = True

    def findings(self, candidate):
        if candidate.report.renderings.under_way().exists():
            yield Finding(_("Files are being made. Wait until they are done."), candidate.files_page)
        for language in candidate.report.languages:
            if sentence := self.wrong(candidate, language):
                words = {"language": named(language)}
                yield Finding(sentence % words, candidate.files_page)

    def wrong(self, candidate, language: str) -> str:
        """What is wrong with the file in a language; "" if it says what the texts and the data say now."""
        file, today = candidate.files.get(language), candidate.today[language]
        if file is None:
            return _("There is no file in %(language)s yet. Compile it.")
        if today is not None and fingerprint_of(today) != fingerprint_of(file.facts):
            return _("Texts or data have changed since the file in %(language)s was made. Compile it again.")
        return ""
