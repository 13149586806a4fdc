"""Checks of what was written: is it there in every language, numbered, settled, told?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.publication.check import Check, Finding, Passage, named, texts_of
from upr_portal.templatetags.portal import listed


class EveryLanguageIsThere(Check):
    title = gettext_lazy("Every text is there in every language of the report")

    def findings(self, candidate):
        for passage in candidate.passages:
            if missing := self.missing(passage, candidate.report.languages):
                words = {"name": passage.name, "languages": listed(named(code) for code in missing)}
                sentence = _("“%(name)s” has no text in %(languages)s. Write it.") % words
                yield Finding(sentence, passage.where)

    def missing(self, passage: Passage, languages: list[str]) -> list[str]:
        """None where it is empty in all languages and may be: then nothing is to be translated."""
        is_asked = passage.is_needed or passage.texts
        return [code for code in languages if is_asked and code not in passage.texts]


class ProposalsAreComplete(Check):
    title = gettext_lazy("Proposals have words and follow one another by number")

    def findings(self, candidate):
        for issue in candidate.issues:
            where = candidate.workbench_page(f"issue-{issue.pk}")
            numbers = sorted(proposal.number for proposal in issue.proposals.all())
            if not numbers:
                sentence = _("Key issue %(number)s has no proposal.") % {"number": issue.position}
                yield Finding(sentence, where, is_advice=True)
            if numbers != list(range(1, len(numbers) + 1)):
                sentence = _("The proposals of key issue %(number)s are not numbered 1, 2, 3. Order them.")
                yield Finding(sentence % {"number": issue.position}, where)
        for passage in candidate.passages:
            if passage.is_proposal and not passage.texts:
                sentence = _("“%(name)s” is empty. Write it, or delete it.") % {"name": passage.name}
                yield Finding(sentence, passage.where)


class CommentsAreSettled(Check):
    title = gettext_lazy("The comments of reviewers are settled")

    def findings(self, candidate):
        left = candidate.report.comments.filter(in_answer_to=None, settled_at=None).count()
        if left:
            sentence = ngettext("%(count)s comment is open.", "%(count)s comments are open.", left)
            yield Finding(sentence % {"count": left}, f"{candidate.publishing_page}#comments", is_advice=True)


class ChangesAreTold(Check):
    """A new edition says what changed, in every language that it has."""

    title = gettext_lazy("Readers are told what a new edition changes")

    def findings(self, candidate):
        if candidate.report.edition == 1:
            return
        told = texts_of(candidate.report, "what_changed")
        if missing := [code for code in candidate.report.languages if code not in told]:
            words = {"languages": listed(named(code) for code in missing)}
            sentence = _("Write what changed since the edition before, in %(languages)s.") % words
            yield Finding(sentence, f"{candidate.publishing_page}#what-changed")
