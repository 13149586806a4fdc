"""What was read from a document, before anything is saved: decide, correct, confirm."""

import hashlib
import json
from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from recommendations.actions import (
    account_of_answers,
    account_of_document,
    correct_answer,
    correct_row,
    decide,
    discard_upload,
    import_document,
    importing,
    plan_answers,
    plan_document,
)
from recommendations.actions.numbered import links_named
from recommendations.documents.decided import Decided, DecidedRow, in_short
from recommendations.documents.foreign_tables import ForeignTable, proposed_columns, reading_of_table
from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.template import own_headings
from recommendations.forms import AnswerForm, DecisionsForm, ReadAgainForm, RowForm
from recommendations.models import Document, ImportBatch, KnownColumn, PendingImport, Recommendation, Review
from recommendations.permissions import can_import
from upr_portal.permissions import require

ROWS = 25
MOST_UNKNOWN = 30
SHOWS = {
    "doubts": lambda target: any(row.open_doubts or row.obstacles for row in target.rows),
    "new": lambda target: target.known is None,
    "here": lambda target: target.known is not None,
}


def plan_of(pending: PendingImport):
    """The reading with the decisions so far, held against what is here."""
    lists = Lists.load()
    if pending.family == Document.Family.TABLE:
        reading = reading_of_table(ForeignTable(**pending.reading), columns_of(pending), lists)
    else:
        reading = DocumentReading.from_json(pending.reading)
        propose_review(reading)
    language = {"language": pending.language}
    decided = Decided(reading, language | pending.decisions, lists.states)
    is_addendum = pending.family == Document.Family.ADDENDUM
    return plan_answers(decided) if is_addendum else plan_document(decided)


def columns_of(pending: PendingImport) -> dict[str, str]:
    """What the columns of a table hold: as chosen, else as their headings propose."""
    if "columns" in pending.decisions:
        return pending.decisions["columns"]
    known = own_headings() | dict(KnownColumn.objects.values_list("heading", "meaning"))
    return proposed_columns(pending.reading["headings"], known)


def propose_review(reading: DocumentReading) -> None:
    """Where the session is not said: that of the report it belongs to, else the State's latest."""
    if reading.session or not (reading.state or reading.symbol):
        return
    report = reading.symbol.rpartition("/Add.")[0] or reading.symbol
    reviews = Review.objects.select_related("state", "session").order_by("-session__number")
    found = reviews.filter(report_symbol=report).first() if report else None
    if found is None and reading.state:
        found = reviews.filter(state__iso3=reading.state).first()
    if found:
        reading.state, reading.session = found.state.iso3, found.session.number


def account_of(planned):
    is_addendum = planned.decided.reading.family == Document.Family.ADDENDUM
    return account_of_answers(planned) if is_addendum else account_of_document(planned)


def shown(planned) -> str:
    """A mark of what the page promises to save: who confirms it must have seen the same."""
    decided = planned.decided
    promise = [decided.state, decided.session, decided.stage, vars(account_of(planned))]
    return hashlib.blake2b(json.dumps(promise, default=str).encode(), digest_size=12).hexdigest()


