"""Questionnaires come in from files – choose one, look at it, confirm – and go out. Moderators only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.definitions.families import FAMILIES
from surveys.definitions.slugs import free_slug
from surveys.definitions.words import own_names, sections_shown, spoken
from surveys.definitions.writing import written_as
from surveys.forms import DefinitionForm, DraftForm
from surveys.models import PendingDefinition, Survey
from surveys.permissions import can_run_surveys
from upr_portal.permissions import require
from upr_portal.states import WrongState

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pending_of(request: HttpRequest) -> PendingDefinition | None:
    return PendingDefinition.objects.filter(user=request.user).first()


@require_http_methods(["GET", "HEAD", "POST"])
def import_survey(request: HttpRequest) -> HttpResponse:
    """Choose a file, or a questionnaire that ships with the portal. Nothing is saved yet."""
    require(can_run_surveys(request.user))
    is_sent = request.method == "POST"
    form = DefinitionForm(*((request.POST, request.FILES) if is_sent else ()))
    if form.is_valid():
        actions.keep_definition(form.reading, by=request.user)
        return redirect("surveys:confirm_import")
    pending = pending_of(request)
    context = {"form": form, "pending": spoken(pending.reading["title"]) if pending else None}
    return render(request, "surveys/import.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_import(request: HttpRequest) -> HttpResponse:
    """What was read in the file, and what was not; confirming makes a draft of it."""
    require(can_run_surveys(request.user))
    pending = pending_of(request)
    if pending is None:
        if request.method == "POST":
            raise WrongState("the questionnaire that was shown is no longer here")
        return redirect("surveys:import_survey")
    reading = pending.reading
    moment = pending.read_at.isoformat()
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        initial={"slug": free_slug(reading["title"]), "read_at": moment},
    )
    if form.is_bound and request.POST.get("read_at") != moment:
        raise WrongState("another questionnaire was read meanwhile")
    if form.is_valid() and (survey := imported(request, form, reading)):
        return redirect("surveys:making", survey.slug)
    sections = sections_shown(reading)
    context = {
        "form": form,
        "family": FAMILIES[reading["family"]],
        "title": spoken(reading["title"]),
        "introduction": spoken(reading.get("introduction", {})),
        "offered": own_names(reading["languages"]),
        "sections": sections,
        "question_count": sum(len(section.questions) for section in sections),
        "not_understood": reading["not_understood"],
    }
    return render(request, "surveys/confirm_import.html", context, status=422 if form.errors else 200)


def imported(request: HttpRequest, form: DraftForm, reading: dict) -> Survey | None:
    """The new draft; None where something speaks against it, which the form then says."""
    try:
        survey = actions.import_survey(reading, by=request.user, **form.wanted)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    actions.discard_definition(by=request.user)
    messages.success(request, _("The draft is here. Look it through on the workbench, then open it."))
    return survey


@require_safe
@never_cache
def as_xlsform(request: HttpRequest, slug: str) -> HttpResponse:
    return as_file(request, slug, "xlsform", "xlsx", EXCEL)


@require_safe
@never_cache
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    return as_file(request, slug, "json", "json", "application/json")


def as_file(request: HttpRequest, slug: str, format: str, ending: str, content_type: str) -> HttpResponse:
    """The questions of a survey as a file."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_run_surveys(request.user))
    response = HttpResponse(written_as(format, survey), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.{ending}"'
    return response
