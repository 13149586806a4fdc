"""Where moderators put a report together: its sections and texts, and how it will look."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from modeltranslation.utils import build_localized_fieldname

from reports.actions import compile_report
from reports.actions import composing as actions
from reports.actions.excerpts import KeptElsewhere
from reports.figures import figures_of
from reports.forms.composing import ArrangeForm, HeadForm, SectionForm
from reports.material import Material
from reports.models import Report, ReportSection
from reports.permissions import can_see_publishing
from reports.preview import preview_of
from reports.sections import SECTIONS
from reports.texts import TextState, conditions_in, states_of_texts
from reports.views import watch
from reports.views.publishing import comments_of, page_at
from reports.views.typed import gives_back
from upr_portal.languages import OWN_NAMES
from upr_portal.permissions import require
from upr_portal.states import WrongState
from upr_portal.templatetags.portal import listed

ANYTHING = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Line:
    """A section as it stands in the composer."""

    section: ReportSection
    texts: list[TextState]
    open_comments: int
    is_first: bool
    is_last: bool


def fetch(request: HttpRequest, slug: str) -> Report:
    """The report, for those who write it; whether it may still be written is looked at by each view."""
    reports = Report.objects.visible_to(request.user).with_subjects().with_editions()
    report = get_object_or_404(reports, slug=slug)
    require(can_see_publishing(request.user))
    return report


def lead_to_publishing(request: HttpRequest, report: Report) -> HttpResponse:
    """Where its texts stand still: to the page on which one can do something about that, in words."""
    messages.warning(request, why_it_stands_still(report))
    return redirect(page_at(report))


def why_it_stands_still(report: Report) -> str:
    if report.is_approved:
        return _("The report is approved, so its texts stand still. To write in it, take it back below.")
    if hasattr(report, "next_edition"):
        return _("The report never changes any more. Write in its next edition, to which this page leads.")
    if report.is_superseded:
        return _("A newer report has taken the place of this one, which never changes any more.")
    return _("The report is published and never changes. To write in it, make a new edition below.")


def composer_at(report: Report, kind: str) -> str:
    """The address of the composer, at a section."""
    return f"{reverse('reports:compose', args=[report.slug])}#{kind}"


@gives_back(title_=gettext_lazy("Title"))
@require_http_methods(ANYTHING)
@never_cache
def compose(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections in their order with how far their texts are; titles and languages are written here."""
    report = fetch(request, slug)
    if not report.is_writable and request.method != "POST":
        return lead_to_publishing(request, report)
    form = HeadForm(request.POST if request.method == "POST" else None, report=report)
    if not report.is_writable:
        return show_composer(request, report, form, problem=too_late(), status=409)
    if not form.is_valid():
        return show_composer(request, report, form, status=422 if form.errors else 200)
    try:
        seen, languages = form.cleaned_data["seen"], form.languages_in_order()
        kept = actions.write_head(report, seen=seen, languages=languages, by=request.user, **form.texts())
    except KeptElsewhere as elsewhere:
        meeting = form.meet(elsewhere.row, actions.prints_of_head(elsewhere.row), "languages")
        theirs = [OWN_NAMES[code] for code in meeting.other.get("languages", ())]
        told = {"meeting": meeting, "their_languages": theirs}
        return show_composer(request, elsewhere.row, form, status=409, **told)
    messages.success(request, kept_in_words(kept))
    return redirect("reports:compose", slug)


def kept_in_words(report: Report) -> str:
    """With the languages that have no title yet: of one just chosen, none could be written before."""
    missing = [
        own_name
        for code, own_name in OWN_NAMES.items()
        if code in report.languages and not getattr(report, build_localized_fieldname("title", code))
    ]
    if missing:
        return _("Kept. Now write the title in: %(languages)s.") % {"languages": listed(missing)}
    return _("Kept.")


def show_composer(
    request: HttpRequest, report: Report, form: HeadForm | None = None, *, status: int = 200, **told
) -> HttpResponse:
    sections = list(report.sections.order_by("position"))
    texts = states_of_texts(report, sections)
    said = Counter(
        report.comments.filter(in_answer_to=None, settled_at=None).values_list("section", flat=True)
    )
    last = len(sections) - 1
    there = {section.kind for section in sections}
    context = {
        "report": report,
        "form": form or HeadForm(report=report),
        "lines": [
            Line(section, texts[section.kind], said[section.kind], place == 0, place == last)
            for place, section in enumerate(sections)
        ],
        "conditions": conditions_in(text for states in texts.values() for text in states),
        "seen": actions.order_of(report),
        "kinds_to_add": [
            (kind, SECTIONS[kind].title) for kind in actions.kinds_of(report) if kind not in there
        ],
        **told,
    }
    return render(request, "reports/composing/composer.html", context, status=status)


