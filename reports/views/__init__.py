"""Doors for people: the front page, reports as pages and files, and how moderators compile them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import actions
from reports.article import Article, article_of_version, state_of, table_of_version
from reports.citing import Citation
from reports.exports import XLSX, tables_of, workbook_of
from reports.formats import FORMATS, format_of
from reports.forms import CompileForm, MakeForm
from reports.front_page import figures, open_consultations
from reports.material import UnknownFigure
from reports.models import Rendering, Report
from reports.permissions import can_compile, can_compose, can_make
from reports.pictures import credit_of
from reports.sections import facts_now
from reports.structured_data import structured_report
from surveys.models import Survey
from surveys.permissions import can_see_results
from upr_portal.languages import OWN_NAMES
from upr_portal.permissions import require
from upr_portal.strangers import same_for_strangers

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
def published_reports(request: HttpRequest) -> HttpResponse:
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
        return redirect("reports:compose", report.slug)
    return render(request, "reports/make.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
@same_for_strangers(state_of)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as a page, from the facts of its latest file in the reader's language.

    Where that language has no file, it is shown in one that has; without any, from the facts of this moment.
    """
    report = get_object_or_404(
        Report.objects.visible_to(request.user).with_subjects().with_editions().with_files(), slug=slug
    )
    source = report.file_to_read(get_language())
    article, missing = article_to_read(report, source)
    language = source.language if source else get_language()
    context = {
        "report": report,
        "article": article,
        "missing": missing,
        "article_language": language,
        "languages_to_read": languages_to_read(report),
        "site": settings.SITE_URL,
        "survey": survey_with_results(request.user, report),
        "may_compile": can_compile(request.user, report),
        "newer": report.published_one if report.is_superseded else None,
    }
    if article and report.published_at:
        context["citation"] = Citation(report, article.fingerprint)
        context["structured_report"] = structured_report(report, article.description, language)
    return render(request, "reports/detail.html", context)


def languages_to_read(report: Report) -> list[dict]:
    """Each language in which the report has files: its page in that language, and the files."""
    found = []
    for code, _name in settings.LANGUAGES:
        if files := [file for file in report.files if file.language == code]:
            with translation.override(code):
                address = report.get_absolute_url()
            found.append({"code": code, "name": OWN_NAMES[code], "address": address, "files": files})
    return found


def article_to_read(report: Report, source: Rendering | None) -> tuple[Article | None, str]:
    """What stands on the page, from frozen facts or those of this moment; else which figure is not there."""
    if source:
        return article_of_version(source), ""
    try:
        return Article.of(facts_now(report), get_language()), ""
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
def download(
    request: HttpRequest, slug: str, language: str, suffix: str, version: int | None = None
) -> FileResponse:
    """The file in a language and format, latest or of a version; who asks is looked at every time."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    made = report.renderings.done().filter(language=language, format=format_of(suffix)).defer("facts")
    files = made.order_by("-version")
    rendering = files.filter(version=version).first() if version else files.first()
    if rendering is None:
        raise Http404
    response = FileResponse(
        rendering.file.open(),
        as_attachment=True,
        filename=rendering.file_name,
        content_type=FORMATS[rendering.format].content_type,
    )
    response.headers["ETag"] = f'"{rendering.sha256}"'
    return response


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """All tables and charts of the report, to take away as data and as pictures."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    source = file_or_404(report)
    with translation.override(source.language):
        found = tables_of(source.facts)
    return render(request, "reports/tables.html", {"report": report, "source": source, "tables": found})


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def table_file(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One table as csv or Excel, or its chart as SVG or PNG; from frozen facts."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    source = file_or_404(report)
    with translation.override(source.language):
        table = next((table for table in tables_of(source.facts) if table.name == name), None)
        if table is None or kind not in table.kinds:
            raise Http404
        content, content_type = table_of_version(source, table, kind)
    return attachment(content, content_type, f"{slug}-{source.language}-{name}.{kind}")


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """All tables as one Excel file."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    source = file_or_404(report)
    with translation.override(source.language):
        content = workbook_of(tables_of(source.facts), credit_of(source))
    return attachment(content, XLSX, f"{slug}-{source.language}-tables.xlsx")


def file_or_404(report: Report) -> Rendering:
    """The file whose frozen facts this reader is shown."""
    source = report.file_to_read(get_language())
    if source is None:
        raise Http404
    return source


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


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
        asked = form.cleaned_data
        actions.compile_files(report, asked["languages"], asked["formats"], by=request.user)
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
            "may_compose": can_compose(request.user, report),
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
    """Try a rendering that failed or was cancelled once more."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_compile(request.user, report))
    rendering = get_object_or_404(report.renderings, pk=pk)
    actions.compile_again(rendering, by=request.user)
    return redirect(watch(report))


@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make no file of a rendering that waits or is being made."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_compile(request.user, report))
    rendering = get_object_or_404(report.renderings.defer("facts"), pk=pk)
    actions.cancel(rendering, by=request.user)
    return redirect("reports:compile", report.slug)
