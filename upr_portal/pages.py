"""What every page shows, and the pages that belong to no app."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe

from upr_portal.languages import OWN_NAMES


def same_page_in(language: str, request: HttpRequest) -> str:
    """The address of the page being read, with its filters, in another language."""
    return translate_url(request.get_full_path(), language)


def portal(request: HttpRequest) -> dict:
    """Context of every template: the language, its direction, and the six links that switch it."""
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
            for code, _ in settings.LANGUAGES
        ],
    }


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")
