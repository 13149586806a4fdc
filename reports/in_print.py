"""What is printed of key issues and proposals, and how the drafts of moderators differ from it."""

import re
from dataclasses import dataclass

from modeltranslation.utils import get_translation_fields

from consultations.models import Consultation
from reports.material import TOKEN
from reports.models import KeyIssue, PrintedKeyIssue, PrintedProposal, Proposal, Report

Draft = KeyIssue | Proposal
Printed = PrintedKeyIssue | PrintedProposal
FIELDS = {KeyIssue: ["title", "narrative"], Proposal: ["text"]}


def proposals_under(slug: str, position: int, number: int) -> list[PrintedProposal]:
    """All that reports of a consultation print under a number, the newest report first; one query."""
    found = PrintedProposal.objects.public().filter(
        key_issue__report__consultation__slug=slug, key_issue__position=position, number=number
    )
    return list(found.select_related("proposal__key_issue__consultation"))


def key_issues_at(consultation: Consultation, position: int) -> list[PrintedKeyIssue]:
    """The same of key issues, each with its proposals."""
    return list(
        PrintedKeyIssue.objects.public()
        .filter(report__consultation=consultation, position=position)
        .prefetch_related("proposals__proposal__follow_ups")
    )


def prints_of(draft: Draft) -> list[Printed]:
    """All that is printed of it and of what was merged into it, the newest report first; one query."""
    return list(draft.printed.public())


def asked_for(rows: list[Printed], report: str) -> Printed | None:
    """What is shown of those under one number: of the newest report, or of the one that is named."""
    return next((row for row in rows if report in ("", row.report.slug)), None)


def own(rows: list[Printed]) -> Printed | None:
    """Of what is printed of one draft that which it was itself, if any is; else what was merged into it."""
    return min(rows, key=lambda row: row.merged_at is not None, default=None)


@dataclass(frozen=True)
class Editions:
    """What there is to tell of a printed number beside the words printed under it.

    `now`: where the newest report prints it, if that is another place; `others`: what older reports print
    under the same number.
    """

    printed: Printed
    now: Printed | None
    others: list[Printed]

    @classmethod
    def of(cls, printed: Printed, under_number: list[Printed], prints: list[Printed]) -> "Editions":
        newest = own([row for row in prints if row.is_newest])
        is_elsewhere = newest is not None and newest.pk != printed.pk
        tells = is_elsewhere and (printed.merged_at or not printed.is_newest)
        others = [row for row in under_number if row.key != printed.key]
        return cls(printed, newest if tells else None, others)

    @property
    def is_worth_telling(self) -> bool:
        return not self.printed.is_newest or self.printed.merged_at is not None or bool(self.others)


@dataclass(frozen=True)
class Difference:
    """How a draft differs from what the newest report prints of it; `printed` is None if that is nothing.

    `merged`: what is printed besides and was merged into it.
    """

    draft: Draft
    printed: Printed | None
    merged: list[Printed]

    @classmethod
    def of(cls, draft: Draft, newest: list[Printed]) -> "Difference":
        printed = own(newest)
        return cls(draft, printed, [row for row in newest if row != printed])

    @property
    def is_moved(self) -> bool:
        return place_of(self.draft) != place_of(self.printed)

    @property
    def is_reworded(self) -> bool:
        columns = [column for field in FIELDS[type(self.draft)] for column in get_translation_fields(field)]
        return not all(
            says_the_same(getattr(self.draft, column) or "", getattr(self.printed, column) or "")
            for column in columns
        )


def place_of(row: Draft | Printed) -> tuple[int, ...]:
    if isinstance(row, KeyIssue | PrintedKeyIssue):
        return (row.position,)
    return (row.key_issue.position, row.number)


def says_the_same(draft: str, printed: str) -> bool:
    """Whether these are the same words; what stands in print for a live figure may be any."""
    words = TOKEN.sub("\0", draft).split("\0")
    return re.fullmatch(".+?".join(map(re.escape, words)), printed, re.DOTALL) is not None


@dataclass(frozen=True)
class InPrint:
    """What the newest report of a consultation prints: {key issue: rows}, {proposal: rows}, by their keys."""

    report: Report | None
    issues: dict[int, list[PrintedKeyIssue]]
    proposals: dict[int, list[PrintedProposal]]

    @classmethod
    def of(cls, consultation: Consultation) -> "InPrint":
        found = cls(consultation.reports.newest_to_tell_key_issues().first(), {}, {})
        rows = PrintedKeyIssue.objects.filter(report=found.report).select_related("report__consultation")
        for issue in rows.prefetch_related("proposals"):
            found.issues.setdefault(issue.key, []).append(issue)
            for proposal in issue.proposals.all():
                found.proposals.setdefault(proposal.key, []).append(proposal)
        return found
