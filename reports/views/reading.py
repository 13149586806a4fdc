"""Pages on which moderators read what people wrote and take excerpts from it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.models import Consultation
from reports.actions import excerpts as actions
from reports.forms.excerpts import CodesForm, PassageForm
from reports.forms.reading import ReadingForm
from reports.permissions import can_work_on_material
from reports.reading import ANSWERS, Text, find_text, texts_of
from upr_portal.permissions import require

PAGE_SIZE = 20


def fetch(request: HttpRequest, slug: str) -> Consultation:
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    require(can_work_on_material(request.user))
    return consultation


def fetch_text(consultation: Consultation, token: str) -> Text:
    text = find_text(consultation, token)
    if text is None:
        raise Http404
    return text


@require_safe
@never_cache
def reading_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers, statements or notes of a consultation, filtered and page by page."""
    consultation = fetch(request, slug)
    form = ReadingForm(request.GET, consultation=consultation)
    wanted = form.wanted()
    page = Paginator(texts_of(consultation, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/excerpts/room.html",
        {
            "consultation": consultation,
            "form": form,
            "page": page,
            "is_of_answers": wanted.source == ANSWERS,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def text(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One text. A passage that is sent here becomes an excerpt, if it stands in the text word for word."""
    consultation = fetch(request, slug)
    source = fetch_text(consultation, token)
    form = PassageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        passage = form.cleaned_data["passage"]
        try:
            excerpt = actions.select_excerpt(consultation, source, passage, by=request.user)
        except ValidationError as error:
            form.add_error("passage", error)
        else:
            messages.success(request, _("Taken. Nobody outside sees it until you say how it is shown."))
            return redirect("reports:excerpt", slug, excerpt.pk)
    context = {"consultation": consultation, "text": source, "form": form}
    return render(request, "reports/excerpts/text.html", context, status=422 if form.errors else 200)


@require_POST
def mark_read(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A text was read through (`read=yes`), or is to be read again; back to the page one came from."""
    consultation = fetch(request, slug)
    source = fetch_text(consultation, token)
    if request.POST.get("read") == "no":
        actions.mark_unread(source)
    else:
        actions.mark_read(consultation, source, by=request.user)
    where = ReadingForm(request.GET, consultation=consultation)
    room = reverse("reports:reading_room", args=[slug])
    return redirect(f"{room}?{request.GET.urlencode()}" if where.is_valid() else room)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """The codes of a consultation on one page."""
    consultation = fetch(request, slug)
    form = CodesForm(request.POST if request.method == "POST" else None, consultation=consultation)
    if form.is_valid():
        try:
            actions.keep_codes(consultation, by=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The codes are kept."))
            return redirect("reports:codes", slug)
    context = {"consultation": consultation, "form": form}
    return render(request, "reports/excerpts/codes.html", context, status=422 if form.errors else 200)
