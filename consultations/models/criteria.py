"""What moderators look at."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.TextChoices):
    """What moderators look at when they choose; published with the rule, and given as reasons."""

    SUBJECT = "subject", _("Work on the subject")
    EXPERIENCE = "experience", _("Experience of the matter in one’s own life")
    FIRST_TIME = "first_time", _("Has not spoken at a consultation before")
    REGION = "region", _("Balance of regions")
    KIND = "kind", _("Balance of kinds of stakeholders")
    LANGUAGE = "language", _("Balance of languages")
    ORGANISATION = "organisation", _("Number of seats of the same organisation")
