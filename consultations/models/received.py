"""Requests to speak that have come in and are decided within moments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consultations.models.registrations import Registration
from consultations.models.sub_topics import SubTopic
from upr_portal.languages import LanguageField


class ReceivedRequest(models.Model):
    """Somebody has asked for the floor: committed before anything is decided, and gone with the decision.

    So whoever holds the lock of the sub-topic decides of all that have come, in the order of their keys
    (docs/decisions/0028-received-requests.md).
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="received_requests")
    sub_topic = models.ForeignKey(SubTopic, models.CASCADE, related_name="received_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()
    language = LanguageField()
    # How the list of speakers may name them; consent of None: that stays as it was said before.
    public_name = models.CharField(max_length=20, blank=True, choices=Registration.PublicName.choices)
    region = models.ForeignKey("reference.RegionalGroup", models.PROTECT, null=True, related_name="+")
    consents_to_listing = models.BooleanField(null=True)
    # Of which age they were when they said it: a child is named in another way.
    is_under_18 = models.BooleanField(null=True)
    draw_region = models.ForeignKey("reference.RegionalGroup", models.PROTECT, null=True, related_name="+")
    draw_kind = models.CharField(max_length=20, blank=True, choices=Organisation.Kind.choices)
    draw_first_time = models.BooleanField(null=True)
    motivation = models.TextField(blank=True)
    motivation_language = LanguageField(blank=True)

    class Meta:
        verbose_name = _("received request to speak")
        verbose_name_plural = _("received requests to speak")

    def __str__(self):
        return f"{self.sub_topic_id} – {self.registration_id}"

    @property
    def names_anew(self) -> bool:
        return self.consents_to_listing is not None

    @property
    def name(self) -> tuple[int, str, int | None, bool]:
        """Of which registration, and how the list may name its speaker."""
        return self.registration_id, self.public_name, self.region_id, self.consents_to_listing
