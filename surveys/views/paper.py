"""The questionnaire to print and fill in by hand, for everybody while the survey is announced or open."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.models import Survey
from surveys.paper import as_text, not_on_paper, paper_of
from upr_portal.dates import in_words


def heading_of(survey: Survey) -> list[str]:
    """What stands at the top: who asks, how to fill it in, where it goes."""
    closes = timezone.localtime(survey.closes)
    site = settings.SITE_URL + survey.get_absolute_url()
    lines = [
        _("Asked by %(who)s. Open until %(day)s.") % {"who": survey.asked_by, "day": in_words(closes)},
        _("Do not write your name on these pages. Tick boxes, and write on the lines or on more paper."),
        _("You may pass over questions."),
        _("Somebody you trust can type your answers in at %(address)s") % {"address": site},
    ]
    if survey.answers_may_be_quoted:
        lines += [render_to_string("surveys/quoting.html").strip()]
        lines += [_("Words can give you away. Leave out names, places and dates that only you would know.")]
    if survey.paper_address:
        lines += [_("Or send the pages to this address, so that they arrive before the end:")]
        lines += survey.paper_address.splitlines()
    return lines


@login_not_required
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if survey.is_over:
        return redirect(survey)
    return render(
        request,
        "surveys/paper.html",
        {
            "survey": survey,
            "heading": heading_of(survey),
            "sections": paper_of(survey),
            "not_on_paper": not_on_paper(),
        },
    )


@login_not_required
@require_safe
def paper_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a text file."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if survey.is_over:
        raise Http404
    response = HttpResponse(
        as_text(survey, paper_of(survey), heading_of(survey)), content_type="text/plain; charset=utf-8"
    )
    response.headers["Content-Language"] = get_language()
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.{get_language()}.txt"'
    return response
