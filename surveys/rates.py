"""How many of those invited have answered, and how near targets are; in numbers that give nobody away."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from surveys.models import Answer, Invitation, Question, Survey, Target
from surveys.suppression import FEW, Cell, adding_up, percent


@dataclass(frozen=True)
class Rate:
    """Of a kind of stakeholder: how many were written to, and how many of them answered as far as we know."""

    kind: str
    label: str
    invited: int
    answered: Cell

    @property
    def percent(self) -> int | None:
        return percent(self.answered, self.invited)


@dataclass(frozen=True)
class Rates:
    """`answered` is None, and no kind is told apart, where too few have answered."""

    invited: int
    answered: int | None
    kinds: list[Rate]


def rates_of(survey: Survey) -> Rates:
    """One query. A kind that only few belong to says nothing, like one of which only few answered."""
    rows = (
        survey.invitations.filter(sent_on__isnull=False)
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"), Count("participation"))
    )
    counts = {kind: (invited, answered) for kind, invited, answered in rows}
    invited = sum(one for one, _answered in counts.values())
    answered = sum(one for _invited, one in counts.values())
    if answered < survey.threshold:
        return Rates(invited, None, [])
    cells = adding_up({kind: one for kind, (_invited, one) in counts.items()}, survey.threshold) or {}
    labels = {"": _("Kind not known"), **dict(Organisation.Kind.choices)}
    return Rates(
        invited,
        answered,
        [
            Rate(
                kind,
                str(label),
                counts[kind][0],
                FEW if counts[kind][0] < survey.threshold else cells.get(kind, FEW),
            )
            for kind, label in labels.items()
            if kind in counts
        ],
    )


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
