"""What a check is: it looks at a report, and says what is to be mended and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override
from modeltranslation.utils import build_localized_fieldname

from reports.material import Material, UnknownFigure
from reports.models import KeyIssue, Rendering, Report, ReportSection
from reports.sections import SECTIONS, facts_now
from reports.texts import needs_text
from upr_portal.languages import OWN_NAMES


@dataclass(frozen=True)
class Finding:
    """Something to mend, or (`is_advice`) to think about: a sentence, and the address where one does it."""

    sentence: str
    where: str
    is_advice: bool = False


class Check:
    """`title` says what is looked at; `findings` what is wrong, nothing if all is well.

    What `is_of_files` is asked for publishing, not yet for approving.
    """

    title: str | Promise = ""
    is_of_files = False

    def findings(self, candidate: "Candidate") -> Iterator[Finding]:
        raise NotImplementedError


@dataclass(frozen=True)
class Passage:
    """A text of the report in each language that it has: {language: text}.

    What `is_needed` must be there in every language of the report, even where it is empty in all of them.
    """

    name: str
    texts: dict[str, str]
    where: str
    is_proposal: bool = False
    is_needed: bool = False


def named(language: str) -> str:
    """The name of a language, in the one that the page is read in."""
    return str(dict(settings.LANGUAGES)[language])


def texts_of(row, field: str) -> dict[str, str]:
    columns = {language: build_localized_fieldname(field, language) for language in OWN_NAMES}
    return {language: text for language, column in columns.items() if (text := getattr(row, column))}


class Candidate:
    """A report with all that its checks look at, each looked up once."""

    def __init__(self, report: Report):
        self.report = report
        self.material = Material(report)

    @cached_property
    def sections(self) -> list[ReportSection]:
        return list(self.report.sections.filter(switched_on=True).order_by("position"))

    @cached_property
    def issues(self) -> list[KeyIssue]:
        """The key issues that the report prints, each with its proposals."""
        if not any(section.kind == "key_issues" for section in self.sections):
            return []
        issues = self.report.consultation.key_issues.order_by("position")
        return list(issues.select_related("consultation").prefetch_related("proposals"))

    @cached_property
    def passages(self) -> list[Passage]:
        """All that was written for the report."""
        return [*self.own_passages, *(one for issue in self.issues for one in self.of_issue(issue))]

    @property
    def own_passages(self) -> Iterator[Passage]:
        titles = texts_of(self.report, "title").items()
        asked = {language: title for language, title in titles if language in self.report.languages}
        yield Passage(_("Title"), asked, self.compose_page, is_needed=True)
        for section in self.sections:
            name, texts = str(SECTIONS[section.kind].title), texts_of(section, "text")
            yield Passage(name, texts, self.section_page(section.kind), is_needed=needs_text(section))

    def of_issue(self, issue: KeyIssue) -> Iterator[Passage]:
        name = _("Key issue %(number)s") % {"number": issue.position}
        where = self.workbench_page(f"issue-{issue.pk}")
        yield Passage(name, texts_of(issue, "title"), where)
        yield Passage(name, texts_of(issue, "narrative"), where)
        for proposal in sorted(issue.proposals.all(), key=lambda one: one.number):
            name = _("Proposal %(number)s") % {"number": f"{issue.position}.{proposal.number}"}
            where = self.workbench_page(f"proposal-{proposal.pk}")
            yield Passage(name, texts_of(proposal, "text"), where, is_proposal=True)

    @cached_property
    def files(self) -> dict[str, Rendering]:
        """The latest version of each language that the report has in any format, with its frozen facts."""
        done = self.report.renderings.done().filter(language__in=self.report.languages)
        latest = done.order_by("language", "-version").distinct("language")
        return {file.language: file for file in latest}

    @cached_property
    def today(self) -> dict[str, dict | None]:
        """What the report says at this moment, by language; None where a figure is not known."""
        return {language: self.facts_in(language) for language in self.report.languages}

    def facts_in(self, language: str) -> dict | None:
        with override(language):
            try:
                return facts_now(self.report)
            except UnknownFigure:
                return None

    @property
    def compose_page(self) -> str:
        """Where texts are written, and sections switched off."""
        return reverse("reports:compose", args=[self.report.slug])

    def section_page(self, kind: str) -> str:
        return reverse("reports:compose_section", args=[self.report.slug, kind])

    @property
    def files_page(self) -> str:
        return reverse("reports:compile", args=[self.report.slug])

    @property
    def publishing_page(self) -> str:
        return reverse("reports:publishing", args=[self.report.slug])

    def workbench_page(self, row: str) -> str:
        return reverse("reports:write", args=[self.report.consultation.slug, row])
