"""Rapporteurs write notes, and moderators read them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from consultations.actions.notes import KeptElsewhere, keep_note
from consultations.models import Event, Note, SubTopic
from consultations.note_forms import NoteForm
from consultations.permissions import can_take_notes
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from consultations.views.rows import EXCERPTS
from upr_portal.forgery import has_lost_its_page
from upr_portal.permissions import require


@require_safe
@never_cache
def notes(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The sub-topics of an event, each with the notes that the reader may see."""
    event = visible_event(request, slug, event)
    require(can_take_notes(request.user, event))
    seen = Note.objects.visible_to(request.user).filter(sub_topic__event=event).select_related("author")
    seen = seen.prefetch_related(*EXCERPTS)
    notes_of: dict[int, list[Note]] = {}
    for note in seen:
        notes_of.setdefault(note.sub_topic_id, []).append(note)
    sub_topics = event.sub_topics.order_by("item__day__date", "item__position", "pk")
    context = {
        "event": event,
        "sub_topics": [(sub_topic, notes_of.get(sub_topic.pk, [])) for sub_topic in sub_topics],
    }
    return render(request, "consultations/notes.html", context)


@login_not_required  # who was signed out while writing keeps what was typed
@get_or_post
@never_cache
@csrf_exempt  # forged requests are turned away here, with what was typed on the page
@sensitive_post_parameters()
def note(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """One's own note of a sub-topic. Whatever goes wrong, what was typed stays on the page."""
    has_lost = request.method == "POST" and has_lost_its_page(request)
    event = visible_event(request, slug, event)
    sub_topic = get_object_or_404(event.sub_topics, pk=sub_topic)
    if not request.user.is_authenticated:
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        return show(request, event, sub_topic, NoteForm(request.POST), is_signed_out=True, status=403)
    require(can_take_notes(request.user, event))
    mine = Note.objects.filter(sub_topic=sub_topic, author=request.user).first()
    form = NoteForm(request.POST or None, note=mine)
    if has_lost:
        return show(request, event, sub_topic, form, has_lost_its_page=True, status=403)
    if not form.is_valid():
        return show(request, event, sub_topic, form, note=mine, status=422 if form.is_bound else 200)
    return keep(request, event, sub_topic, form)


def keep(request: HttpRequest, event: Event, sub_topic: SubTopic, form: NoteForm) -> HttpResponse:
    hand_in = "hand_in" in request.POST
    try:
        keep_note(sub_topic, by=request.user, hand_in=hand_in, **form.cleaned_data)
    except KeptElsewhere as elsewhere:
        typed = request.POST.copy()
        typed["version"] = str(elsewhere.note.version)  # pressed again, it takes the place of the other
        return show(request, event, sub_topic, NoteForm(typed), other=elsewhere.note, status=409)
    said = _("The note is handed in.") if hand_in else _("The draft is kept.")
    messages.success(request, said)
    where = "notes" if hand_in else "note"
    return redirect(event.address_of(where, *([] if hand_in else [sub_topic.pk])))


def show(
    request: HttpRequest, event: Event, sub_topic: SubTopic, form: NoteForm, *, status: int, **told
) -> HttpResponse:
    """The form, with what there is to tell: `note`, `other`, `is_signed_out`, `has_lost_its_page`."""
    context = {"event": event, "sub_topic": sub_topic, "form": form, **told}
    return render(request, "consultations/note.html", context, status=status)
