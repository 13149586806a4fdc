"""What people see who come too late: what they typed, so that it can be copied."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from surveys.forms import written
from surveys.models import Survey


@sensitive_variables()
def too_late(request: HttpRequest, survey: Survey, typed: dict[str, dict] | None = None) -> HttpResponse:
    """The survey takes nothing. What was typed ({position: {field: [text]}}) is shown; with None the page
    only says that it is over. Before the beginning, and where nothing was typed, the start page says so."""
    found = written(survey, typed) if typed else []
    if not survey.is_over or (typed is not None and not found):
        return redirect(survey)
    status = 409 if request.method == "POST" else 200
    return render(request, "surveys/over.html", {"survey": survey, "written": found}, status=status)
