"""Pages for moderators: who is asked by letter, what became of the letters, who is reminded."""

import re
from math import ceil

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions, emails
from surveys.actions.invitations import LETTERS_A_MINUTE
from surveys.address_lists import rows_left_out
from surveys.invitation_forms import (
    AccessForm,
    AddressesForm,
    ConfirmedAddressesForm,
    CountForm,
    ReturnedForm,
    TargetForm,
)
from surveys.models import Invitation, Survey
from surveys.permissions import can_invite, can_send_letters
from surveys.rates import languages_of, numbers_of, questions_with_targets, rates_of, targets_of, waiting_of
from upr_portal.languages import OWN_NAMES
from upr_portal.permissions import require

PAGE_SIZE = 100
FIRST_ROWS = 10
ADDRESS_IN_A_TEXT = re.compile(r"[^\s<>,;:()\"'\[\]]+@[^\s<>,;:()\"'\[\]]+")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def survey_to_invite_to(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_invite(request.user))
    return survey


@require_safe
@never_cache
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the invitations of a survey stand: letters, answers by kind, targets."""
    survey = survey_to_invite_to(request, slug)
    labels = dict(Invitation.State.choices)
    context = {
        "survey": survey,
        "numbers": [(state, labels[state], count) for state, count in numbers_of(survey).items()],
        "unsent": survey.invitations.unsent().count(),
        **what_waits(request, survey),
        "to_remind": survey.invitations.to_remind().count(),
        "rates": rates_of(survey),
        "targets": targets_of(survey),
    }
    return render(request, "surveys/invitations/invitations.html", context)


def what_waits(request: HttpRequest, survey: Survey) -> dict:
    """For who looks when the next letters leave."""
    minutes = ceil(Invitation.objects.to_post().count() / LETTERS_A_MINUTE)
    return {
        "waiting": waiting_of(survey),
        "minutes": minutes,
        "can_send": can_send_letters(request.user, survey),
    }


@get_or_post
@never_cache
def access(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may answer, how many an hour, and the clock's reminder."""
    survey = survey_to_invite_to(request, slug)
    require(survey.state != Survey.State.CLOSED)
    form = AccessForm(request.POST if request.method == "POST" else None, instance=survey)
    if form.is_valid():
        actions.change_access(survey, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("surveys:invitations", slug)
    return render(
        request,
        "surveys/invitations/access.html",
        {"survey": survey, "form": form},
        status=422 if form.errors else 200,
    )


@get_or_post
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def enter_addresses(request: HttpRequest, slug: str) -> HttpResponse:
    """A list of addresses: first what it would add, then the button that enters them. Nothing is sent."""
    survey = survey_to_invite_to(request, slug)
    if "rows" in request.POST:
        return enter_confirmed(request, survey)
    posted = request.method == "POST"
    form = AddressesForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"language": survey.languages[0]},
    )
    if posted and form.is_valid():
        sent_again = {name: form.cleaned_data[name] for name in ("rows", "language")}
        return show_trial(
            request, survey, ConfirmedAddressesForm(initial=sent_again), form.cleaned_data["found"]
        )
    context = {"survey": survey, "form": form}
    return render(request, "surveys/invitations/addresses.html", context, status=422 if posted else 200)


def enter_confirmed(request: HttpRequest, survey: Survey) -> HttpResponse:
    form = ConfirmedAddressesForm(request.POST)
    if form.is_valid():
        new = actions.sorted_out(survey, form.cleaned_data["found"])["new"]
        count = actions.add_invitations(survey, new, by=request.user)
        messages.success(
            request,
            ngettext(
                "%(count)d address is entered. No letter is sent yet.",
                "%(count)d addresses are entered. No letter is sent yet.",
                count,
            )
            % {"count": count},
        )
        return redirect("surveys:invitations", survey.slug)
    if "found" not in form.cleaned_data:
        blank = AddressesForm(initial={"language": survey.languages[0]})
        messages.error(request, _("The list is damaged. Enter it once more."))
        context = {"survey": survey, "form": blank}
        return render(request, "surveys/invitations/addresses.html", context, status=422)
    return show_trial(request, survey, form, form.cleaned_data["found"], status=422)


