"""The letter to those who took part is looked at, and sent with one confirmation."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports import emails
from reports.actions.telling import readers_of, tell_those_who_took_part, what_was_asked
from reports.emails import Reader
from reports.forms.telling import TellForm
from reports.models import Report
from reports.permissions import can_tell
from upr_portal.languages import OWN_NAMES
from upr_portal.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter in each language in which it will be read, to how many; sent when that is confirmed."""
    report = get_object_or_404(Report.objects.visible_to(request.user).with_subjects(), slug=slug)
    require(can_tell(request.user, report))
    form = TellForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        letters = tell_those_who_took_part(report, **form.cleaned_data, by=request.user)
        said = ngettext("%(letters)s letter is on its way.", "%(letters)s letters are on their way.", letters)
        messages.success(request, said % {"letters": letters})
        return redirect("reports:tell", report.slug)
    readers = readers_of(report, with_survey=True)
    context = {
        "report": report,
        "form": form,
        "letters": letters_to(report, readers),
        "from_survey": sum(reader.from_survey for reader in readers),
        "questions": what_was_asked(report),
        "before": len(emails.written_to(report)),
    }
    return render(request, "reports/tell.html", context)


def letters_to(report: Report, readers: list[Reader]) -> list[dict]:
    """One for each language and each way in which people asked for it, with how many will get it."""
    counts = Counter((reader.from_survey, reader.language) for reader in readers)
    found = []
    for (from_survey, language), count in sorted(counts.items()):
        subject, body = emails.in_words(report, Reader("somebody@example.org", language, from_survey))
        name = {"language": language, "name": OWN_NAMES[language]}
        found.append({**name, "from_survey": from_survey, "count": count, "subject": subject, "body": body})
    return found
