"""What somebody means to say, written down for those who interpret."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations import pace
from consultations.models.speaking import SpeakingRequest
from surveys.question_types.files import ENDINGS
from upr_portal.languages import LanguageField

KINDS = {
    "application/pdf": _("PDF"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("Word document"),
    "application/vnd.oasis.opendocument.text": _("OpenDocument text"),
    "text/plain": _("Plain text"),
}

NO_FILE = {"file": None, "file_type": "", "file_size": None, "file_text": ""}


class StatementQuerySet(models.QuerySet):
    def without_contents(self):
        """The file itself is read when it is sent, never for a page."""
        return self.defer("file")

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
    """A draft until it is handed in. Each use needs a consent of its own; none is preset.

    A text, a file, or both. The file is clean of what it said of its author, and lies here and nowhere else:
    with the row it is gone. `file_text` are the words found in it, to be counted.
    """

    request = models.OneToOneField(SpeakingRequest, models.CASCADE, related_name="statement")
    text = models.TextField(_("text"), blank=True)
    file = models.BinaryField(_("file"), null=True)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    file_size = models.PositiveIntegerField(null=True, editable=False)
    file_text = models.TextField(blank=True, editable=False)
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
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="a_statement_is_a_text_or_a_file"
            ),
            models.CheckConstraint(
                condition=Q(file=None, file_type="", file_size=None, file_text="")
                | Q(file__isnull=False, file_size__isnull=False) & ~Q(file_type=""),
                name="a_file_has_a_kind_and_a_size",
            ),
            models.CheckConstraint(
                condition=Q(undelivered_at=None) | Q(handed_in_at__isnull=False),
                name="what_was_not_delivered_was_handed_in",
            ),
        ]

    def __str__(self):
        return f"statement of {self.request_id}"

    @property
    def has_file(self) -> bool:
        return bool(self.file_type)

    @property
    def is_published(self) -> bool:
        """As `published` finds them; shown to everybody once the event is over."""
        return bool(self.handed_in_at and self.may_be_published and self.undelivered_at)

    @property
    def uses(self) -> list[str]:
        """To what its writer has agreed, in words."""
        consents = ("interpreters_may_read", "moderator_may_read", "may_be_published")
        return [str(self._meta.get_field(name).verbose_name) for name in consents if getattr(self, name)]

    @property
    def file_name(self) -> str:
        """A name of our own, without that of anybody, such as "statement-12-fr.docx"."""
        return f"statement-{self.pk}-{self.language}.{ENDINGS[self.file_type]}"

    @property
    def file_kind(self) -> str:
        """What people call such a file."""
        return str(KINDS[self.file_type])

    @property
    def length_in_words(self) -> str:
        """How long the text takes; "" without one."""
        return length(self.text, self.language)

    @property
    def file_length_in_words(self) -> str:
        """How long the words in the file take; "" where none could be read."""
        return length(self.file_text, self.language)


def length(text: str, language: str) -> str:
    seconds = pace.seconds(text, language)
    return pace.in_words(seconds) if seconds else ""