@require_POST
def arrange_sections(request: HttpRequest, slug: str) -> HttpResponse:
    """One button of the composer: a section up or down, on or off, or one more of them."""
    report = fetch(request, slug)
    if not report.is_writable:
        return lead_to_publishing(request, report)
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        return show_composer(request, report, problem=_("Load the page again."), status=422)
    deed, kind = form.deed()
    seen = {"seen": form.cleaned_data["seen"], "by": request.user}
    try:
        match deed:
            case "up" | "down":
                actions.move_section(report, kind, step=-1 if deed == "up" else 1, **seen)
            case "on" | "off":
                actions.switch_section(report, kind, on=deed == "on", **seen)
            case "add":
                actions.add_section(report, kind, **seen)
    except WrongState:
        report = fetch(request, slug)
        sentence = _("Somebody else changed the sections. This is how they are now: look, and press again.")
        return show_composer(request, report, problem=sentence, status=409)
    return redirect(composer_at(report, kind))


@gives_back(text_=gettext_lazy("Text"))
@require_http_methods(ANYTHING)
@never_cache
def compose_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """The text of a section in all languages, its charts, and the figures that can be written in it."""
    report = fetch(request, slug)
    if request.method != "POST":
        if not report.is_writable:
            return lead_to_publishing(request, report)
        row = get_object_or_404(report.sections, kind=section)
        return show_section(request, SectionForm(section=row, material=Material(report)), row)
    row = report.sections.filter(kind=section).first()
    problem = what_is_in_the_way(report, row)
    row = row or ReportSection(report=report, kind=kind_or_404(section))
    form = SectionForm(request.POST, section=row, material=Material(report))
    if problem:
        return show_section(request, form, row, problem=problem, status=409)
    return keep_section(request, form, row)


def kind_or_404(kind: str) -> str:
    if kind not in SECTIONS:
        raise Http404
    return kind


def too_late() -> str:
    return _("The report was approved or published meanwhile, so this is not kept. It stands below.")


def what_is_in_the_way(report: Report, section: ReportSection | None) -> str:
    """Why a text that was sent cannot be kept; "" if it can."""
    if not report.is_writable:
        return too_late()
    if section is None:
        return _("Somebody removed this section meanwhile, so this is not kept. It stands below.")
    return ""


def keep_section(request: HttpRequest, form: SectionForm, row: ReportSection) -> HttpResponse:
    report, section = row.report, row.kind
    if not form.is_valid():
        return show_section(request, form, row, status=422)
    try:
        seen = form.cleaned_data["seen"]
        actions.write_section(report, section, seen=seen, by=request.user, **form.changes())
    except KeptElsewhere as elsewhere:
        meeting = form.meet(elsewhere.row, actions.prints_of_section(elsewhere.row), "questions")
        told = {"meeting": meeting, "their_charts": meeting.other.get("questions")}
        return show_section(request, form, elsewhere.row, status=409, **told)
    messages.success(request, _("The texts are kept."))
    return redirect(composer_at(report, section))


def show_section(
    request: HttpRequest, form: SectionForm, section: ReportSection, *, status: int = 200, **told
) -> HttpResponse:
    material = form.material
    texts = states_of_texts(section.report, [section])[section.kind]
    context = {
        "report": section.report,
        "section": section,
        "form": form,
        "texts": texts,
        "conditions": conditions_in(texts),
        "survey": material.survey,
        "figures": figures_of(material),
        "comments": comments_of(section.report, section=section.kind),
        "responses": material.filled("[[responses]]") if material.survey else "",
        **told,
    }
    return render(request, "reports/composing/section.html", context, status=status)


@require_http_methods(ANYTHING)
@never_cache
def remove_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """Ask once more, then take a section out of the report."""
    report = fetch(request, slug)
    if not report.is_writable:
        return lead_to_publishing(request, report)
    row = get_object_or_404(report.sections, kind=section)
    if request.method == "POST":
        try:
            actions.remove_section(report, section, seen=request.POST.get("seen", ""), by=request.user)
        except KeptElsewhere as elsewhere:
            raise WrongState(f"{row!r} was written on meanwhile") from elsewhere
        messages.success(request, _("The section is removed. Add it again, and its texts come back."))
        return redirect("reports:compose", slug)
    texts = states_of_texts(report, [row])[row.kind]
    context = {
        "report": report,
        "section": row,
        "texts": texts,
        "conditions": conditions_in(texts),
        "seen": actions.print_of_section(row),
    }
    return render(request, "reports/composing/remove.html", context)


@require_http_methods(ANYTHING)
@never_cache
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as its page will be, in one of its languages; a button asks for a draft to print."""
    report = fetch(request, slug)
    if not report.is_writable:
        return lead_to_publishing(request, report)
    language = request.GET.get("language") or (
        get_language() if get_language() in report.languages else report.languages[0]
    )
    if language not in report.languages:
        raise Http404
    if request.method == "POST":
        compile_report(report, language, by=request.user)
        return redirect(watch(report))
    files = report.renderings.latest_files().filter(language=language, format="pdf").defer("facts")
    context = {
        "report": report,
        "preview": preview_of(report, language),
        "offered": [(code, OWN_NAMES[code]) for code in report.languages],
        "file": files.first(),
    }
    return render(request, "reports/composing/preview.html", context)
