"""Moderators group excerpts into key issues, put them behind proposals, and bring both into shape.

What changes the order locks the consultation first, so two such steps come one after the other. Texts are
saved by compare-and-set: each row counts how often it was kept.
"""

from collections.abc import Iterable
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model
from django.utils import timezone
from modeltranslation.utils import get_translation_fields

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from reports.actions.excerpts import refuse_if_overtaken
from reports.models import Excerpt, KeyIssue, Proposal
from surveys.outline import fingerprint
from upr_portal.states import WrongState

Row = KeyIssue | Proposal


def order_of(consultation: Consultation) -> str:
    """A fingerprint of which key issues and proposals there are, and in which order."""
    issues = consultation.key_issues.order_by("position").values_list("pk", "proposals__pk")
    rows = issues.order_by("position", "proposals__number")
    return fingerprint("|".join(f"{issue}-{proposal}" for issue, proposal in rows))


def lock(consultation: Consultation, seen: str | None = None) -> None:
    """Nobody else changes the order meanwhile; WrongState where it is not the one that was `seen`."""
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    if seen is not None and order_of(consultation) != seen:
        raise WrongState(f"{consultation!r} has other key issues or proposals")


def locked_row(row: Row, version: int) -> Row:
    """The row as it stands. KeptElsewhere at another version, WrongState where it is gone."""
    standing = type(row).objects.select_for_update(of=["self"]).filter(pk=row.pk).first()
    if standing is None:
        raise WrongState(f"{row!r} is gone")
    refuse_if_overtaken(standing, version)
    return standing


def consultation_of(row: Row) -> Consultation:
    return row.consultation if isinstance(row, KeyIssue) else row.key_issue.consultation


@transaction.atomic
def add_key_issue(consultation: Consultation, *, by: User, **texts: str) -> KeyIssue:
    """At the end; texts by column (`title_en=` …)."""
    lock(consultation)
    last = consultation.key_issues.aggregate(last=Max("position"))["last"] or 0
    issue = KeyIssue.objects.create(consultation=consultation, position=last + 1, **texts)
    record(by, "wrote", issue)
    return issue


@transaction.atomic
def add_proposal(issue: KeyIssue, *, by: User, **texts: str) -> Proposal:
    """At the end of its key issue, with the next number. WrongState where that is gone."""
    lock(issue.consultation)
    if not KeyIssue.objects.filter(pk=issue.pk).exists():
        raise WrongState(f"{issue!r} is gone")
    last = issue.proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal.objects.create(key_issue=issue, number=last + 1, **texts)
    record(by, "wrote", proposal)
    return proposal


@transaction.atomic
def write(row: Row, *, version: int, by: User, **texts: str) -> Row:
    """Set texts (`title_en=` …). KeptElsewhere if somebody else kept it since `version`."""
    standing = locked_row(row, version)
    changed = [column for column, text in texts.items() if getattr(standing, column) != text]
    for column in changed:
        setattr(standing, column, texts[column])
    standing.version += 1
    standing.save()
    record(by, "wrote", standing, changed=sorted(changed))
    return standing


@transaction.atomic
def put_behind(row: Row, *, add: Iterable[Excerpt], remove: Iterable[Excerpt], by: User) -> None:
    """Put excerpts behind a key issue or a proposal and take others away; what others do at the same moment
    stays. ValueError for an excerpt of another consultation."""
    add, remove = list(add), list(remove)
    consultation = consultation_of(row)
    if any(excerpt.consultation_id != consultation.pk for excerpt in add):
        raise ValueError(f"{row!r} takes excerpts of its own consultation")
    row.excerpts.add(*add)
    row.excerpts.remove(*remove)
    record(by, "grouped", row, added=len(add), removed=len(remove))


@transaction.atomic
def move(row: Row, *, step: int, seen: str, by: User) -> None:
    """One place up (-1) or down (1) among its like. WrongState where the order is not the one `seen`."""
    consultation = consultation_of(row)
    lock(consultation, seen)
    rows = list(siblings(row))
    place = rows.index(row)
    rows.insert(max(place + step, 0), rows.pop(place))
    number(rows)
    record(by, "moved", row)


def siblings(row: Row):
    if isinstance(row, KeyIssue):
        return KeyIssue.objects.filter(consultation=row.consultation_id).order_by("position")
    return Proposal.objects.filter(key_issue=row.key_issue_id).order_by("number")


def number(rows: list[Row]) -> None:
    """Count these rows from one, in this order."""
    for place, row in enumerate(rows, start=1):
        field = "position" if isinstance(row, KeyIssue) else "number"
        type(row).objects.filter(pk=row.pk).update(**{field: place})


