"""What every page shows, and the pages that belong to no app."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from upr_portal.languages import OWN_NAMES


def same_page_in(language: str, request: HttpRequest) -> str:
    """The address of the page being read, with its filters, in another language."""
    address, begins = request.get_full_path(), f"/{get_language()}/"
    if address.startswith(begins):  # as nearly always; asking Django took a tenth of the time of a page
        return f"/{language}/{address.removeprefix(begins)}"
    return translate_url(address, language)


def doors(request: HttpRequest) -> list[dict]:
    """The main navigation: where each part of the portal begins, and in which the reader is."""
    home = reverse("reports:home")
    entries = [
        ("consultations/", _("Consultations"), _("Register, ask for a seat, and speak for two minutes.")),
        ("surveys/", _("Surveys"), _("Answer without a name, and see what others found.")),
        ("recommendations/", _("Recommendations"), _("Search what States were asked, in six languages.")),
        ("reports/", _("Reports"), _("Read what came out, on the screen or on paper.")),
    ]
    # Pages that fail early are drawn before anybody has been recognised.
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        entries.append(("accounts/login/", _("Sign in"), ""))
    else:
        entries.append(("accounts/", _("My page"), ""))
        if person.is_staff:
            entries.append(("admin/", _("Desk"), ""))
    return [
        {
            "name": name,
            "words": words,
            "address": home + path,
            "is_here": request.path.startswith(home + path),
        }
        for path, name, words in entries
    ]


def portal(request: HttpRequest) -> dict:
    """Context of every template: the language, its direction, the links that switch it, the navigation."""
    return {
        "language": get_language(),
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "languages": [
            {
                "code": code,
                "name": OWN_NAMES[code],
                "address": same_page_in(code, request),
                "is_current": code == get_language(),
            }
            for code, _name in settings.LANGUAGES
        ],
        "doors": doors(request),
    }


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, for how long, and what cannot be protected."""
    return render(request, "privacy.html")


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """What people at risk should know before they write to us."""
    return render(request, "safety.html")
