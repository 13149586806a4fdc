"""Texts of key issues and proposals are written; whatever goes wrong, what was typed stays on the page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.models import Consultation
from reports.actions import key_issues as actions
from reports.actions.excerpts import KeptElsewhere
from reports.figures import example_of, material_of
from reports.forms.grouping import TextsForm, languages_of
from reports.models import KeyIssue, Proposal
from reports.views.grouping import Row, fetch_row, workbench_at
from reports.views.reading import fetch
from reports.views.typed import gives_back

gives_back_texts = gives_back(
    title_=gettext_lazy("Title"), narrative_=gettext_lazy("Narrative"), text_=gettext_lazy("Text")
)


@gives_back_texts
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_key_issue(request: HttpRequest, slug: str) -> HttpResponse:
    consultation = fetch(request, slug)
    form = texts_form(request, consultation, KeyIssue)
    if form.is_valid():
        issue = actions.add_key_issue(consultation, by=request.user, **form.texts())
        return redirect(workbench_at(issue))
    return show_texts(request, consultation, form)


@gives_back_texts
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A proposal at the end of a key issue."""
    consultation = fetch(request, slug)
    issue = get_object_or_404(consultation.key_issues, pk=pk)
    form = texts_form(request, consultation, Proposal)
    if form.is_valid():
        proposal = actions.add_proposal(issue, by=request.user, **form.texts())
        return redirect(workbench_at(proposal))
    return show_texts(request, consultation, form, issue=issue)


def texts_form(request: HttpRequest, consultation: Consultation, model, row: Row | None = None) -> TextsForm:
    data = request.POST if request.method == "POST" else None
    languages, material = languages_of(consultation, row), material_of(consultation)
    return TextsForm(data, model=model, languages=languages, material=material, row=row)


def show_texts(
    request: HttpRequest, consultation: Consultation, form: TextsForm, *, status: int | None = None, **told
) -> HttpResponse:
    """The form, with what there is to tell: `row`, `issue` of a new proposal, `conflicts`."""
    context = {
        "consultation": consultation,
        "form": form,
        "is_issue": form.model is KeyIssue,
        "example": example_of(form.material),
        **told,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "reports/grouping/texts.html", context, status=status)


@gives_back_texts
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """The texts of a key issue or a proposal, in its languages side by side."""
    consultation = fetch(request, slug)
    standing = fetch_row(consultation, row)
    form = texts_form(request, consultation, type(standing), standing)
    if not form.is_valid():
        return show_texts(request, consultation, form, row=standing)
    try:
        version = form.cleaned_data["version"]
        actions.write(standing, version=version, by=request.user, **form.texts())
    except KeptElsewhere as elsewhere:
        theirs = elsewhere.row
        conflicts = form.conflicts(theirs)
        form.data = form.data.copy()
        form.data["version"] = str(theirs.version)  # saved again, it takes the place of the other
        return show_texts(request, consultation, form, row=theirs, conflicts=conflicts, status=409)
    messages.success(request, _("The texts are kept."))
    return redirect(workbench_at(standing))