def confirm_document(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """The preview. Both buttons keep the choices; "import" also saves, if nothing else would be saved than
    what was shown."""
    if pending.family == Document.Family.TABLE and "columns" not in pending.decisions:
        return redirect("recommendations:columns")
    planned = plan_of(pending)
    form = DecisionsForm(request.POST or None, decided=planned.decided, undecided=open_matches(planned))
    if form.is_valid():
        decide(pending, by=request.user, **form.decisions)
        if "import" in request.POST:
            return import_shown(request, pending)
        return redirect("recommendations:confirm")
    context = preview(request, pending, planned, form)
    return render(request, "recommendations/preview.html", context, status=422 if form.is_bound else 200)


def open_matches(planned) -> list:
    return getattr(planned, "undecided", [])


def import_shown(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    with importing():
        planned = plan_of(pending)
        if not planned.is_ready or shown(planned) != request.POST.get("shown"):
            messages.warning(
                request, _("Your choices are kept. They change what would be saved: look again, then import.")
            )
            return redirect("recommendations:confirm")
        batch, account = import_document(planned, pending, by=request.user)
    discard_upload(by=request.user)
    if batch is None:
        messages.info(request, _("This document was imported before. Nothing is new."))
        return redirect("recommendations:upload")
    messages.success(request, said_of(account))
    return redirect(batch)


def said_of(account) -> str:
    said = ngettext(
        "%(count)d new recommendation was imported.",
        "%(count)d new recommendations were imported.",
        account.recommendations_new,
    )
    if account.positions_new:
        said = ngettext(
            "%(positions)d position was recorded.",
            "%(positions)d positions were recorded.",
            account.positions_new,
        )
    return said % {"count": account.recommendations_new, "positions": account.positions_new}


def preview(request: HttpRequest, pending: PendingImport, planned, form: DecisionsForm) -> dict:
    """What the page shows; of long documents one page of rows."""
    show = request.GET.get("show", "")
    targets = getattr(planned, "targets", [])
    chosen = [target for target in targets if show not in SHOWS or SHOWS[show](target)]
    return {
        "pending": pending,
        "planned": planned,
        "account": account_of(planned),
        "form": form,
        "again": ReadAgainForm(initial={"family": pending.family, "language": pending.language}),
        "shown": shown(planned),
        "show": show,
        "page": Paginator(chosen, ROWS).get_page(request.GET.get("page")),
        "answers": [(*found, in_short(found[1].numbers)) for found in planned.decided.every_answer],
        "left_out": [row for row in planned.decided.rows if row.is_left_out],
        "doubtful": sum(SHOWS["doubts"](target) for target in targets),
        "without_numbers": without_numbers(planned),
        "reviews": list(planned.here.reviews.values()),
        "terms": terms_named(planned),
        "before": imported_before(pending, planned.decided),
    }


def terms_named(planned) -> dict | None:
    """How often the document names themes, groups of persons and Goals of our lists, and what is in no list;
    None where it names nothing of the kind."""
    if planned.decided.reading.family == Document.Family.ADDENDUM:
        return None
    named = Counter()
    for target in planned.targets:
        named.update({name: len(keys) for name, keys in links_named(target, planned.terms).items()})
    if not named and not planned.terms.unknown:
        return None
    return {
        "issues": named["issues"],
        "persons": named["persons"],
        "goals": named["goals"] + named["targets"],
        "unknown": sorted(planned.terms.unknown)[:MOST_UNKNOWN],
    }


def imported_before(pending: PendingImport, decided: Decided) -> ImportBatch | None:
    """The latest import of this file, or of this document from another file, that was not undone."""
    known = ImportBatch.objects.live().filter(kind=pending.family)
    same = Q(document__sha256=pending.sha256)
    if decided.symbol:
        same |= Q(document__symbol=decided.symbol, document__language=decided.language)
    return known.filter(same).select_related("document").first()


def without_numbers(planned) -> int:
    """Recommendations of the reviews that came from a source without numbers: the same ones, to be merged."""
    found = Recommendation.objects.listed().filter(
        review__in=planned.here.reviews.values(), number="", draft_number=""
    )
    return found.count()


def read_upload_of(request: HttpRequest) -> PendingImport:
    return get_object_or_404(
        PendingImport.objects.without_content(), user=request.user, state=PendingImport.State.READ
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def row(request: HttpRequest, key: int) -> HttpResponse:
    """One row beside the source's own words: correct it, or leave it out."""
    require(can_import(request.user))
    pending = read_upload_of(request)
    decided = plan_of(pending).decided
    one = next((found for found in decided.rows if found.key == str(key)), None)
    if one is None:
        raise Http404
    initial = {
        "text": one.text,
        "states": "\n".join(one.spellings),
        "position": one.position,
        "leave_out": one.is_left_out,
    }
    form = RowForm(request.POST or None, states=decided.known_states, initial=initial)
    if form.is_valid():
        correct_row(pending, one.key, by=request.user, **changes(form.cleaned_data, one, decided))
        return redirect(back(request))
    context = {"pending": pending, "row": one, "form": form, "back": back(request)}
    return render(request, "recommendations/correct_row.html", context, status=422 if form.is_bound else 200)


def changes(said: dict, row: DecidedRow, decided: Decided) -> dict:
    """What a person changed, and nothing else: what was read stays as it was read."""
    group = next(group for group in decided.groups if row in group.rows)
    before = {
        "text": row.read.text.strip(),
        "states": list(row.read.spellings),
        "position": group.position,
        "leave_out": False,
    }
    given = said | {"text": said["text"].replace("\r\n", "\n")}
    return {name: value for name, value in given.items() if value != before[name]}


def back(request: HttpRequest) -> str:
    """The page of the preview from which the reader came."""
    query = {name: request.GET[name] for name in ("show", "page") if name in request.GET}
    return reverse("recommendations:confirm", query=query)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """One answer of an addendum beside its own words: correct it, or leave it out."""
    require(can_import(request.user))
    pending = read_upload_of(request)
    answers = plan_of(pending).decided.every_answer
    if key >= len(answers):
        raise Http404
    _key, one, is_left_out = answers[key]
    initial = {
        "numbers": ", ".join(one.numbers),
        "position": one.position,
        "qualifier": one.qualifier,
        "leave_out": is_left_out,
    }
    form = AnswerForm(request.POST or None, initial=initial)
    if form.is_valid():
        correct_answer(pending, str(key), by=request.user, **form.cleaned_data)
        return redirect("recommendations:confirm")
    context = {"pending": pending, "answer": one, "form": form, "back": back(request)}
    return render(
        request, "recommendations/correct_answer.html", context, status=422 if form.is_bound else 200
    )
