"""Importing from the screen: choose a file, see what it would change, decide, confirm. Moderators only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.actions import discard_upload, keep_upload, read_again, save_as_shown
from recommendations.documents.tables import LARGEST_FILE
from recommendations.forms import ImportForm, ReadAgainForm
from recommendations.models import Document, ImportBatch, PendingImport
from recommendations.permissions import can_import
from recommendations.views.previews import confirm_document
from reference.models import State, UprSession
from upr_portal.bodies import Files, takes_files
from upr_portal.permissions import require
from upr_portal.states import WrongState

LOOK_AGAIN_AFTER = 3  # seconds


def upload_of(request: HttpRequest) -> PendingImport | None:
    return PendingImport.objects.without_content().filter(user=request.user).first()


@takes_files(Files(body=2 * LARGEST_FILE))
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file or paste text; it is read in the background."""
    require(can_import(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        keep_upload(by=request.user, **form.upload)
        return redirect(watch())
    pending = upload_of(request)
    if pending and pending.state == PendingImport.State.SAVED:
        pending = None
    context = {"form": form, "pending": pending}
    return render(request, "recommendations/upload.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """How far the job is; what the file would change, and what is to be decided before; what came of it.

    With `?watch=1` the page loads itself again while the file is being read or saved.
    """
    require(can_import(request.user))
    pending = upload_of(request)
    if pending is None or (request.method == "POST" and pending.sha256 != request.POST.get("sha256")):
        if request.method == "POST":
            raise WrongState("the file of the trial run is no longer here")
        return redirect("recommendations:upload")
    if pending.state == PendingImport.State.SAVED:
        return saved(request, pending)
    if pending.state != PendingImport.State.READ:
        return being_read(request, pending)
    if pending.family != Document.Family.UPR_INFO:
        return confirm_document(request, pending)
    if request.method == "POST":
        save_as_shown(pending)
        return redirect(watch())
    return render(request, "recommendations/confirm.html", trial_run(pending))


def watch() -> str:
    return reverse("recommendations:confirm", query={"watch": 1})


def trial_run(pending: PendingImport) -> dict:
    """What importing UPR Info's export would bring, as the reading found it."""
    trial = pending.reading
    states = State.objects.in_bulk(
        {row[side] for row in trial["examples"] for side in ("state", "recommender")}
    )
    sessions = UprSession.objects.in_bulk({row["session"] for row in trial["examples"]})
    return {
        "pending": pending,
        "again": ReadAgainForm(initial={"family": pending.family, "language": pending.language}),
        "trial": trial,
        "examples": [
            (row, states[row["state"]], sessions[row["session"]], states[row["recommender"]])
            for row in trial["examples"]
        ],
        "before": ImportBatch.objects.live()
        .filter(kind=pending.family, document__sha256=pending.sha256)
        .first(),
        "can_confirm": pending.skip_bad_rows or not trial["account"]["rows_refused"],
    }


def being_read(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """The progress of reading or saving, or why the file cannot be read and what else may be tried."""
    if request.method == "POST":
        raise WrongState("the file is being read or saved, or cannot be read")
    is_watching = pending.is_under_way and "watch" in request.GET
    again = ReadAgainForm(initial={"family": pending.family, "language": pending.language})
    context = {"pending": pending, "is_watching": is_watching, "again": again}
    response = render(request, "recommendations/being_read.html", context)
    if is_watching:
        response.headers["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


def saved(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """On to what came of it."""
    if pending.batch is None:
        messages.info(request, _("This file was imported before. Nothing is new."))
        return redirect("recommendations:upload")
    count = pending.batch.recommendations_new
    said = ngettext(
        "%(count)d new recommendation was imported.", "%(count)d new recommendations were imported.", count
    )
    messages.success(request, said % {"count": count})
    return redirect(pending.batch)


@require_POST
def take_for(request: HttpRequest) -> HttpResponse:
    """Read the file once more, as another kind of document or in another language."""
    require(can_import(request.user))
    pending = upload_of(request)
    form = ReadAgainForm(request.POST)
    if pending is None or not form.is_valid():
        raise WrongState("the file is no longer here, or the kind is not one of those offered")
    read_again(pending, **form.cleaned_data)
    return redirect(watch())


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    require(can_import(request.user))
    discard_upload(by=request.user)
    messages.info(request, _("The file was removed. Nothing was imported."))
    return redirect("recommendations:upload")
