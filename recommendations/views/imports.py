"""Importing from the screen: choose a file, see what it would change, confirm. Moderators only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.actions import discard_upload, import_reading, keep_upload, preview
from recommendations.documents.tables import Unreadable
from recommendations.documents.upr_info import read_upr_info
from recommendations.forms import ImportForm
from recommendations.models import ImportBatch, PendingImport
from recommendations.permissions import can_import
from upr_portal.permissions import require
from upr_portal.states import WrongState

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. What cannot be read at all is refused here; the rest goes to the trial run."""
    require(can_import(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            read_upr_info(content, language=form.cleaned_data["language"])
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            keep_upload(
                by=request.user,
                file_name=form.cleaned_data["file"].name[-200:],
                content=content,
                language=form.cleaned_data["language"],
                skip_bad_rows=form.cleaned_data["skip_bad_rows"],
            )
            return redirect("recommendations:confirm")
    status = 422 if form.is_bound else 200
    return render(request, "recommendations/upload.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The trial run: what the file would change which rows are bad. Confirming imports exactly this file."""
    require(can_import(request.user))
    pending = PendingImport.objects.filter(user=request.user).first()
    if request.method == "POST":
        return imported(request, pending)
    if pending is None:
        return redirect("recommendations:upload")
    reading = read_upr_info(bytes(pending.content), language=pending.language)
    context = {
        "pending": pending,
        "preview": preview(reading),
        "refusals": reading.refusals[:SHOWN],
        "can_confirm": pending.skip_bad_rows or not reading.refusals,
    }
    return render(request, "recommendations/confirm.html", context)


def imported(request: HttpRequest, pending: PendingImport | None) -> HttpResponse:
    """Import the file that was shown. WrongState: another has taken its place, or bad rows came up."""
    if pending is None or pending.sha256 != request.POST.get("sha256"):
        raise WrongState("the file of the trial run is no longer here")
    reading = read_upr_info(bytes(pending.content), language=pending.language)
    if reading.refusals and not pending.skip_bad_rows:
        raise WrongState("the lists changed since the trial run")
    batch, account = import_reading(
        reading,
        by=request.user,
        kind=ImportBatch.Kind.UPR_INFO,
        file_name=pending.file_name,
        sha256=pending.sha256,
        language=pending.language,
        skip_bad_rows=pending.skip_bad_rows,
    )
    discard_upload(by=request.user)
    if batch is None:
        messages.info(request, _("This file was imported before. Nothing is new."))
    else:
        said = ngettext(
            "%(count)d new recommendation was imported.",
            "%(count)d new recommendations were imported.",
            account.recommendations_new,
        )
        messages.success(request, said % {"count": account.recommendations_new})
    return redirect("recommendations:upload")


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    require(can_import(request.user))
    discard_upload(by=request.user)
    messages.info(request, _("The file was removed. Nothing was imported."))
    return redirect("recommendations:upload")
