"""What reviewers say of a report, and how it is settled."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from reports.models import Comment, Report
from upr_portal.states import WrongState


@transaction.atomic
def comment_on(
    report: Report,
    *,
    text: str,
    language: str,
    by: User,
    section: str = "",
    in_answer_to: Comment | None = None,
) -> Comment:
    """Keep what somebody says of the report or a section, or answers; the same sent twice is kept once."""
    Report.objects.select_for_update().get(pk=report.pk)
    said = {"section": section, "in_answer_to": in_answer_to, "text": text, "language": language, "by": by}
    comment, is_new = report.comments.get_or_create(settled_at=None, **said)
    if is_new:
        record(by, "commented", report, comment=comment.pk)
    return comment


@transaction.atomic
def settle(comment: Comment, *, by: User) -> None:
    """It needs no more work. WrongState if somebody has settled it meanwhile."""
    open_one = Comment.objects.filter(pk=comment.pk, in_answer_to=None, settled_at=None)
    if not open_one.update(settled_by=by, settled_at=timezone.now()):
        raise WrongState(f"{comment!r} is settled")
    record(by, "settled a comment", comment.report, comment=comment.pk)
