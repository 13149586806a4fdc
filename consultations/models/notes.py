"""What rapporteurs write down of a sub-topic."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.sub_topics import SubTopic
from upr_portal.languages import LanguageField


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Moderators read all notes, so that none is lost with its author; everybody else their own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_moderator else self.filter(author=user)


class Note(models.Model):
    """One rapporteur's note of one sub-topic, in the language it was written in: a draft until handed in.

    The report quotes from it, so it stays when its author leaves (decision 0007). `version` counts how often
    it was kept.
    """

    sub_topic = models.ForeignKey(SubTopic, models.PROTECT, related_name="notes", verbose_name=_("sub-topic"))
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="notes", verbose_name=_("rapporteur")
    )
    language = LanguageField(_("language of the note"))
    text = models.TextField(pgettext_lazy("of a rapporteur", "note"))
    version = models.PositiveIntegerField(default=1, editable=False)
    kept_at = models.DateTimeField(_("kept on"), editable=False)
    handed_in_at = models.DateTimeField(_("handed in on"), null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapporteur’s note")
        verbose_name_plural = _("rapporteurs’ notes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sub_topic", "author"], name="one_note_of_a_sub_topic_each"),
            models.CheckConstraint(condition=~Q(text=""), name="a_note_has_a_text"),
        ]

    def __str__(self):
        return f"{self.sub_topic_id} – {self.author_id}"

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None
