"""Answers that were sent: read, changed, taken along and erased by who has their code, until closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.copies import KINDS as COPIES
from surveys.copies import copy_of
from surveys.forms import typed_anew
from surveys.models import Question, Response, Section, Survey
from surveys.views.keys import cookie_name, forget, sent_in, set_cookie, unsent_in
from surveys.views.over import too_late
from surveys.views.returning import OTHER_ANSWERS


def answers_of(
    survey: Survey, response: Response
) -> list[tuple[Section, list[tuple[Question, list[str], str]]]]:
    """Section by section: question, answer in words, and the language it was written in."""
    answers = {answer.question_id: answer for answer in response.answers.all()}
    found = []
    for section in survey.sections.prefetch_related("questions__choices"):
        rows = [
            (question, list(question.type.words(question, answer.value)), answer.language)
            for question in section.questions.all()
            if (answer := answers.get(question.pk))
        ]
        if rows:
            found.append((section, rows))
    return found


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables()
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Your sent answers. Sent to: put them into a draft, to be changed."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if not survey.is_open:
        return too_late(request, survey)
    token, response = sent_in(request, survey)
    if response is None:
        return redirect("surveys:come_back", slug)
    if request.method == "POST":
        here = unsent_in(request, survey)
        if here and here.token != token and not here.has_code:
            messages.error(request, OTHER_ANSWERS)
            return redirect("surveys:check", slug)
        values = dict(response.answers.values_list("question__code", "value"))
        actions.change_sent(survey, token=token, contents=typed_anew(survey, values))
        answer = redirect("surveys:check", slug)
        set_cookie(answer, cookie_name(survey), token)
        return answer
    return render(
        request,
        "surveys/sent.html",
        {
            "survey": survey,
            "answers": answers_of(survey, response),
            "asks_what_cannot_be_found": any(not q.can_be_changed for q in survey.questions.all()),
        },
    )


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def sent_copy(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What was sent, as a file."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if kind not in COPIES:
        raise Http404
    if not survey.is_open:
        return too_late(request, survey)
    _token, response = sent_in(request, survey)
    if response is None:
        return redirect("surveys:come_back", slug)
    return copy_of(survey, answers_of(survey, response), kind, is_sent=True)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables()
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more, then delete what was sent."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if not survey.is_open:
        return too_late(request, survey)
    token, response = sent_in(request, survey)
    if response is None:
        return redirect("surveys:come_back", slug)
    if request.method != "POST":
        return render(request, "surveys/erase.html", {"survey": survey})
    actions.erase_sent(survey, token=token)
    messages.success(request, _("Your answers have been erased. They are not counted any more."))
    answer = redirect(survey)
    kinds = ["sent", "receipt", "code"]
    if request.COOKIES.get(cookie_name(survey)) == token:
        kinds.append("answers")
    forget(answer, survey, *kinds)
    return answer
