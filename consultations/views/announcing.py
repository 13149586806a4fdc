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
    }
    if not news.is_empty:
        readers = readers or dict.fromkeys(somebody(news), 0)
        context["letters"] = [letter_of(news, *reader, count) for reader, count in readers.items()]
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/making/announce.html", context, status=status)


def somebody(news: News) -> list[tuple[str, int]]:
    """Whom to show the letter as if they read it, where it concerns nobody who is registered."""
    language, _said = news.somewhere(get_language())
    return [next((language, state) for state in range(len(news.states)) if news.concerns(language, state))]


def letter_of(news: News, language: str, state: int, count: int) -> dict:
    """The letter in one language, for those who know one state of the programme."""
    said, removed = news.sentences(language, state), news.removed(state)
    subject, body = emails.change_in_words(news.event, language, said, removed)
    return {
        "language": language,
        "name": OWN_NAMES[language],
        "count": count,
        "is_for_later": state > 0,
        "subject": subject,
        "body": body,
    }
