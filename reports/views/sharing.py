"""A report before it is published: moderators share it, and who has a link reads it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.actions.sharing import report_behind, revoke, set_embargo, share
from reports.article import article_of_version
from reports.embargo import embargo_in_words
from reports.formats import FORMATS, format_of
from reports.forms.sharing import EmbargoForm, ShareForm
from reports.models import Report
from reports.permissions import can_share
from upr_portal.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables()
def sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """The links of a report; a new one is shown on the page that answers, and never again."""
    report = fetch(request, slug)
    form = ShareForm(request.POST if request.method == "POST" else None)
    address = ""
    if form.is_valid():
        token = share(report, **form.cleaned_data, by=request.user)
        address, form = settings.SITE_URL + reverse("reports:shared", args=[token]), ShareForm()
    return answer(request, report, form=form, address=address)


@require_POST
def embargo(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the moment before which the report is not published, or lift it."""
    report = fetch(request, slug)
    form = EmbargoForm(request.POST)
    if not form.is_valid():
        return answer(request, report, embargo_form=form)
    set_embargo(report, form.cleaned_data["embargo_until"], by=request.user)
    messages.success(request, _("Kept. Compile the files anew, so that their covers say the same."))
    return redirect("reports:sharing", report.slug)


@require_POST
def revoke_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """From now on a link leads nowhere."""
    report = fetch(request, slug)
    revoke(get_object_or_404(report.shared_links, pk=pk), by=request.user)
    messages.success(request, _("The link is revoked. It leads nowhere any more."))
    return redirect("reports:sharing", report.slug)


def fetch(request: HttpRequest, slug: str) -> Report:
    report = get_object_or_404(Report.objects.visible_to(request.user), slug=slug)
    require(can_share(request.user))
    return report


def answer(request: HttpRequest, report: Report, *, form=None, embargo_form=None, address="") -> HttpResponse:
    failed = form if form and form.errors else embargo_form
    return render(
        request,
        "reports/sharing.html",
        {
            "report": report,
            "form": failed or form,
            "share_form": form or ShareForm(),
            "embargo_form": embargo_form or EmbargoForm(initial={"embargo_until": report.embargo_until}),
            "embargo": embargo_in_words(report),
            "address": address,
            "links": report.shared_links.select_related("made_by", "revoked_by"),
        },
        status=422 if failed else 200,
    )


# --- For who has a link ------------------------------------------------------------------------------------


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The report as its latest file says it; looked at anew each time whether the link still stands."""
    report = report_behind(token)
    if report is None:
        return private(render(request, "reports/shared_nothing.html", status=404))
    if report.is_public:
        return private(redirect(report))
    source = report.file_to_read(get_language())
    context = {
        "report": report,
        "article": article_of_version(source) if source else None,
        "article_language": source.language if source else get_language(),
        "embargo": embargo_in_words(report),
        "files": [
            (file, reverse("reports:shared_file", args=words_of(token, file))) for file in report.files
        ],
    }
    return private(render(request, "reports/shared.html", context))


def words_of(token: str, file) -> tuple[str, str, str]:
    return token, file.language, file.suffix


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def shared_file(request: HttpRequest, token: str, language: str, suffix: str) -> HttpResponse:
    """The latest file of a language in a format, under the same look at the link."""
    report = report_behind(token)
    if report is None:
        return private(render(request, "reports/shared_nothing.html", status=404))
    wanted = (language, format_of(suffix))
    file = next((one for one in report.files if (one.language, one.format) == wanted), None)
    if file is None:
        raise Http404
    response = FileResponse(
        file.file.open(),
        as_attachment=True,
        filename=file.file_name,
        content_type=FORMATS[file.format].content_type,
    )
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps the page, finds it, or is told its address."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
