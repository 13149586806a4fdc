"""What each operation reads; none knows who asks, so all give what a stranger sees."""

from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation
from ninja import Path, Query, Router, Status

from consultations.models import Consultation
from reports.api.answers import proposals_of
from reports.api.schemas import ProposalItem
from upr_portal.api.asked import InLanguage
from upr_portal.api.limit import Limit
from upr_portal.api.schemas import REFUSALS, Problem

NAME = "^[-a-zA-Z0-9_]{1,50}$"
Slug = Annotated[str, Path(pattern=NAME, description="Its `slug`.", example="dialogue-2021")]

router = Router(tags=["Proposals"], throttle=[Limit()])


@router.get(
    "consultations/{slug}/proposals/",
    response={200: list[ProposalItem], 404: Problem, **REFUSALS},
    url_name="proposals",
    operation_id="proposals",
)
def proposals(request: HttpRequest, slug: Slug, asked: Query[InLanguage]):
    """What a consultation proposed, where each proposal led and what became of it; empty until a report that
    prints them is published."""
    with translation.override(asked.language):
        one = Consultation.objects.visible_to(AnonymousUser()).filter(slug=slug).first()
        if one is None:
            return Status(404, {"detail": "No public consultation has this name."})
        return Status(200, proposals_of(one))
