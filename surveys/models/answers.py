"""What was answered, and what is not sent yet. Nothing here knows who answered, or on which day.

Keys are random: counted ones would tell the order. Why no date, no address and no person stands here, and
what remains, is written in docs/privacy.md and docs/decisions/0009-unlinkable-answers.md.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.questions import Question
from surveys.models.surveys import Survey
from upr_portal.languages import LanguageField

KEEP_DRAFTS = timedelta(days=30)
READ_AFTER_CLOSING = timedelta(days=2)


class Response(models.Model):
    """One sheet of answers. Its key is random for all but who holds the token it was sent with; closing draws
    new keys, and then for them too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", verbose_name=_("survey"))
    language = LanguageField(_("language"))

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return str(self.pk)


class Answer(models.Model):
    """The answer to one question: codes of choices, and what was written, in the language it was written in.

    What `value` holds is said in surveys/question_types. The database refuses answers that must be sealed or
    detached.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers", verbose_name=_("response"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    value = models.JSONField(_("value"))
    language = LanguageField(_("language"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerFile(models.Model):
    """A document that was sent as an answer, cleaned of what it said about its author.

    `value["files"]` of the answer names it by its key. It has no date, and no name but the one made there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="files", verbose_name=_("response"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="files", verbose_name=_("question"))
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    contents = models.BinaryField(_("contents"))

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return str(self.pk)


class WeeklyCount(models.Model):
    """How many sheets came in a week: all that is kept of when people answered."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="weekly_counts", verbose_name=_("survey"))
    week = models.DateField(_("week from Monday"))
    count = models.PositiveIntegerField(_("responses"), default=0)

    class Meta:
        verbose_name = _("weekly count")
        verbose_name_plural = _("weekly counts")
        ordering = ["survey", "week"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "week"], name="one_count_a_week"),
            models.CheckConstraint(condition=models.Q(week__iso_week_day=1), name="weeks_begin_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.count}"


class DraftQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(is_sent=False)

    def untouched_for(self, days: int):
        """By whole days: when a draft was touched is known no better."""
        kept_on = timezone.localdate() + KEEP_DRAFTS
        return self.filter(expires_on__lte=kept_on - timedelta(days=days))

    def to_erase(self):
        """Sent ones (they are empty), and those whose time is over."""
        return self.filter(models.Q(is_sent=True) | models.Q(expires_on__lte=timezone.localdate()))


class Draft(models.Model):
    """Answers not sent yet, locked with a key that only the cookie or the code of the person answering holds.

    A sent draft stays for an hour or so as an empty row: the second of two sendings finds it and makes no
    second response.
    """

    # Both are derived from the cookie's token, in ways from which the token cannot be found.
    id = models.UUIDField(primary_key=True, editable=False)
    contents = models.BinaryField(_("contents"))
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="drafts", verbose_name=_("survey"))
    expires_on = models.DateField(_("expires on"))
    is_sent = models.BooleanField(_("sent"), default=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_sent=False) | models.Q(contents=b""), name="sent_drafts_are_empty"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DraftFileQuerySet(models.QuerySet):
    def untouched_for(self, days: int):
        """By whole days, as the drafts are."""
        return self.filter(expires_on__lte=timezone.localdate() + KEEP_DRAFTS - timedelta(days=days))

    def to_erase(self):
        """Those whose time is over, and those of surveys that are closed."""
        return self.filter(
            models.Q(expires_on__lte=timezone.localdate()) | models.Q(survey__state=Survey.State.CLOSED)
        )


class DraftFile(models.Model):
    """A file not sent yet, locked with a key of its own; that key stands in the locked draft alone.

    Nothing here says which draft it belongs to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="draft_files", verbose_name=_("survey"))
    expires_on = models.DateField(_("expires on"))
    contents = models.BinaryField(_("contents"))

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")

    def __str__(self) -> str:
        return str(self.pk)