def show_trial(request: HttpRequest, survey: Survey, form, found, status: int = 200) -> HttpResponse:
    """How many are new, and the first of them; each row that is not entered, with its reason."""
    if not found.bad:
        del form.fields["leaves_out_bad_rows"]
    addresses = actions.sorted_out(survey, found)
    context = {
        "survey": survey,
        "form": form,
        "found": found,
        "first": addresses["new"][:FIRST_ROWS],
        "left_out": rows_left_out(found, known=addresses["known"], stopped=addresses["stopped"]),
        **addresses,
    }
    return render(request, "surveys/invitations/trial.html", context, status=status)


@get_or_post
@never_cache
def send_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters as they would leave, and the button that names how many."""
    survey = survey_to_invite_to(request, slug)
    require(can_send_letters(request.user, survey))
    return confirm_letters(
        request, survey, survey.invitations.unsent(), actions.send_invitations, reminders=0
    )


@get_or_post
@never_cache
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for reminders, to those who have not answered as far as we know."""
    survey = survey_to_invite_to(request, slug)
    require(can_send_letters(request.user, survey))
    return confirm_letters(
        request, survey, survey.invitations.to_remind(), actions.send_reminders, reminders=1
    )


def confirm_letters(request: HttpRequest, survey: Survey, waiting, send, *, reminders: int) -> HttpResponse:
    """`send` is the action that the button confirms; pressed twice, nothing is sent twice."""
    form = CountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        count = send(survey, by=request.user, count=form.cleaned_data["count"])
        messages.success(request, said_of(count))
        return redirect("surveys:letters", survey.slug)
    languages = languages_of(waiting)
    context = {
        "survey": survey,
        "count": sum(languages.values()),
        "is_reminder": bool(reminders),
        "examples": [
            (code, OWN_NAMES[code], count, *emails.example(survey, code, reminders=reminders))
            for code, count in languages.items()
        ],
    }
    return render(request, "surveys/invitations/send.html", context, status=422 if form.errors else 200)


def said_of(count: int) -> str:
    if not count:
        return _("These letters are confirmed already. None is sent twice.")
    return ngettext(
        "%(count)d letter is on its way. The first ones leave within a minute.",
        "%(count)d letters are on their way. The first ones leave within a minute.",
        count,
    ) % {"count": count}


@require_safe
@never_cache
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of each letter; `?state=bounced` shows those only. Who answered is not shown."""
    survey = survey_to_invite_to(request, slug)
    numbers, labels = numbers_of(survey), dict(Invitation.State.choices)
    rows = survey.invitations.order_by("email", "pk")
    chosen = request.GET.get("state")
    if chosen in numbers:
        rows = rows.filter(state=chosen)
    context = {
        "survey": survey,
        "numbers": [(state, labels[state], count) for state, count in numbers.items()],
        "chosen": labels.get(chosen, ""),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": sum(numbers.values()),
        "done": sum(numbers.values()) - numbers.get("waiting", 0) - numbers.get("made", 0),
        "waits": numbers.get("waiting", 0),
        **what_waits(request, survey),
    }
    return render(request, "surveys/invitations/letters.html", context)


@get_or_post
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def returned(request: HttpRequest, slug: str) -> HttpResponse:
    """Paste addresses whose letters came back: they are written to no more."""
    survey = survey_to_invite_to(request, slug)
    form = ReturnedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = {
            address.rstrip(".").lower() for address in ADDRESS_IN_A_TEXT.findall(form.cleaned_data["pasted"])
        }
        if not found:
            form.add_error("pasted", _("There is no address in this text."))
        else:
            count = actions.note_returned(survey, found, by=request.user)
            messages.success(
                request,
                ngettext(
                    "%(count)d invitation is marked as come back.",
                    "%(count)d invitations are marked as come back.",
                    count,
                )
                % {"count": count},
            )
            return redirect("surveys:letters", survey.slug)
    context = {"survey": survey, "form": form}
    return render(request, "surveys/invitations/returned.html", context, status=422 if form.errors else 200)


@get_or_post
@never_cache
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """How many answers of a choice moderators hope for; it is shown to them and stops nobody."""
    survey = survey_to_invite_to(request, slug)
    form = TargetForm(
        request.POST if request.method == "POST" else None, questions=questions_with_targets(survey)
    )
    if form.is_valid():
        actions.set_target(**form.cleaned_data, by=request.user)
        messages.success(request, _("Your changes are saved."))
        return redirect("surveys:targets", slug)
    context = {"survey": survey, "form": form, "targets": targets_of(survey)}
    return render(request, "surveys/invitations/targets.html", context, status=422 if form.errors else 200)
