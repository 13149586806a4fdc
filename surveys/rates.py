"""How many of those invited have answered, and how near targets are; in numbers that give nobody away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from surveys.models import Answer, Invitation, Question, Survey, Target
from surveys.suppression import Cell, percent


@dataclass(frozen=True)
class Waiting:
    """What waits for whom: addresses for the moderator, letters for the clock, for the outbox (`leaving`), or
    for another try after the mail server did not take them."""

    moderator: int
    clock: int
    leaving: int
    refused: int
    next_try: datetime | None


def waiting_of(survey: Survey) -> Waiting:
    """One query."""
    waits, refused = Q(state=Invitation.State.WAITING), Q(letter__attempts__gt=0)
    return Waiting(
        **survey.invitations.aggregate(
            moderator=Count("pk", filter=Q(state=Invitation.State.MADE)),
            clock=Count("pk", filter=waits & Q(letter=None)),
            leaving=Count("pk", filter=waits & Q(letter__attempts=0)),
            refused=Count("pk", filter=waits & refused),
            next_try=Min("letter__look_again_at", filter=waits & refused),
        )
    )


@dataclass(frozen=True)
class Rate:
    """Of a kind of stakeholder, or several together: how many were written to, how many answered."""

    label: str
    invited: int
    answered: int

    @property
    def percent(self) -> int | None:
        return percent(Cell(self.answered), self.invited)


@dataclass(frozen=True)
class Rates:
    """`answered` is None, and no kind is told apart, where few have answered or few have not."""

    invited: int
    answered: int | None
    kinds: list[Rate]


def rates_of(survey: Survey) -> Rates:
    """One query. No row is about fewer than the threshold who answered, or who did not."""
    rows = (
        survey.invitations.filter(sent_on__isnull=False)
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"), Count("participation"))
    )
    counts = {kind: (invited, answered) for kind, invited, answered in rows}
    invited, answered = summed(counts.values())
    if not is_safe(invited, answered, survey.threshold):
        return Rates(invited, None, [])
    together = counted_together(counts, survey.threshold)
    labels = {**dict(Organisation.Kind.choices), "": _("Kind not known")}
    kinds = [
        Rate(str(label), *counts[kind])
        for kind, label in labels.items()
        if kind in counts and kind not in together
    ]
    if together:
        kinds.append(Rate(_("Other kinds together"), *summed(counts[kind] for kind in together)))
    return Rates(invited, answered, kinds)


def is_safe(invited: int, answered: int, threshold: int) -> bool:
    """Both who answered and who did not are hidden among others: all or none would be about everybody."""
    return threshold <= answered <= invited - threshold


def summed(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    counts = list(counts)
    return sum(invited for invited, _answered in counts), sum(answered for _invited, answered in counts)


def counted_together(counts: dict[str, tuple[int, int]], threshold: int) -> set[str]:
    """The kinds that are too small to stand alone, with as many others, the smallest first, as it takes."""
    together = {kind for kind, both in counts.items() if not is_safe(*both, threshold)}
    others = sorted((kind for kind in counts if kind not in together), key=counts.__getitem__)
    while together and others and not is_safe(*summed(counts[kind] for kind in together), threshold):
        together.add(others.pop(0))
    return together


def numbers_of(survey: Survey) -> dict[str, int]:
    """{state: invitations} in the order of their lives; states that none is in are left out."""
    counts = dict(survey.invitations.order_by().values_list("state").annotate(Count("pk")))
    return {state: counts[state] for state in Invitation.State.values if state in counts}


def languages_of(invitations) -> dict[str, int]:
    """{language: invitations}: a letter of each kind is shown."""
    return dict(
        invitations.order_by()
        .values_list("language")
        .annotate(Count("pk"))
        .order_by("-pk__count", "language")
    )


@dataclass(frozen=True)
class NearTarget:
    """A target and roughly how near it is: "few", "less", "more", "nearly" or "reached"."""

    target: Target
    band: str


def targets_of(survey: Survey) -> list[NearTarget]:
    """Two queries, however many targets. Bands and not counts, so that one sheet more says nothing."""
    targets = list(Target.objects.filter(choice__question__survey=survey).select_related("choice__question"))
    counts = (
        Answer.objects.aggregate(
            **{
                f"of_{target.pk}": Count(
                    "pk",
                    filter=Q(
                        question=target.choice.question_id, value__choices__contains=[target.choice.code]
                    ),
                )
                for target in targets
            }
        )
        if targets
        else {}
    )
    return [
        NearTarget(target, band(counts[f"of_{target.pk}"], target.wanted, survey.threshold))
        for target in targets
    ]


def band(count: int, wanted: int, threshold: int) -> str:
    """Words for a share of what is wanted; "few" below the threshold, whatever is wanted."""
    if count < threshold:
        return "few"
    if count >= wanted:
        return "reached"
    share = count / wanted
    return "less" if share < 0.5 else "more" if share < 0.9 else "nearly"


def questions_with_targets(survey: Survey) -> list[Question]:
    """Questions that a target can be set for: one answer each, from choices of our own."""
    questions = survey.questions.filter(kind="single").exclude(sensitivity=Question.Sensitivity.REPRISAL)
    return list(questions.prefetch_related("choices").order_by("section__position", "position"))
