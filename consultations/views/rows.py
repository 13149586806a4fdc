"""Rows of a consultation on pages for moderators: their forms, and what was taken from their texts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consultations.making_forms.rows import RowForm

# What moderators took from a text, and the proposals behind which that stands.
EXCERPTS = ("excerpts__proposals__key_issue__consultation",)


def edit_row(
    request: HttpRequest,
    make_form: Callable[[Any], RowForm],
    save: Callable[[dict[str, Any]], str],
    *,
    title: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; what is sent and in order is saved, and `save` says where to go then."""
    form = make_form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        where = save(form.values())
        messages.success(request, _("Your changes are saved."))
        return redirect(where)
    return render(
        request,
        "consultations/making/edit.html",
        {"form": form, "title": title, "back": back, **context},
        status=422 if form.is_bound else 200,
    )
