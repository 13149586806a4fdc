"""Other people's tables: what their columns hold, and our own form to fill in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from recommendations.actions import name_columns
from recommendations.documents import template as form_to_fill
from recommendations.documents.foreign_tables import ForeignTable
from recommendations.forms import ColumnsForm
from recommendations.models import Document
from recommendations.permissions import can_import
from recommendations.views.previews import columns_of, read_upload_of
from upr_portal.permissions import require
from upr_portal.states import WrongState

KINDS = {
    "xlsx": (form_to_fill.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (form_to_fill.as_csv, "text/csv; charset=utf-8"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def columns(request: HttpRequest) -> HttpResponse:
    """What each column holds, proposed from its heading; the choice is remembered for the next table."""
    require(can_import(request.user))
    pending = read_upload_of(request)
    if pending.family != Document.Family.TABLE:
        raise WrongState("the file is no table")
    table = ForeignTable(**pending.reading)
    form = ColumnsForm(request.POST or None, table=table, columns=columns_of(pending))
    if form.is_valid():
        name_columns(pending, form.columns, by=request.user)
        return redirect(reverse("recommendations:confirm"))
    context = {"pending": pending, "form": form, "table": table}
    return render(request, "recommendations/columns.html", context, status=422 if form.is_bound else 200)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty form, with headings in the reader's language."""
    require(can_import(request.user))
    write, content_type = KINDS[kind]
    response = HttpResponse(write(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="recommendations.{kind}"'
    return response
