"""Where moderators read what a text of a report was before, and take one up again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports.actions import composing as actions
from reports.actions.excerpts import KeptElsewhere
from reports.forms.composing import TakeUpForm
from reports.models import ReportSection
from reports.permissions import can_compose
from reports.texts import text_in
from reports.views.composing import fetch
from upr_portal.languages import OWN_NAMES
from upr_portal.permissions import require

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def earlier_texts(request: HttpRequest, slug: str, section: str, language: str) -> HttpResponse:
    """The texts that a section had in a language, the latest first; sent, one of them is written anew."""
    report = fetch(request, slug)
    row = get_object_or_404(report.sections, kind=section)
    if language not in OWN_NAMES:
        raise Http404
    if request.method != "POST":
        return show(request, row, language)
    require(can_compose(request.user, report))
    form = TakeUpForm(request.POST, section=row, language=language)
    if not form.is_valid():
        return show(request, row, language, problem=_("Load the page again."), status=422)
    try:
        actions.take_up(report, form.cleaned_data["earlier"], seen=form.cleaned_data["seen"], by=request.user)
    except KeptElsewhere as elsewhere:
        problem = _(
            "Somebody wrote in this section meanwhile. Look at what stands there now, and press again."
        )
        return show(request, elsewhere.row, language, problem=problem, status=409)
    messages.success(
        request, _("The earlier text stands in the report again. What it replaced is kept, too.")
    )
    return redirect("reports:earlier_texts", slug, section, language)


def show(
    request: HttpRequest, section: ReportSection, language: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    report = section.report
    written = report.section_texts.filter(kind=section.kind, language=language).order_by("-pk")
    standing = text_in(section, language)
    context = {
        "report": report,
        "section": section,
        "text_language": language,
        "language_name": OWN_NAMES[language],
        "standing": standing,
        "standing_row": written.filter(text=standing).first(),
        "page": Paginator(written.select_related("written_by"), PAGE_SIZE).get_page(request.GET.get("page")),
        "seen": actions.print_of_section(section),
        "may_compose": can_compose(request.user, report),
        "problem": problem,
    }
    return render(request, "reports/composing/earlier.html", context, status=status)
