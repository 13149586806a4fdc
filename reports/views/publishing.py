"""Doors for moderators: where a report stands on its way to readers, its checks and its comments."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reports.actions import comments, publishing
from reports.forms.publishing import CommentForm, StepForm, Verb, WhatChangedForm
from reports.models import Report
from reports.permissions import can_compose, can_publish, can_see_publishing, can_tell
from reports.publication import checked
from reports.views.typed import gives_back
from upr_portal.permissions import require

# The buttons of each state, the one that leads on first.
VERBS = {
    Report.State.DRAFT: [Verb.ASK_FOR_REVIEW],
    Report.State.IN_REVIEW: [Verb.APPROVE, Verb.SEND_BACK],
    Report.State.APPROVED: [Verb.PUBLISH, Verb.TAKE_BACK],
}


def fetch(request: HttpRequest, slug: str) -> Report:
    """For those who bring reports to readers."""
    report = get_object_or_404(Report.objects.visible_to(request.user).with_subjects(), slug=slug)
    require(can_see_publishing(request.user))
    return report


def page_at(report: Report, anchor: str = "") -> str:
    return reverse("reports:publishing", args=[report.slug]) + anchor


@gives_back(note=gettext_lazy("Note"))
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publishing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the report stands; sent, it takes a step. Where a check says what to mend, nothing is done."""
    report = fetch(request, slug)
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        verb, note = form.cleaned_data["verb"], form.cleaned_data["note"]
        require(verb != Verb.PUBLISH or can_publish(request.user, report))
        try:
            getattr(publishing, verb)(report, by=request.user, note=note)
        except publishing.NotReady as not_ready:
            for sentence in not_ready.missing:
                form.add_error(None, sentence)
        else:
            messages.success(request, done(report))
            return redirect(page_at(report))
    return show(request, report, step=form)


def done(report: Report) -> str:
    return {
        Report.State.IN_REVIEW: _("The report is in review."),
        Report.State.DRAFT: _("The report is a draft again."),
        Report.State.APPROVED: _("The report is approved. Its texts stand still now."),
        Report.State.PUBLISHED: _("The report is published. Everybody can read it now."),
    }[report.state]


@gives_back(text=gettext_lazy("Comment"))
@require_POST
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Comment on the report or one of its sections, or answer a comment."""
    report = fetch(request, slug)
    form = CommentForm(request.POST, report=report)
    if not form.is_valid():
        return show(request, report, comment=form)
    said = form.cleaned_data
    comments.comment_on(
        report,
        text=said["text"],
        language=said["language"],
        section="" if said["answers"] else said["section"],
        in_answer_to=said["answers"],
        by=request.user,
    )
    return redirect(page_at(report, "#comments"))


@require_POST
def settle_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A comment needs no more work."""
    report = fetch(request, slug)
    comments.settle(get_object_or_404(report.comments.filter(in_answer_to=None), pk=pk), by=request.user)
    return redirect(page_at(report, "#comments"))


@gives_back(what_changed=gettext_lazy("What changed"))
@require_POST
def what_changed(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a published report: begin its next edition. Of an edition not yet approved: what it changes."""
    report = fetch(request, slug)
    form = WhatChangedForm(request.POST, report=report)
    if not form.is_valid():
        return show(request, report, changes=form)
    if report.is_public:
        report = publishing.begin_edition(report, by=request.user, **form.cleaned_data)
        messages.success(request, _("The new edition is a draft. The one before stays as it is."))
    else:
        publishing.tell_what_changed(report, by=request.user, **form.cleaned_data)
        messages.success(request, _("The texts are kept."))
    return redirect(page_at(report))


def show(
    request: HttpRequest,
    report: Report,
    *,
    step: StepForm | None = None,
    comment: CommentForm | None = None,
    changes: WhatChangedForm | None = None,
) -> HttpResponse:
    """The page, with a form as it was sent."""
    sent = next((form for form in (step, comment, changes) if form and form.is_bound), None)
    found = [] if report.is_public else checked(report)
    context = {
        "report": report,
        "form": sent,
        "step": step or StepForm(),
        "comment": comment or CommentForm(report=report),
        "changes": changes or changes_of(request, report),
        "verbs": verbs_of(request, report),
        "may_tell": can_tell(request.user, report),
        "states": states_of(report),
        "replaced": None if report.is_public else report.published_one,
        "checks": [(check, finds, not all(one.is_advice for one in finds)) for check, finds in found],
        "moves": moves_of(report),
        "comments": comments_of(report),
    }
    return render(request, "reports/publishing.html", context, status=422 if sent else 200)


def verbs_of(request: HttpRequest, report: Report) -> list[Verb]:
    may_publish = can_publish(request.user, report)
    return [verb for verb in VERBS.get(report.state, ()) if verb != Verb.PUBLISH or may_publish]


def changes_of(request: HttpRequest, report: Report) -> WhatChangedForm | None:
    """The form for what changes: of an edition that is written, or of one that can be begun."""
    if report.edition > 1 and can_compose(request.user, report):
        return WhatChangedForm(report=report)
    if report.state == Report.State.PUBLISHED and not Report.objects.filter(revises=report).exists():
        return WhatChangedForm(report=report, is_new=True)
    return None


def states_of(report: Report) -> list[tuple[str, str]]:
    """(name, "done", "now" or "") of each state on the way, in their order."""
    order = [state for state in Report.State if state != Report.State.SUPERSEDED or report.is_superseded]
    here = order.index(Report.State(report.state))
    return [
        (state.label, "now" if number == here else "done" if number < here else "")
        for number, state in enumerate(order)
    ]


def moves_of(report: Report) -> list:
    """Its steps, the latest first; `is_own` where who approved had asked for that review."""
    moves = list(report.moves.select_related("by"))
    asked = None
    for move in moves:
        if move.to_state == Report.State.IN_REVIEW:
            asked = move.by_id
        move.is_own = move.to_state == Report.State.APPROVED and move.by_id == asked
    return moves[::-1]


def comments_of(report: Report, **which) -> list:
    """Comments with who wrote and settled them and their answers; open ones first. Three queries at most."""
    roots = report.comments.filter(in_answer_to=None, **which).select_related("by", "settled_by")
    found = list(roots.prefetch_related("answers__by"))
    return sorted(found, key=lambda one: one.settled_at is not None)
