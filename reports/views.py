"""Doors for people: the front page, reports as pages and files, and how moderators compile them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import actions
from reports.forms import CompileForm, MakeForm
from reports.front_page import figures, open_consultations
from reports.material import UnknownFigure
from reports.models import Rendering, Report
from reports.paper import article_of
from reports.permissions import can_compile, can_make, can_publish
from reports.sections import facts_now, fingerprint_of
from surveys.models import Survey
from surveys.permissions import can_see_results
from upr_portal.permissions import require

PAGE_SIZE = 20
LOOK_AGAIN_AFTER = 3  # seconds


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: what is open now, the latest reports, and what the portal carries in figures."""
    return render(
        request,
        "reports/home.html",
        {
            "open_consultations": open_consultations(),
            "latest_reports": Report.objects.published()[:3],
            **figures(),
        },
    )


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """All reports that the reader may see; a moderator sees drafts, too."""
    reports = Report.objects.visible_to(request.user).with_subjects().with_files()
    page = Paginator(reports, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_make": can_make(request.user)}
    return render(request, "reports/published.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Where moderators make a report: of a consultation, an event, a State or one of its reviews, a cycle."""
    require(can_make(request.user))
    bound = request.POST if request.method == "POST" else None
    form = MakeForm(bound, initial={"languages": [get_language()]})
    if form.is_valid():
        asked = form.cleaned_data
        report = actions.make_report(
            asked["subject"], kind=asked["kind"], languages=asked["languages"], by=request.user
        )
        messages.success(
            request, _("The report is made, with the sections of its kind. Now write its texts.")
        )
        return redirect("reports:compile", report.slug)
    return render(request, "reports/make.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as a page, from the facts of its latest file in the reader's language.

    Where that language has no file, it is shown in one that has; without any, from the facts of this moment.
    """
    report = get_object_or_404(
        Report.objects.visible_to(request.user).with_subjects().with_files(), slug=slug
    )
    source = report.file_to_read(get_language())
    language = source.language if source else get_language()
    with translation.override(language):
        facts, missing = facts_to_read(report, source)
        article = article_of(facts, language) if facts else ""
    return render(
        request,
        "reports/detail.html",
        {
            "report": report,
            "facts": facts,
            "missing": missing,
            "article": article,
            "article_language": language,
            "fingerprint": fingerprint_of(facts) if facts else "",
            "survey": survey_with_results(request.user, report),
            "may_compile": can_compile(request.user, report),
        },
    )


def facts_to_read(report: Report, source: Rendering | None) -> tuple[dict | None, str]:
    """The frozen facts, else those of this moment; without any, which figure could not be found."""
    if source:
        return source.facts, ""
    try:
        return facts_now(report), ""
    except UnknownFigure as unknown:
        return None, str(unknown)


def survey_with_results(user, report: Report) -> Survey | None:
    """The survey that the report tells of, if this reader may see what was found."""
    if report.told_consultation is None:
        return None
    surveys = Survey.objects.visible_to(user).filter(phases__consultation=report.told_consultation)
    survey = surveys.order_by("phases__starts", "phases__pk").first()
    return survey if survey and can_see_results(user, survey) else None


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def download(request: HttpRequest, slug: str, language: str, version: int | None = None) -> FileResponse:
    """The file in a language, the latest or a certain version; who asks is looked at every time."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    files = report.renderings.done().filter(language=language).defer("facts").order_by("-version")
    rendering = files.filter(version=version).first() if version else files.first()
    if rendering is None:
        raise Http404
    name = rendering.file_name
    response = FileResponse(
        rendering.file.open(), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response.headers["ETag"] = f'"{rendering.sha256}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compile_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Where moderators ask for files, see how far they are, and try again what has failed.

    With `?watch=1` the page loads itself again while something moves. The forms are not shown then: nothing
    that is half filled in gets lost, and the reader turns it on and off.
    """
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_compile(request.user, report))
    form = CompileForm(request.POST if request.method == "POST" else None, report=report)
    if form.is_valid():
        for language in form.cleaned_data["languages"]:
            actions.compile_report(report, language, by=request.user)
        return redirect(watch(report))
    is_moving = report.renderings.under_way().exists()
    is_watching = is_moving and "watch" in request.GET and not form.is_bound
    renderings = report.renderings.defer("facts").select_related("created_by").order_by("-created_at", "-pk")
    page = Paginator(renderings, PAGE_SIZE).get_page(request.GET.get("page"))
    response = render(
        request,
        "reports/compile.html",
        {
            "report": report,
            "form": form,
            "page": page,
            "is_moving": is_moving,
            "is_watching": is_watching,
            "may_publish": can_publish(request.user, report),
            "sections": report.sections.order_by("position"),
        },
        status=422 if form.errors else 200,
    )
    if is_watching:
        response.headers["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


def watch(report: Report) -> str:
    return reverse("reports:compile", args=[report.slug], query={"watch": 1})


@require_POST
def compile_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Try a failed rendering once more."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_compile(request.user, report))
    rendering = get_object_or_404(report.renderings, pk=pk)
    actions.compile_again(rendering, by=request.user)
    return redirect(watch(report))


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a draft to everybody."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_publish(request.user, report))
    actions.publish_report(report, by=request.user)
    messages.success(request, _("The report is published. Everybody can read it now."))
    return redirect(report)
