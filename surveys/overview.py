"""The surveys that moderators work on: in which state each is, and what is to be done next."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, IntegerField, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry, User
from surveys.models import Invitation, Question, Response, Survey
from surveys.outline import desk_page

SOON = timedelta(days=3)  # before its end, one decides whether a survey is prolonged


@dataclass(frozen=True)
class NextStep:
    """What is to be done, and where."""

    words: str
    where: str


def surveys_of(user: User, *, only_own: bool = False) -> QuerySet[Survey]:
    """All that the user may see, or only those on which they did something that the audit trail knows of."""
    surveys = Survey.objects.visible_to(user)
    if not only_own:
        return surveys
    deeds = AuditEntry.objects.filter(by=user, thing_kind=Survey._meta.label_lower)
    return surveys.filter(pk__in=map(int, set(deeds.values_list("thing_key", flat=True))))


def numbers_of_states(surveys: QuerySet[Survey]) -> dict[str, int]:
    """{state: surveys}, in the order of their lives. One query."""
    counts = dict(surveys.order_by().values_list("state").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in Survey.State.values}


def in_order_of_work(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Drafts first, then what is open, then what is closed; each with the numbers that `next_step` reads."""
    places = enumerate(Survey.State.values)
    return surveys.annotate(
        place=Case(
            *(When(state=state, then=Value(place)) for place, state in places), output_field=IntegerField()
        ),
        question_count=count_of(Question.objects),
        response_count=count_of(Response.objects),
        unsent_count=count_of(Invitation.objects.unsent()),
    ).order_by("place", "-opens", "slug")


def count_of(rows: QuerySet[Model]) -> Coalesce:
    """How many of these belong to the survey; counted by itself, so that nothing multiplies it."""
    of_survey = rows.filter(survey=OuterRef("pk")).order_by().values("survey")
    return Coalesce(Subquery(of_survey.annotate(count=Count("pk")).values("count")), 0)


def next_step(survey: Survey) -> NextStep:
    """For a survey of `in_order_of_work`."""
    if survey.is_draft:
        return step_of_draft(survey)
    if survey.state == Survey.State.CLOSED:
        return NextStep(_("Read the results."), page(survey, "results"))
    if survey.is_announced:
        day = date_format(timezone.localtime(survey.opens), "DATE_FORMAT")
        sentence = _("It opens by itself on %(day)s. Enter the addresses meanwhile, if you invite people.")
        return NextStep(sentence % {"day": day}, page(survey, "invitations"))
    if survey.is_over:
        return NextStep(_("Its end has come. The clock closes it in a moment."), survey.get_absolute_url())
    return step_while_open(survey)


def step_of_draft(survey: Survey) -> NextStep:
    if not survey.question_count:
        return NextStep(_("Write the questions."), page(survey, "making"))
    if survey.closes <= timezone.now():
        return NextStep(_("Choose a later end: this one is in the past."), f"{desk_page(survey)}#id_closes_0")
    return NextStep(_("Check it, and open it."), page(survey, "publication"))


def step_while_open(survey: Survey) -> NextStep:
    if survey.unsent_count and survey.access != Survey.Access.LINK:
        sentence = ngettext(
            "Send the letter to %(n)d address.", "Send the letters to %(n)d addresses.", survey.unsent_count
        )
        return NextStep(sentence % {"n": survey.unsent_count}, page(survey, "send_letters"))
    if survey.closes <= timezone.now() + SOON:
        return NextStep(_("It ends soon. Prolong it, or let it close by itself."), page(survey, "prolong"))
    return NextStep(_("Look how many have answered, and remind people."), page(survey, "invitations"))


def page(survey: Survey, name: str) -> str:
    return reverse(f"surveys:{name}", args=[survey.slug])
