"""What saving a document with paragraph numbers would change: which rows are here already, and as what.

The same number in the same edition of the same review is the same recommendation. Between the draft and the
final report the numbers change, so there a row is found again by text and States (`documents.alike`); what
is only possibly the same waits for a person.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from recommendations.actions.given import Links, LinksOf
from recommendations.actions.known import Known, KnownHere, ReviewKey
from recommendations.actions.terms import Terms, terms_of
from recommendations.documents.alike import UNSURE_WORDS, Likeness, candidates, likeness, paired
from recommendations.documents.decided import UNCLEAR, Decided, DecidedRow
from recommendations.documents.readings import ReadPledge
from recommendations.models import Document

NEW = "new"
MOST_OFFERED = 3


@dataclass
class Target:
    """A recommendation as a document would have it: its rows (several only where it has no numbers), and the
    one that is here already, if there is one."""

    review: ReviewKey
    rows: list[DecidedRow]
    known: Known | None = None
    how: Literal["new", "same", "moved", "unsure", "taken"] = "new"
    likeness: Likeness | None = None
    offered: list[tuple[Known, Likeness]] = field(default_factory=list)

    @property
    def row(self) -> DecidedRow:
        return self.rows[0]

    @property
    def text(self) -> str:
        return self.row.text

    @property
    def states(self) -> frozenset[str]:
        return frozenset(self.recommenders)

    @property
    def recommenders(self) -> dict[str, tuple[str, DecidedRow]]:
        """ISO code → spelling and row."""
        named: dict[str, tuple[str, DecidedRow]] = {}
        for row in self.rows:
            for iso3, spelling in row.recommenders.items():
                named.setdefault(iso3, (spelling, row))
        return named

    @property
    def reason(self) -> str:
        """Why it is taken for one that is here, in the reader's language."""
        if self.likeness is None:
            return ""
        return _("The words are alike to %(words)d %%, and %(states)d %% of the States are the same.") % {
            "words": self.likeness.words,
            "states": 100 * self.likeness.states,
        }


@dataclass
class NumberedPlan:
    """All that saving would do; nothing of it is saved yet."""

    decided: Decided
    here: KnownHere
    targets: list[Target] = field(default_factory=list)
    pledges: list[ReadPledge] = field(default_factory=list)
    pledges_here: list[tuple[ReadPledge, int]] = field(default_factory=list)
    pledges_repeated: int = 0
    terms: Terms = field(default_factory=Terms)
    made: dict[int, int] = field(default_factory=dict)  # a new target's identity → the key that it was given
    given: LinksOf = field(
        default_factory=dict
    )  # the terms that stand there by documents, once they are saved

    def key(self, target: Target) -> int:
        """The recommendation's key, of one that is here or was just made."""
        return target.known.pk if target.known else self.made[id(target)]

    def of(self, how: str) -> list[Target]:
        return [target for target in self.targets if target.how == how]

    @property
    def obstacles(self) -> list[DecidedRow]:
        """Rows that cannot be saved as they are."""
        return [row for row in self.decided.kept if row.obstacles]

    @property
    def undecided(self) -> list[Target]:
        """Rows of which a person must say whether they are here already."""
        return [target for target in self.targets if target.how in ("unsure", "taken")]

    @property
    def lacks_review(self) -> bool:
        """Whether the State under review or the session is still to be chosen."""
        keys = {target.review for target in self.targets}
        if self.decided.reading.pledges:
            keys.add((self.decided.state, self.decided.session or 0))
        return not all(state and session for state, session in keys)

    @property
    def lacks_stage(self) -> bool:
        """A report's numbers are the draft's or the final ones: that must be known."""
        return self.decided.reading.family == Document.Family.REPORT and not self.decided.stage

    @property
    def lacks_meaning(self) -> bool:
        """In other people's tables each word for a position needs a meaning: nobody else can look it up."""
        if self.decided.reading.family != Document.Family.TABLE:
            return False
        return any(
            row.position == UNCLEAR and row.read.lead_in for target in self.targets for row in target.rows
        )

    @property
    def is_ready(self) -> bool:
        lacks = self.lacks_review or self.lacks_stage or self.lacks_meaning
        return bool(self.targets or self.pledges) and not (self.obstacles or self.undecided or lacks)


def plan_document(decided: Decided) -> NumberedPlan:
    """Hold the rows that were kept against what is here; a fixed number of queries."""
    keys = {review_of(row, decided) for row in decided.kept}
    if decided.reading.pledges:
        keys.add((decided.state, decided.session))
    planned = NumberedPlan(decided, KnownHere({key for key in keys if all(key)}, decided.language))
    planned.targets = targets_of(decided)
    planned.terms = terms_of([row.read for row in decided.kept])
    by_review = planned.here.by_review()
    for key, targets in grouped(planned.targets).items():
        match(targets, by_review.get(key, []), decided)
    for target in planned.targets:
        obey(target, planned)
    refuse_double_choices(planned.targets)
    sort_pledges(planned)
    return planned


def review_of(row: DecidedRow, decided: Decided) -> ReviewKey:
    return (row.read.review_state or decided.state, row.read.session or decided.session or 0)


