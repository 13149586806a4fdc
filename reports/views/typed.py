"""What somebody wrote who was signed out meanwhile, or whose browser forgot the page, comes back to them."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt

from reports.forms.typed import TypedForm
from upr_portal.forgery import has_lost_its_page


def gives_back(**written: str | Promise) -> Callable[[Callable], Callable]:
    """For views whose form has texts: `written` says how the names of their fields begin, and what each is
    called ("title_"=“Title”).

    The form comes back as it was sent: nothing is saved, and nothing of what is saved is shown.
    """

    def gives_back_in(view: Callable) -> Callable:
        @login_not_required
        @csrf_exempt  # forged requests are turned away here, with what was typed on the page
        @wraps(view)
        def kept(request: HttpRequest, **address) -> HttpResponse:
            has_lost = request.method == "POST" and has_lost_its_page(request)
            if request.user.is_authenticated and not has_lost:
                return view(request, **address)
            if request.method != "POST":
                return redirect_to_login(request.get_full_path())
            form = TypedForm(request.POST, written)
            told = {"form": form, "is_signed_out": not request.user.is_authenticated}
            return render(request, "reports/typed.html", told, status=403)

        return kept

    return gives_back_in
