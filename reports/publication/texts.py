"""Checks of what was written: is it there in every language, numbered, settled, told?"""

import hashlib
import json

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.models import KeyIssue, Report
from reports.publication.check import Check, Finding, Passage, named, texts_of
from reports.sections import SECTIONS
from reports.texts import Condition, states_of_texts
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


class TranslationsKeepUp(Check):
    title = gettext_lazy("No translation is older than its source")

    def findings(self, candidate):
        report = candidate.report
        for kind, texts in states_of_texts(report, candidate.sections).items():
            if older := [one.language for one in texts if one.condition == Condition.STALE]:
                words = {"name": SECTIONS[kind].title, "languages": listed(named(code) for code in older)}
                sentence = _("“%(name)s” in %(languages)s is older than its source. Compare the two.") % words
                yield Finding(sentence, candidate.section_page(kind), is_advice=True)


def words_of_key_issues(issues: list[KeyIssue]) -> str:
    """SHA-256 of the numbers and words of key issues and their proposals, in all languages."""
    said = [
        [
            issue.position,
            texts_of(issue, "title"),
            texts_of(issue, "narrative"),
            {one.number: texts_of(one, "text") for one in issue.proposals.all()},
        ]
        for issue in issues
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class ApprovedWordsStand(Check):
    """Key issues belong to the consultation, so they can be written on while a report waits for its files."""

    title = gettext_lazy("Key issues and proposals are as they were approved")

    def findings(self, candidate):
        report = candidate.report
        if report.state == Report.State.APPROVED and report.approved_words not in (
            "",
            words_of_key_issues(candidate.issues),
        ):
            sentence = _(
                "Key issues or proposals were changed after the report was approved. Take it back to be"
                " approved anew, or undo the change."
            )
            yield Finding(sentence, reverse("reports:grouping", args=[report.consultation.slug]))


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
