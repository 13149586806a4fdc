"""OHCHR's thematic list of one review, written from what the portal holds."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from recommendations.documents.matrix_of_review import matrix_of
from recommendations.documents.matrix_writing import write_docx, write_xlsx
from recommendations.models import Review

WRITERS = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@login_not_required
@require_safe
def matrix(request: HttpRequest, iso3: str, session: int, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    reviews = Review.objects.select_related("state", "session__cycle")
    review = get_object_or_404(reviews, state__iso3=iso3, session__number=session)
    write, content_type = WRITERS[kind]
    name = f"{iso3.lower()}-upr-{session}-thematic-list.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(matrix_of(review)), content_type=content_type, headers=headers)