@transaction.atomic
def merge(into: Row, other: Row, *, version: int, other_version: int, by: User) -> Row:
    """Make one of two: texts follow one another in each language; what hung on `other` hangs on `into`.

    KeptElsewhere if one of them was kept meanwhile; WrongState if one is gone, or both are the same.
    """
    lock(consultation_of(into))
    if into.pk == other.pk or consultation_of(into) != consultation_of(other):
        raise WrongState(f"{into!r} and {other!r} cannot be one")
    into, other = locked_row(into, version), locked_row(other, other_version)
    join_texts(into, other)
    into.version += 1
    into.save()
    if isinstance(into, KeyIssue):
        take_proposals(into, list(other.proposals.order_by("number")))
    lead_on(other)
    carry_over(into, other)
    left = [row for row in siblings(other) if row.pk != other.pk]
    other.delete()
    number(left)
    record(by, "merged", into)
    return into


def join_texts(into: Row, other: Row) -> None:
    """No word is lost: a key issue keeps its title, and the other's title heads its narrative."""
    if isinstance(into, Proposal):
        pairs = [((column,), column) for column in get_translation_fields("text")]
    else:
        titles, narratives = get_translation_fields("title"), get_translation_fields("narrative")
        pairs = [((title, text), text) for title, text in zip(titles, narratives, strict=True)]
    for columns, column in pairs:
        parts = [getattr(into, column), *(getattr(other, one) for one in columns)]
        setattr(into, column, "\n\n".join(part for part in parts if part))


def take_proposals(issue: KeyIssue, proposals: list[Proposal]) -> None:
    """These proposals go to the end of a key issue."""
    last = issue.proposals.aggregate(last=Max("number"))["last"] or 0
    for place, proposal in enumerate(proposals, start=last + 1):
        Proposal.objects.filter(pk=proposal.pk).update(
            key_issue=issue, number=place, version=F("version") + 1
        )


def lead_on(other: Row) -> None:
    """Its printed numbers say that they lead on to another one since now."""
    other.printed.filter(merged_at=None).update(merged_at=timezone.now())


def carry_over(into: Row, other: Row) -> None:
    """Links and rows of `other`, whatever they are, become those of `into`; what `into` has already goes."""
    for link in other._meta.many_to_many:
        if link.remote_field.through._meta.auto_created:
            getattr(into, link.name).add(*getattr(other, link.name).all())
    for relation in other._meta.related_objects:
        if relation.one_to_many:
            for hanging in relation.related_model._base_manager.filter(**{relation.field.name: other}):
                hand_on(hanging, relation.field.name, into)


def hand_on(hanging: Model, field: str, into: Row) -> None:
    with suppress(IntegrityError), transaction.atomic():
        type(hanging)._base_manager.filter(pk=hanging.pk).update(**{field: into})


@transaction.atomic
def split(
    row: Row,
    *,
    version: int,
    excerpts: Iterable[Excerpt],
    proposals: Iterable[Proposal] = (),
    by: User,
    **texts: str,
) -> Row:
    """A new row right after this one, with texts of its own; excerpts and proposals that are named go there.

    KeptElsewhere if it was kept meanwhile; WrongState if it is gone.
    """
    lock(consultation_of(row))
    row = locked_row(row, version)
    rows = list(siblings(row))
    if isinstance(row, KeyIssue):
        new = KeyIssue.objects.create(consultation=row.consultation, position=len(rows) + 1, **texts)
        chosen = {proposal.pk for proposal in proposals}
        take_proposals(new, list(row.proposals.filter(pk__in=chosen).order_by("number")))
        number(list(row.proposals.order_by("number")))
    else:
        new = Proposal.objects.create(key_issue=row.key_issue, number=len(rows) + 1, **texts)
    moved = list(row.excerpts.filter(pk__in=[excerpt.pk for excerpt in excerpts]))
    new.excerpts.add(*moved)
    row.excerpts.remove(*moved)
    rows.insert(rows.index(row) + 1, new)
    number(rows)
    type(row).objects.filter(pk=row.pk).update(version=F("version") + 1)
    record(by, "split", row)
    return new


@transaction.atomic
def delete(row: Row, *, version: int, by: User) -> None:
    """With its proposals; excerpts stay. KeptElsewhere if it was kept meanwhile; WrongState if it is gone, if
    it was recorded what became of it, or if it is printed."""
    lock(consultation_of(row))
    row = locked_row(row, version)
    if row.is_followed or row.is_printed:
        raise WrongState(f"{row!r} has a follow-up, or is printed")
    left = [one for one in siblings(row) if one.pk != row.pk]
    record(by, "deleted", row)
    row.delete()
    number(left)
