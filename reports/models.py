from django.db import models


class Report(models.Model):
    consultation = models.ForeignKey("consultations.Consultation", models.PROTECT, related_name="reports")
