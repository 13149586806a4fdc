"""What everybody may know of a draw, and the program that checks it."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import verify_draw
from consultations.draws import record_of
from consultations.models import Draw, SubTopic
from consultations.views.programme import visible_event


def visible_draw(request: HttpRequest, slug: str, event: str, sub_topic: int) -> Draw:
    """The draw of a sub-topic whose event the reader may see; 404 where seats are given otherwise."""
    event = visible_event(request, slug, event)
    draws = Draw.objects.filter(
        sub_topic__event=event, sub_topic__allocation_rule=SubTopic.AllocationRule.DRAW
    )
    draw = get_object_or_404(draws.select_related("sub_topic"), sub_topic=sub_topic)
    draw.sub_topic.event = event
    return draw


@login_not_required
@require_safe
def draw(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """The commitment before; the seed, what the draw gave and how to check it after."""
    draw = visible_draw(request, slug, event, sub_topic)
    context = {"event": draw.sub_topic.event, "draw": draw, "record": record_of(draw)}
    return render(request, "consultations/draw.html", context)


@login_not_required
@require_safe
def draw_record(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """The record as a file for verify_draw.py."""
    draw = visible_draw(request, slug, event, sub_topic)
    when = "draw" if draw.held_at else "before"
    name = f"{when}-{draw.sub_topic_id}.json"
    return JsonResponse(
        record_of(draw),
        json_dumps_params={"indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_not_required
@require_safe
def draw_program(request: HttpRequest) -> HttpResponse:
    """verify_draw.py, as the portal itself runs it."""
    return HttpResponse(
        Path(verify_draw.__file__).read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="verify_draw.py"'},
    )
