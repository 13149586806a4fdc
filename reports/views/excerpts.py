"""Pages of one excerpt: what may be shown of it, its codes, its translations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from consultations.models import Consultation
from reports.actions import excerpts as actions
from reports.actions.excerpts import KeptElsewhere
from reports.forms.excerpts import ExcerptForm, ExcerptTranslationForm
from reports.models import Excerpt, KeyIssue, Proposal
from reports.views.reading import fetch
from upr_portal.languages import OWN_NAMES
from upr_portal.states import WrongState


def fetch_excerpt(request: HttpRequest, slug: str, pk: int) -> tuple[Consultation, Excerpt]:
    consultation = fetch(request, slug)
    found = Excerpt.objects.visible_to(request.user).filter(consultation=consultation)
    excerpt = get_object_or_404(found.standing().with_sources(), pk=pk)
    return consultation, excerpt


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def excerpt(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How an excerpt is shown outside, its codes and where it is put."""
    consultation, found = fetch_excerpt(request, slug, pk)
    form = ExcerptForm(request.POST if request.method == "POST" else None, excerpt=found)
    context = {"consultation": consultation, "excerpt": found, "form": form}
    if form.is_valid():
        try:
            actions.keep_excerpt(found, by=request.user, **form.cleaned_data)
        except KeptElsewhere as elsewhere:
            return show(request, retyped(request, elsewhere), other=elsewhere.row, **context)
        except ValidationError as error:
            form.add_error("consent_level", error)
        else:
            messages.success(request, _("The excerpt is kept."))
            return redirect("reports:excerpt", slug, pk)
    return show(request, form, **context)


def retyped(request: HttpRequest, elsewhere: KeptElsewhere) -> ExcerptForm:
    """The form with all that was typed: sent again, it takes the place of what the other one kept."""
    typed = request.POST.copy()
    typed["version"] = str(elsewhere.row.version)
    return ExcerptForm(typed, excerpt=elsewhere.row)


def show(
    request: HttpRequest, typed: ExcerptForm, *, other: Excerpt | None = None, **context
) -> HttpResponse:
    excerpt = context["excerpt"]
    written = {one.language: one for one in excerpt.translations.select_related("written_by", "excerpt")}
    languages = [
        (code, name, written.get(code)) for code, name in OWN_NAMES.items() if code != excerpt.language
    ]
    context |= {
        "form": typed,
        "other": other,
        "translations": languages,
        "key_issues": KeyIssue.objects.filter(excerpts=excerpt).order_by("position"),
        "proposals": Proposal.objects.filter(excerpts=excerpt).select_related("key_issue"),
    }
    status = 409 if other else 422 if typed.errors else 200
    return render(request, "reports/excerpts/excerpt.html", context, status=status)


@require_POST
def drop_excerpt(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it out; refused where somebody has kept it meanwhile."""
    _consultation, found = fetch_excerpt(request, slug, pk)
    version = request.POST.get("version", "")
    try:
        actions.drop_excerpt(found, version=int(version) if version.isdecimal() else 0, by=request.user)
    except KeptElsewhere as elsewhere:
        raise WrongState(f"{found!r} was kept meanwhile") from elsewhere
    messages.success(request, _("The excerpt is taken out. The text itself stays."))
    return redirect("reports:reading_room", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def translate_excerpt(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    """The words of an excerpt, as they are shown outside, in another language."""
    consultation, found = fetch_excerpt(request, slug, pk)
    if language not in OWN_NAMES or language == found.language:
        raise Http404
    standing = found.translations.filter(language=language).select_related("written_by", "excerpt").first()
    data = request.POST if request.method == "POST" else None
    form = ExcerptTranslationForm(data, language=language, standing=standing)
    context = {
        "consultation": consultation,
        "excerpt": found,
        "into": language,
        "own_name": OWN_NAMES[language],
        "standing": standing,
    }
    other = None
    if form.is_valid():
        try:
            actions.translate_excerpt(found, language, by=request.user, **form.cleaned_data)
        except KeptElsewhere as elsewhere:
            other = elsewhere.row
            typed = request.POST.copy()
            typed["version"] = str(other.version)
            form = ExcerptTranslationForm(typed, language=language, standing=other)
        else:
            messages.success(request, _("The translation is kept."))
            return redirect("reports:excerpt", slug, pk)
    status = 409 if other else 422 if form.errors else 200
    context |= {"form": form, "other": other}
    return render(request, "reports/excerpts/translation.html", context, status=status)
