"""What people read before a meeting: concept notes, programmes, guidance; as files or as texts."""

import uuid
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation, Event
from upr_portal.languages import LanguageField

# The ending of a file → how it is sent, and how such a file begins.
TYPES = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK\x03\x04"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
}


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def place_of(material: "Material", name: str) -> str:
    """A name of our own: what people call their files is nobody's business."""
    return f"materials/{uuid.uuid4()}.{ending_of(name)}"


def check_file(file) -> None:
    """A document of a kind that we send, which is what its name says."""
    kind = TYPES.get(ending_of(file.name))
    if kind is None:
        raise ValidationError(
            _("Choose a file of one of these kinds: %(kinds)s."), params={"kinds": ", ".join(sorted(TYPES))}
        )
    file.seek(0)
    if not file.read(len(kind[1])).startswith(kind[1]):
        raise ValidationError(_("This file is not what its name says. Save it again, then choose it."))
    file.seek(0)


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published, of consultations that this reader may see; everything for moderators."""
        if user.is_authenticated and user.is_moderator:
            return self
        return self.filter(
            published_at__lte=timezone.now(), consultation__in=Consultation.objects.visible_to(user)
        )

    def in_order(self):
        """By kind as the kinds are listed, then by title."""
        kinds = models.Case(
            *(models.When(kind=kind, then=number) for number, kind in enumerate(Material.Kind.values)),
            output_field=models.IntegerField(),
        )
        return self.order_by(kinds, "title", "language", "pk")


class Material(models.Model):
    """One document in one language, to be read or taken from its publication on."""

    class Kind(models.TextChoices):
        CONCEPT_NOTE = "concept_note", _("Concept note")
        PROGRAMME = "programme", _("Programme")
        GUIDANCE = "guidance", _("Guidance")
        OTHER = "other", _("Other documents")

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="materials", verbose_name=_("consultation")
    )
    event = models.ForeignKey(
        Event,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("event"),
        help_text=_("Empty: for the whole consultation."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    language = LanguageField(_("language"))
    title = models.CharField(_("title"), max_length=200, help_text=_("In the language of the document."))
    file = models.FileField(_("file"), upload_to=place_of, blank=True, validators=[check_file])
    text = models.TextField(_("text"), blank=True, help_text=_("A page instead of a file."))
    published_at = models.DateTimeField(_("published on"), default=timezone.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(text="") | ~Q(file="") & Q(text=""),
                name="a_material_is_a_file_or_a_text",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"

    def get_absolute_url(self):
        return reverse("consultations:material", args=[self.consultation.slug, self.pk])

    def save(self, *args, **options):
        """A file that another takes the place of, or a text, leaves the disk once that is certain."""
        before = Material.objects.filter(pk=self.pk).values_list("file", flat=True).first() if self.pk else ""
        super().save(*args, **options)
        if before and before != self.file.name:
            leave_disk(self.file.storage, before)

    def clean(self):
        if bool(self.file) == bool(self.text):
            raise ValidationError(_("Give a file or a text, one of the two."))
        if self.event and self.event.consultation_id != self.consultation_id:
            raise ValidationError({"event": _("This event belongs to another consultation.")})

    @property
    def format(self) -> str:
        """“PDF”; "" for a text."""
        return ending_of(self.file.name).upper() if self.file else ""

    @property
    def content_type(self) -> str:
        return TYPES[ending_of(self.file.name)][0]


def leave_disk(storage: Storage, name: str) -> None:
    """When the transaction commits; if it rolls back, the row is there still, and its file with it."""
    transaction.on_commit(partial(storage.delete, name))


@receiver(post_delete, sender=Material)
def leave_disk_with_row(instance: Material, **_: object) -> None:
    """Rows go singly, in lists at the desk, or with their consultation: all of them come by here."""
    if instance.file:
        leave_disk(instance.file.storage, instance.file.name)
