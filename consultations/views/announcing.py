"""What has changed is looked at as a letter, and told with one confirmation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache

from consultations import emails
from consultations.actions.announcing import News, announce_change, readers_of
from consultations.making_forms.programme import SeenForm
from consultations.outline import Outline
from consultations.views.preparing import fetch
from consultations.views.registrations import get_or_post
from upr_portal.languages import OWN_NAMES


@get_or_post
@never_cache
def announce(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The letter in each language in which it will be read; sent when that is confirmed."""
    event = fetch(request, slug, event, to_change=True)
    news = News.of(Outline(event))
    form = SeenForm(request.POST if request.method == "POST" else {"seen": news.print})
    if request.method == "POST" and form.is_valid():
        letters = announce_change(event, by=request.user, seen=form.cleaned_data["seen"])
        said = ngettext("%(letters)s letter is on its way.", "%(letters)s letters are on their way.", letters)
        messages.success(request, said % {"letters": letters})
        return redirect(event.address_of("prepare"))
    readers = readers_of(news)
    context = {
        "event": event,
        "form": form,
        "is_empty": news.is_empty,
        "readers": sum(readers.values()),
        "letters": [
            (
                language,
                OWN_NAMES[language],
                readers.get(language, 0),
                *emails.change_in_words(event, language, news.sentences(language), news.removed),
            )
            for language in readers or [get_language()]
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/making/announce.html", context, status=status)