def targets_of(decided: Decided) -> list[Target]:
    """A target for each numbered row; rows without number that are alike in text are one."""
    unnumbered: dict[tuple[ReviewKey, str], Target] = {}
    targets = []
    for row in decided.kept:
        key = review_of(row, decided)
        if not row.read.number and (known := unnumbered.get((key, fingerprint(row.text)))):
            known.rows.append(row)
            continue
        target = Target(key, [row])
        targets.append(target)
        if not row.read.number:
            unnumbered[key, fingerprint(row.text)] = target
    return targets


def links_named(target: Target, terms: Terms) -> Links:
    """The terms of our lists that the rows of a target name."""
    kinds = {
        "issues": ("themes", terms.themes),
        "persons": ("persons", terms.persons),
        "goals": ("goals", terms.goals),
        "targets": ("goals", terms.targets),
    }
    found = {
        name: {known[word] for row in target.rows for word in getattr(row.read, words) if word in known}
        for name, (words, known) in kinds.items()
    }
    return {name: keys for name, keys in found.items() if keys}


def fingerprint(text: str) -> str:
    """What a text without number is known by in its review."""
    return hashlib.blake2b(f"text\0{' '.join(text.split())}".encode(), digest_size=16).hexdigest()


def grouped(targets: Iterable[Target]) -> dict[ReviewKey, list[Target]]:
    groups = defaultdict(list)
    for target in targets:
        groups[target.review].append(target)
    return groups


def match(targets: list[Target], known: list[Known], decided: Decided) -> None:
    """Find the targets of one review among what is here of it."""
    match_fingerprints(targets, known)
    numbered = [one for one in known if one.number or one.draft_number]
    match_numbers([target for target in targets if target.row.read.number], numbered, decided)
    taken = {target.known.pk for target in targets if target.known}
    free = [one for one in numbered if one.pk not in taken and is_free(one, decided)]
    open_targets = [target for target in targets if target.row.read.number and target.how == "new"]
    for mine, (place, how, is_sure) in paired(open_targets, free).items():
        target = open_targets[mine]
        target.known, target.likeness = free[place], how
        target.how = "moved" if is_sure else "unsure"
    offer(targets, free)


def match_fingerprints(targets: list[Target], known: list[Known]) -> None:
    by_fingerprint = {one.fingerprint: one for one in known if one.fingerprint}
    for target in targets:
        if not target.row.read.number and (found := by_fingerprint.get(fingerprint(target.text))):
            target.known, target.how = found, "same"


def match_numbers(targets: list[Target], known: list[Known], decided: Decided) -> None:
    """By number in the same edition. What another text holds under this number only a person can place."""
    by_number = {(number_in(one, decided), one.part): one for one in known if number_in(one, decided)}
    for target in targets:
        found = by_number.get((target.row.read.number, target.row.part))
        if found is None:
            continue
        how = likeness(target, found)
        if not found.has_text or how.words >= UNSURE_WORDS:
            target.known, target.how = found, "same"
            target.likeness = how if found.has_text else None
        elif decided.stage != Document.Stage.DRAFT:
            target.known, target.likeness, target.how = found, how, "taken"


def number_in(known: Known, decided: Decided) -> str:
    return known.draft_number if decided.stage == Document.Stage.DRAFT else known.number


def is_free(known: Known, decided: Decided) -> bool:
    """Whether the one that is here may still get a number of this edition. A new draft renumbers the old."""
    return decided.stage == Document.Stage.DRAFT or not known.number


def offer(targets: list[Target], free: list[Known]) -> None:
    """What a person may choose from where it is not sure: the most alike, taken elsewhere or not."""
    unsure = [target for target in targets if target.how == "unsure"]
    for target, found in zip(unsure, candidates(unsure, free), strict=True):
        target.offered = [(free[place], how) for place, how in found[:MOST_OFFERED]]


def obey(target: Target, planned: NumberedPlan) -> None:
    """What a person decided on an unsure one: new, or one of those offered."""
    choice = planned.decided.decisions.get("matches", {}).get(target.row.key)
    if target.how not in ("unsure", "taken") or not choice:
        return
    if choice == NEW and target.how == "unsure":
        target.known, target.likeness, target.how = None, None, "new"
        return
    chosen = planned.here.recommendations.get(int(choice)) if choice.isdigit() else None
    if chosen and chosen.review == target.review:
        target.known, target.likeness = chosen, likeness(target, chosen)
        target.how = "moved"


def refuse_double_choices(targets: list[Target]) -> None:
    """One that is here is taken for one row only; whoever chose it for a second row must choose again."""
    chosen: set[int] = set()
    for target in sorted(targets, key=lambda target: target.how == "moved"):
        if target.known is None or target.how in ("unsure", "taken"):
            continue
        if target.known.pk in chosen:
            target.how = "unsure"
        chosen.add(target.known.pk)


def sort_pledges(planned: NumberedPlan) -> None:
    """Pledges that are new, those that are here with their key, and repeats within the document."""
    review = planned.here.reviews.get((planned.decided.state, planned.decided.session or 0))
    seen: set[str] = set()
    for pledge in planned.decided.reading.pledges:
        mark = fingerprint(pledge.text)
        if mark in seen:
            planned.pledges_repeated += 1
        elif review and (known := planned.here.pledges.get((review.pk, mark))):
            planned.pledges_here.append((pledge, known))
        else:
            planned.pledges.append(pledge)
        seen.add(mark)
