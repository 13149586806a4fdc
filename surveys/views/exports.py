"""Files of answers, for moderators: asked for here, made by a job, fetched within a day."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.exports import file_of
from surveys.forms import ExportForm
from surveys.models import Survey, SurveyExport
from surveys.permissions import can_export_answers
from upr_portal.permissions import require

LOOK_AGAIN_AFTER = 3  # seconds
CONTENT_TYPES = {
    SurveyExport.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SurveyExport.Kind.CSV: "text/csv; charset=utf-8",
    SurveyExport.Kind.CODEBOOK: "text/csv; charset=utf-8",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a file, and see how far those are that one asked for. `?watch=1` loads the page again."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_export_answers(request.user, survey))
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.export_answers(survey, by=request.user, **form.cleaned_data)
        except actions.TooFew:
            form.add_error(None, _("Too few people answered. Their answers are not given out."))
        else:
            return redirect(reverse("surveys:exports", args=[slug], query={"watch": 1}))
    own = list(survey.exports.visible_to(request.user))
    is_moving = any(export.is_under_way for export in own)
    is_watching = is_moving and "watch" in request.GET and not form.is_bound
    context = {"survey": survey, "form": form, "exports": own}
    response = render(
        request,
        "surveys/exports.html",
        {**context, "is_moving": is_moving, "is_watching": is_watching},
        status=422 if form.errors else 200,
    )
    if is_watching:
        response.headers["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


@require_safe
def download_export(request: HttpRequest, slug: str, key) -> FileResponse:
    """One's own file; whether one may have it is asked again each time."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_export_answers(request.user, survey))
    export = get_object_or_404(survey.exports.visible_to(request.user).to_download(), pk=key)
    try:
        file = file_of(export).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=True, filename=export.file_name, content_type=CONTENT_TYPES[export.kind]
    )
    response.headers["Cache-Control"] = "no-store"
    return response
