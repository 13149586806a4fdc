"""Files of answers are asked for, made by a job, and deleted after a day."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from surveys.exports import file_of, make_export
from surveys.exports.job import folder
from surveys.models import Survey, SurveyExport
from surveys.models.exports import KEEP_EXPORTS
from surveys.permissions import can_export_answers
from upr_portal.jobs import post_on_commit
from upr_portal.states import WrongState

MOST_ATTEMPTS = 3


class TooFew(Exception):
    """So few people answered that their answers are nobody's to read."""


@transaction.atomic
def export_answers(survey: Survey, *, kind: str, with_texts: bool, by: User) -> SurveyExport:
    """Ask for a file of all answers; the job posted makes it. Who asks twice at once is given the same.

    WrongState if the survey is not closed (any more); TooFew below its threshold.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != Survey.State.CLOSED:
        raise WrongState(f"{survey!r} is not closed")
    if survey.responses.count() < survey.threshold:
        raise TooFew
    asked = {"survey": survey, "kind": kind, "with_texts": with_texts, "asked_by": by}
    if under_way := SurveyExport.objects.under_way().filter(**asked).first():
        return under_way
    now = timezone.now()
    export = SurveyExport.objects.create(**asked, seen_at=now, expires_at=now + KEEP_EXPORTS)
    record(by, "exported answers", survey, kind=kind, with_texts=with_texts)
    post_on_commit(make_export, str(export.pk))
    return export


@transaction.atomic
def take_up_export(export: SurveyExport) -> None:
    """Post the job of a silent export anew; after three attempts it has failed."""
    try:
        if export.attempts >= MOST_ATTEMPTS:
            export.move_to(SurveyExport.State.FAILED)
            return
        if export.state == SurveyExport.State.RUNNING:
            export.move_to(SurveyExport.State.QUEUED, seen_at=timezone.now())
    except WrongState:
        return
    post_on_commit(make_export, str(export.pk))


def erase_old_exports() -> int:
    """Delete exports, files first, that are a day old or whose person may not have them any more.

    Returns how many. Files that no export names go, too.
    """
    gone = 0
    for export in SurveyExport.objects.select_related("survey", "asked_by"):
        is_over = export.expires_at <= timezone.now()
        if is_over or not (export.asked_by.is_active and can_export_answers(export.asked_by, export.survey)):
            file_of(export).unlink(missing_ok=True)
            export.delete()
            gone += 1
    erase_leavings()
    return gone


def erase_leavings() -> None:
    """What workers that died have left, and files whose export is gone."""
    known = {str(export.pk): export for export in SurveyExport.objects.all()}
    for file in folder().glob("*"):
        name = file.name.removeprefix(".")[:36]
        if name not in known or (file.name.startswith(".") and not known[name].is_under_way):
            file.unlink(missing_ok=True)
