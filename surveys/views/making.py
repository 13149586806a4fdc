"""Pages on which moderators put a survey together; texts and settings are edited at the desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import actions
from surveys.condition_words import ConditionWords
from surveys.forms import CopyForm
from surveys.making_forms import ConditionForm, MoveForm, SeenForm
from surveys.models import Section, Survey
from surveys.outline import Outline, desk_page
from surveys.permissions import can_make, can_run_surveys
from surveys.workbench import changes_of, languages_of, lines_of, new_page
from upr_portal.permissions import require
from upr_portal.states import WrongState


def fetch(request: HttpRequest, slug: str, *, to_change: bool = False) -> Survey:
    """The survey, for moderators; to change it, only while it is a draft (otherwise WrongState)."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_run_surveys(request.user))
    if to_change and not can_make(request.user, survey):
        raise WrongState(f"{survey!r} is no draft")
    return survey


@require_safe
@never_cache
def making(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbench: all that is asked, in order, with what can be done to it."""
    return show_workbench(request, fetch(request, slug))


def show_workbench(request: HttpRequest, survey: Survey, problems=(), status: int = 200) -> HttpResponse:
    outline = Outline(survey)
    return render(
        request,
        "surveys/making/workbench.html",
        {
            "survey": survey,
            "outline": outline,
            "sections": lines_of(outline, get_language()),
            "language_lines": languages_of(outline),
            "changes": list(changes_of(survey)),
            "can_make": can_make(request.user, survey),
            "next_version": survey.later_versions.first(),
            "desk_page": desk_page(survey),
            "page_of_new_section": new_page(Section, survey=survey.pk, position=len(outline.sections) + 1),
            "problems": problems,
        },
        status=status,
    )


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """A section or a question one place up or down, or a question into another section."""
    survey = fetch(request, slug, to_change=True)
    form = MoveForm(request.POST, outline=Outline(survey))
    if not form.is_valid():
        return show_workbench(request, survey, form.non_field_errors() or [_("Load the page again.")], 422)
    try:
        take_move(survey, form.cleaned_data, request.user)
    except ValidationError as error:
        return show_workbench(request, survey, error.messages, 422)
    except WrongState:
        sentence = _("Somebody else changed the order. This is how it is now: look, and move again.")
        return show_workbench(request, survey, [sentence], 409)
    row = form.cleaned_data["row"]
    return redirect(f"{reverse('surveys:making', args=[slug])}#{row._meta.model_name}-{row.pk}")


def take_move(survey: Survey, given: dict, user) -> None:
    row, seen = given["row"], given["seen"]
    if "section" in given:
        actions.move_into(survey, row, given["section"], seen=seen, by=user)
    elif isinstance(row, Section):
        actions.move_section(survey, row, step=given["step"], seen=seen, by=user)
    else:
        actions.move_question(survey, row, step=given["step"], seen=seen, by=user)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    survey = fetch(request, slug, to_change=True)
    question = get_object_or_404(survey.questions.prefetch_related("choices"), code=code)
    return confirm_deletion(request, survey, question, [question], actions.delete_question)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    survey = fetch(request, slug, to_change=True)
    section = get_object_or_404(survey.sections, pk=pk)
    questions = section.questions.prefetch_related("choices").order_by("position")
    return confirm_deletion(request, survey, section, questions, actions.delete_section)


def confirm_deletion(request: HttpRequest, survey: Survey, row, questions, delete) -> HttpResponse:
    form = SeenForm(request.POST if request.method == "POST" else {"seen": Outline(survey).order})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            delete(survey, row, seen=form.cleaned_data["seen"], by=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Deleted."))
            return redirect("surveys:making", survey.slug)
    return render(
        request,
        "surveys/making/delete.html",
        {
            "survey": survey,
            "section": row if isinstance(row, Section) else None,
            "questions": questions,
            "form": form,
            "problems": problems,
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def condition(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """After which earlier answers a question is asked."""
    survey = fetch(request, slug, to_change=True)
    outline = Outline(survey)
    question = outline.by_code.get(code) or get_object_or_404(survey.questions, code=code)
    earlier = outline.earlier_questions(question)
    is_sent = request.method == "POST"
    form = ConditionForm(request.POST if is_sent else None, question=question, earlier=earlier)
    seen = SeenForm(request.POST if is_sent else {"seen": actions.condition_print(question.shown_if)})
    is_always = is_sent and "always" in request.POST
    if is_sent and seen.is_valid() and (is_always or form.is_valid()):
        tree = None if is_always else form.cleaned_data["condition"]
        actions.set_condition(survey, question, tree, was=seen.cleaned_data["seen"], by=request.user)
        return redirect(f"{reverse('surveys:making', args=[slug])}#question-{question.pk}")
    context = {
        "survey": survey,
        "question": question,
        "words": ConditionWords(outline.questions, get_language()).sentence(question.shown_if),
        "form": form,
        "seen": seen,
    }
    return render(request, "surveys/making/condition.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Another survey with the same questions, to be changed freely."""
    survey = fetch(request, slug)
    form = CopyForm(request.POST if request.method == "POST" else None, survey=survey)
    if form.is_valid():
        try:
            slug, titles = form.cleaned_data["slug"], form.titles()
            twin = actions.copy_survey(survey, slug=slug, titles=titles, by=request.user)
        except ValidationError as error:
            form.add_error("slug", error)
        else:
            messages.success(request, _("This is the copy. Give it its dates first."))
            return redirect("surveys:making", twin.slug)
    return render(
        request,
        "surveys/making/copy.html",
        {"survey": survey, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def new_version(request: HttpRequest, slug: str) -> HttpResponse:
    """The next version of a survey that was opened, as a draft."""
    twin = actions.make_new_version(fetch(request, slug), by=request.user)
    messages.success(request, _("This is the new version. Give it its dates first."))
    return redirect("surveys:making", twin.slug)
