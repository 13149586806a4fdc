"""What goes with a published report: how it is cited, and the feed of all."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.article import article_of_version
from reports.citing import Citation
from reports.feeds import PublishedReports
from reports.models import Report

CITED_AS = {
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
}


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def cite(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The report for a program that keeps references; a draft cannot be cited."""
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    if report.published_at is None:
        raise Http404
    source = report.file_to_read(get_language())
    said, content_type = CITED_AS[kind]
    content = getattr(Citation(report, article_of_version(source).fingerprint if source else ""), said)
    disposition = content_disposition_header(as_attachment=True, filename=f"{report.slug}.{kind}")
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All published reports, the newest first."""
    return PublishedReports()(request)
