"""Statements for interpreters: one's own, all of an event for moderators, the undelivered for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from consultations.actions import statements as actions
from consultations.models import Event, SpeakingRequest, Statement
from consultations.permissions import can_mark_undelivered, can_moderate, can_write_statement
from consultations.slots import slots_of
from consultations.statement_forms import CONSENTS, TAKEN, StatementForm
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from consultations.views.rows import EXCERPTS
from upr_portal.bodies import left_out, takes_files
from upr_portal.permissions import require


@takes_files(TAKEN)
@login_not_required
@get_or_post
@never_cache
@sensitive_variables()
def statement(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Write it, save it as a draft, hand it in, delete it; after the meeting only read and delete it."""
    event, asked, written = own_statement(request, slug, event, speaking_request)
    registration, step = asked.registration, request.POST.get("step")
    if written and step == "delete":
        actions.delete_statement(written, by=registration.person)
        messages.success(request, _("Your statement is deleted."))
        return redirect(event.address_of("registration"))
    may_write = can_write_statement(asked)
    require(may_write or (written is not None and step is None))
    form = form_of(request, asked, written)
    if form.is_valid():
        actions.save_statement(asked, hand_in=form.hand_in, by=registration.person, **form.values())
        messages.success(request, said_of(form))
        return redirect(event.address_of("statement", asked.pk))
    if form.is_bound and form.document:
        written = keep_what_came(form, asked, written)
    context = {"event": event, "asked": asked, "written": written, "form": form, "may_write": may_write}
    return render(request, "consultations/statement.html", context, status=422 if form.is_bound else 200)


def own_statement(
    request: HttpRequest, slug: str, event: str, speaking_request: int
) -> tuple[Event, SpeakingRequest, Statement | None]:
    """The event, the reader's own request there, and what they have written for it; Http404."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    requests = registration.requests.select_related("seat", "sub_topic__event__consultation")
    asked = get_object_or_404(requests, pk=speaking_request)
    asked.registration = registration
    return event, asked, Statement.objects.without_contents().filter(request=asked).first()


def form_of(request: HttpRequest, asked: SpeakingRequest, written: Statement | None) -> StatementForm:
    step = request.POST.get("step")
    sent = (request.POST, request.FILES) if step in {"draft", "hand_in"} else (None, None)
    initial = initial_of(asked, written)
    too_large = bool(sent[0]) and "file" in left_out(request)
    return StatementForm(
        *sent, hand_in=step == "hand_in", written=written, too_large=too_large, initial=initial
    )


def keep_what_came(
    form: StatementForm, asked: SpeakingRequest, written: Statement | None
) -> Statement | None:
    """A browser does not send a file again by itself: it is kept in the draft, or the page asks for it."""
    language = form.cleaned_data.get("language") or asked.language
    if actions.keep_file_in_draft(asked, form.document, language=language):
        return Statement.objects.without_contents().get(request=asked)
    form.add_error("file", _("The new file was not kept. Choose it once more."))
    return written


def initial_of(asked: SpeakingRequest, written: Statement | None) -> dict:
    if written is None:
        return {"language": asked.language}
    return {name: getattr(written, name) for name in ("text", "language", *CONSENTS)}


def said_of(form: StatementForm) -> str:
    return _("Your statement is handed in.") if form.hand_in else _("Your draft is saved.")


def statements_of(event: Event) -> QuerySet[Statement]:
    related = ("request__registration__region", "request__seat", "request__sub_topic__event__consultation")
    statements = Statement.objects.filter(request__sub_topic__event=event).select_related(*related)
    return statements.without_contents()


def file_of(statements: QuerySet[Statement], **which) -> HttpResponse:
    """The file of one of these statements, to be kept and not shown; Http404 without one."""
    found = get_object_or_404(statements.exclude(file=None).defer(None), **which)
    response = HttpResponse(bytes(found.file), content_type=found.file_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    # Kept, never shown: a document runs nothing in our name.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@login_not_required
@require_safe
@never_cache
def own_statement_file(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """One's own file, as it was cleaned."""
    _event, asked, _written = own_statement(request, slug, event, speaking_request)
    return file_of(Statement.objects.all(), request=asked)


@require_safe
@never_cache
def statement_file(request: HttpRequest, slug: str, event: str, pk: int) -> HttpResponse:
    """For moderators and interpreters: who asks, and what its writer allows, is looked at each time."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    return file_of(statements_of(event).for_moderators(), pk=pk)


@login_not_required
@require_safe
@never_cache
def undelivered_file(request: HttpRequest, slug: str, event: str, pk: int) -> HttpResponse:
    """Once the event is over: the file of a statement that could not be said, where its writer agreed."""
    event = visible_event(request, slug, event)
    if not event.is_over(timezone.now()):
        raise Http404
    return file_of(statements_of(event).published(), pk=pk)


@require_safe
@never_cache
def statements(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """For moderators: what was handed in, by sub-topic and seat, to be printed for interpreters."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    handed_in = list(statements_of(event).for_moderators().prefetch_related(*EXCERPTS))
    slots = slots_of(event)
    for one in handed_in:
        one.can_be_marked = can_mark_undelivered(one, slots.get(one.request.sub_topic_id))
    return render(request, "consultations/statements.html", {"event": event, "statements": handed_in})


@require_POST
def undelivered(request: HttpRequest, slug: str, event: str, pk: int) -> HttpResponse:
    """A moderator marks a statement as undelivered, or as delivered after all."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    statement = get_object_or_404(statements_of(event).for_moderators(), pk=pk)
    is_undelivered = request.POST.get("undelivered") == "yes"
    actions.mark_undelivered(statement, is_undelivered=is_undelivered, by=request.user)
    messages.success(request, _("The mark is saved."))
    return redirect(event.address_of("statements"))


@login_not_required
@require_safe
def undelivered_statements(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Once the event is over: what could not be said there, where its writer agreed to that."""
    event = visible_event(request, slug, event)
    if not event.is_over(timezone.now()):
        raise Http404
    found = statements_of(event).published()
    return render(request, "consultations/undelivered.html", {"event": event, "statements": found})
