"""What people say that must never stand beside their answers: how to reach them, and reprisals.

Both wait in envelopes and leave them in shuffled batches (docs/decisions/0009-unlinkable-answers.md).
"""

import base64
import hashlib
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Survey


class Envelope(models.Model):
    """What one sheet parts with, locked with a key of the server, waiting to leave among others.

    Every sheet of a survey that asks such questions leaves one envelope of the same size, also when there
    is nothing in it: that it exists says nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="envelopes", verbose_name=_("survey"))
    contents = models.BinaryField(_("contents"))

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")

    def __str__(self) -> str:
        return str(self.pk)


class ContactOptIn(models.Model):
    """Somebody who wants to be written to. No language and no date: both would point at an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="contact_opt_ins", verbose_name=_("survey")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["survey", "email", "id"]

    def __str__(self) -> str:
        return self.email


class SealedAnswer(models.Model):
    """A letter to the safeguarding officers: the answers of one sheet about reprisals.

    The web process seals it to their public keys, and nothing on the server can open it. Every sheet leaves
    one letter of the same size, also when the question was passed over: their number says nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="sealed_answers", verbose_name=_("survey")
    )
    letter = models.BinaryField(_("letter"))

    class Meta:
        verbose_name = _("sealed answer")
        verbose_name_plural = _("sealed answers")

    def __str__(self) -> str:
        return str(self.pk)


def must_be_a_public_key(text: str) -> None:
    """32 bytes in base64, as deploy/open_sealed_answers.py prints them."""
    try:
        length = len(base64.b64decode(text, validate=True))
    except ValueError:
        length = 0
    if length != 32:
        raise ValidationError(
            _("This is not a public key. Paste the line that the tool printed after “public key”.")
        )


class SafeguardingKeyQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_in_use=True)


class SafeguardingKey(models.Model):
    """The public key of a safeguarding officer; the private one never comes near the server."""

    officer = models.CharField(_("officer"), max_length=200, help_text=_("Whose key it is."))
    public_key = models.CharField(
        _("public key"), max_length=44, unique=True, validators=[must_be_a_public_key]
    )
    is_in_use = models.BooleanField(
        _("in use"), default=True, help_text=_("New answers are sealed to all keys in use.")
    )

    objects = SafeguardingKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("safeguarding key")
        verbose_name_plural = _("safeguarding keys")
        ordering = ["officer", "public_key"]

    def __str__(self) -> str:
        return f"{self.officer} ({self.fingerprint})"

    @property
    def fingerprint(self) -> str:
        """Short enough to compare over the telephone."""
        return hashlib.sha256(base64.b64decode(self.public_key)).hexdigest()[:16]
