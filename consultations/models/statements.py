"""What somebody means to say, written down for those who interpret."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations import pace
from consultations.models.speaking import SpeakingRequest
from upr_portal.languages import LanguageField


class StatementQuerySet(models.QuerySet):
    def for_moderators(self):
        """Handed in, and the writer agreed to one use of it; by sub-topic, seats first, then who waits."""
        agreed = Q(interpreters_may_read=True) | Q(moderator_may_read=True) | Q(may_be_published=True)
        return self.filter(agreed, handed_in_at__isnull=False).order_by(
            F("request__sub_topic__item__day__date").asc(nulls_last=True),
            "request__sub_topic__item__position",
            "request__sub_topic",
            F("request__seat__number").asc(nulls_last=True),
            F("request__waiting_place").asc(nulls_last=True),
            "pk",
        )

    def published(self):
        """Not delivered, and the writer agreed that it is published then. Views ask whether it is over."""
        return self.for_moderators().filter(may_be_published=True, undelivered_at__isnull=False)


class Statement(models.Model):
    """A draft until it is handed in. Each use needs a consent of its own; none is preset."""

    request = models.OneToOneField(SpeakingRequest, models.CASCADE, related_name="statement")
    text = models.TextField(_("text"))
    language = LanguageField(_("language of the text"))
    interpreters_may_read = models.BooleanField(_("interpreters may read it"), default=False)
    moderator_may_read = models.BooleanField(_("the moderator may read it out"), default=False)
    may_be_published = models.BooleanField(_("may be published if it was not delivered"), default=False)
    saved_at = models.DateTimeField(editable=False)
    handed_in_at = models.DateTimeField(null=True, editable=False)
    undelivered_at = models.DateTimeField(_("marked as undelivered on"), null=True, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_statement_has_words"),
            models.CheckConstraint(
                condition=Q(undelivered_at=None) | Q(handed_in_at__isnull=False),
                name="what_was_not_delivered_was_handed_in",
            ),
        ]

    def __str__(self):
        return f"statement of {self.request_id}"

    @property
    def length_in_words(self) -> str:
        return pace.in_words(pace.seconds(self.text, self.language))
