"""The workbench of key issues and proposals: texts, order, and the excerpts behind them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.models import Consultation
from reports.actions import key_issues as actions
from reports.actions.excerpts import KeptElsewhere
from reports.backing import Backing, Backings, backing_of
from reports.figures import material_of
from reports.forms.grouping import BehindForm, MergeForm, MoveForm, SplitForm, languages_of
from reports.in_print import Difference, InPrint
from reports.models import Code, Excerpt, KeyIssue, Proposal
from reports.views.reading import PAGE_SIZE, fetch
from upr_portal.states import WrongState

Row = KeyIssue | Proposal
MODELS = {"issue": KeyIssue, "proposal": Proposal}


def name_of(row: Row) -> str:
    """As addresses and buttons call it: "issue-3", "proposal-5"."""
    return f"{'issue' if isinstance(row, KeyIssue) else 'proposal'}-{row.pk}"


def fetch_row(consultation: Consultation, name: str) -> Row:
    kind, _dash, key = name.partition("-")
    if kind not in MODELS or not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    if kind == "issue":
        return get_object_or_404(consultation.key_issues, pk=key)
    return get_object_or_404(
        Proposal.objects.filter(key_issue__consultation=consultation).select_related(
            "key_issue__consultation"
        ),
        pk=key,
    )


@dataclass(frozen=True)
class Line:
    """A key issue or a proposal as it stands on the workbench."""

    row: Row
    label: str
    backing: Backing
    difference: Difference
    proposals: list["Line"]

    @property
    def name(self) -> str:
        return name_of(self.row)


def line_of(issue: KeyIssue, backings: Backings, printed: InPrint) -> Line:
    proposals = [
        Line(
            one,
            f"{issue.position}.{one.number}",
            backings.proposals[one.pk],
            Difference.of(one, printed.proposals.get(one.pk, [])),
            [],
        )
        for one in issue.proposals.all()
        if one.pk in backings.proposals
    ]
    difference = Difference.of(issue, printed.issues.get(issue.pk, []))
    return Line(issue, str(issue.position), backings.issues[issue.pk], difference, proposals)


def workbench_at(row: Row) -> str:
    """The address of the workbench, at the row."""
    slug = actions.consultation_of(row).slug
    return f"{reverse('reports:grouping', args=[slug])}#{name_of(row)}"


@require_safe
@never_cache
def grouping(request: HttpRequest, slug: str) -> HttpResponse:
    """All key issues with their proposals and the excerpts behind both."""
    return show_workbench(request, fetch(request, slug))


def show_workbench(
    request: HttpRequest, consultation: Consultation, problem: str = "", status: int = 200
) -> HttpResponse:
    excerpts = Prefetch("excerpts", Excerpt.objects.standing().order_by("pk"))
    proposals = Proposal.objects.order_by("number").prefetch_related(excerpts)
    issues = consultation.key_issues.order_by("position").prefetch_related(
        excerpts, Prefetch("proposals", proposals)
    )
    backings = backing_of(consultation)
    printed = InPrint.of(consultation)
    lines = [line_of(issue, backings, printed) for issue in issues if issue.pk in backings.issues]
    context = {
        "consultation": consultation,
        "lines": lines,
        "report": printed.report,
        "threshold": backings.threshold,
        "seen": actions.order_of(consultation),
        "left": free_excerpts(consultation).count(),
        "problem": problem,
    }
    return render(request, "reports/grouping/workbench.html", context, status=status)


def free_excerpts(consultation: Consultation):
    """Excerpts that stand behind nothing yet."""
    of_excerpt = {"excerpts": OuterRef("pk")}
    return consultation.excerpts.standing().filter(
        ~Exists(KeyIssue.objects.filter(**of_excerpt)), ~Exists(Proposal.objects.filter(**of_excerpt))
    )


@require_POST
def arrange(request: HttpRequest, slug: str) -> HttpResponse:
    """A key issue or a proposal one place up or down."""
    consultation = fetch(request, slug)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show_workbench(request, consultation, _("Load the page again."), 422)
    try:
        row = fetch_row(consultation, form.name)
        actions.move(row, step=form.step, seen=form.cleaned_data["seen"], by=request.user)
    except (WrongState, Http404):
        sentence = _("Somebody else changed the order. This is how it is now: look, and move again.")
        return show_workbench(request, consultation, sentence, 409)
    return redirect(workbench_at(row))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def behind(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """Which excerpts stand behind a key issue or a proposal; `code` and `free` narrow what is shown."""
    consultation = fetch(request, slug)
    target = fetch_row(consultation, row)
    form = BehindForm(request.POST if request.method == "POST" else None, consultation=consultation)
    if form.is_valid():
        actions.put_behind(target, by=request.user, **form.changes())
        messages.success(request, _("Kept."))
        return redirect(workbench_at(target))
    codes = list(Code.objects.filter(consultation=consultation))
    chosen = next((code for code in codes if str(code.pk) == request.GET.get("code")), None)
    found = free_excerpts(consultation) if "free" in request.GET else consultation.excerpts.standing()
    found = found.filter(codes=chosen) if chosen else found
    found = found.with_translations().order_by("pk")
    context = {
        "consultation": consultation,
        "row": target,
        "name": name_of(target),
        "is_issue": isinstance(target, KeyIssue),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "there": set(target.excerpts.values_list("pk", flat=True)),
        "codes": codes,
        "chosen": chosen,
        "is_free": "free" in request.GET,
    }
    return render(request, "reports/grouping/behind.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def merge(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """Make one of two key issues, or of two proposals."""
    consultation = fetch(request, slug)
    into = fetch_row(consultation, row)
    form = MergeForm(request.POST if request.method == "POST" else None, row=into)
    if form.is_valid():
        given = form.cleaned_data
        other, version = given["other"], given["version"]
        try:
            actions.merge(into, other, version=version, other_version=other.version, by=request.user)
        except KeptElsewhere as elsewhere:
            raise WrongState(f"{into!r} was kept meanwhile") from elsewhere
        messages.success(request, _("They are one now. Their texts follow one another: make them one, too."))
        return redirect("reports:write", slug, name_of(into))
    context = {
        "consultation": consultation,
        "row": into,
        "form": form,
        "is_issue": isinstance(into, KeyIssue),
    }
    return render(request, "reports/grouping/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def split(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """Make a second one right after a key issue or a proposal, and say what goes there."""
    consultation = fetch(request, slug)
    whole = fetch_row(consultation, row)
    data = request.POST if request.method == "POST" else None
    languages, material = languages_of(consultation, whole), material_of(consultation)
    form = SplitForm(data, row=whole, languages=languages, material=material)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            new = actions.split(whole, version=version, by=request.user, **form.parts(), **form.texts())
        except KeptElsewhere as elsewhere:
            form.data = form.data.copy()
            form.data["version"] = str(elsewhere.row.version)
            form.add_error(
                None, _("It was changed meanwhile. Look at it again, then press the button once more.")
            )
        else:
            return redirect(workbench_at(new))
    context = {
        "consultation": consultation,
        "row": whole,
        "form": form,
        "is_issue": isinstance(whole, KeyIssue),
    }
    return render(request, "reports/grouping/split.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """Ask once more, then take out a key issue with its proposals, or one proposal."""
    consultation = fetch(request, slug)
    going = fetch_row(consultation, row)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            actions.delete(going, version=int(version) if version.isdecimal() else 0, by=request.user)
        except KeptElsewhere as elsewhere:
            raise WrongState(f"{going!r} was kept meanwhile") from elsewhere
        messages.success(request, _("Deleted."))
        return redirect("reports:grouping", slug)
    context = {"consultation": consultation, "row": going, "is_issue": isinstance(going, KeyIssue)}
    return render(request, "reports/grouping/delete.html", context)
