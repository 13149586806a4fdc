"""The chain through a proposal: where it leads and in which reports it stands."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from modeltranslation.utils import resolution_order

from recommendations.models import Recommendation
from reports.material import Material, UnknownFigure
from reports.models import Excerpt, FollowUp, PrintedProposal, Proposal, Rendering, Report
from reports.sections import written

KEY_ISSUES = "key_issues"


class Place(NamedTuple):
    """Where a report prints a proposal: under which number, and the paragraphs of its key issue."""

    report: Report
    number: str
    anchor: str
    paragraphs: list[int]


class Links(NamedTuple):
    """All that a proposal is linked to, by the keys that people and programs know."""

    recommendations: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    @classmethod
    def of(cls, proposal: Proposal) -> "Links":
        addressed = list(proposal.addressees.values_list("kind", "state__iso3"))
        return cls(
            frozenset(proposal.recommendation_links.values_list("recommendation", flat=True)),
            frozenset(kind for kind, state in addressed if state is None),
            frozenset(state for _, state in addressed if state is not None),
            frozenset(proposal.targets.values_list("code", flat=True)),
        )

    def without(self, others: "Links") -> "Links":
        return Links(*(mine - theirs for mine, theirs in zip(self, others, strict=True)))

    def among(self, others: "Links") -> "Links":
        return Links(*(mine & theirs for mine, theirs in zip(self, others, strict=True)))

    def __bool__(self) -> bool:
        return any(self[:])


def material_of(consultation) -> Material:
    """Figures for texts of a consultation that stand in no report."""
    return Material(Report(consultation=consultation))


def words_of(thing, field: str, material: Material) -> dict:
    """`sections.written`; where a figure does not exist, the text as it was typed, so that it can be read."""
    try:
        return written(thing, field, material)
    except UnknownFigure:
        return written(thing, field, Unfilled())


class Unfilled:
    """Material that leaves texts as they are."""

    def filled(self, text: str) -> str:
        return text


def recommendations_of(proposal: Proposal) -> QuerySet[Recommendation]:
    """The recommendations that it led to; in the place of one that was merged, the one it was merged into."""
    linked = Q(proposals=proposal, merged_into=None) | Q(merged__proposals=proposal)
    found = Recommendation.objects.filter(pk__in=Recommendation.objects.filter(linked).values("pk"))
    return found.with_source().order_by("review__session__number", "review__state", "pk")


def entries_of(proposal: Proposal) -> list[FollowUp]:
    """What was recorded of it, the latest first; each with its evidence, and `is_corrected`."""
    entries = list(proposal.follow_ups.prefetch_related("evidence"))
    corrected = {entry.corrects_id for entry in entries}
    for entry in entries:
        entry.is_corrected = entry.pk in corrected
    return entries


def excerpts_of(proposal: Proposal, user) -> list[Excerpt]:
    """The passages behind a proposal, for those who may read them: in one query."""
    return list(proposal.excerpts.visible_to(user).standing().with_sources().order_by("pk"))


def places_of(proposal: Proposal, printed: list[PrintedProposal], user, language: str) -> list[Place]:
    """Where it stands in the reports that the reader may see, in the version that they read; three queries.

    `printed`: all that is printed of it. A report that was not compiled yet names no place.
    """
    files = Prefetch("renderings", Rendering.objects.latest_files().defer("facts"), to_attr="files")
    told = Report.objects.visible_to(user).filter(consultation=proposal.key_issue.consultation_id)
    read = {report: version_read(report.files, language) for report in told.prefetch_related(files)}
    facts = dict(Rendering.objects.filter(pk__in=filter(None, read.values())).values_list("pk", "facts"))
    return [
        place
        for report, key in read.items()
        if key
        for place in places_in(facts[key], report, sought_in(report, proposal, printed))
    ]


def sought_in(
    report: Report, proposal: Proposal, printed: list[PrintedProposal]
) -> Callable[[int, dict], bool]:
    """How the proposal is known in a report: by its numbers where they were kept, in a draft by its key."""
    numbers = {(one.key_issue.position, one.number) for one in printed if one.report == report}
    if report.is_public:
        return lambda position, there: (position, there["number"]) in numbers
    return lambda _position, there: there.get("key") == proposal.pk


def version_read(files: list[Rendering], language: str) -> int | None:
    """The key of the latest file in this language, else in the next that texts fall back to."""
    keys = {file.language: file.pk for file in sorted(files, key=lambda one: one.version)}
    return next((keys[code] for code in resolution_order(language) if code in keys), None)


def places_in(facts: dict, report: Report, is_it: Callable[[int, dict], bool]) -> Iterator[Place]:
    """The places of a proposal among frozen facts, where `is_it` says so of a position and what is there."""
    for issue, printed in proposals_in(facts):
        if is_it(issue["position"], printed):
            yield Place(
                report,
                f"{issue['position']}.{printed['number']}",
                f"recommendation-{issue['position']}-{printed['number']}",
                [paragraph["number"] for paragraph in issue["narrative"]["paragraphs"]],
            )


def proposals_in(facts: dict) -> Iterator[tuple[dict, dict]]:
    """(key issue, proposal) as they were frozen."""
    for section in facts["sections"]:
        if section["kind"] == KEY_ISSUES:
            yield from ((issue, printed) for issue in section["key_issues"] for printed in issue["proposals"])
