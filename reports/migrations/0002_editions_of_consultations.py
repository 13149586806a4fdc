"""A report stands on the pages of its consultation, so each change of it draws a new edition of that."""

from importlib import import_module

from django.db import migrations

renewing = import_module("consultations.migrations.0016_editions").renewing


class Migration(migrations.Migration):
    dependencies = [("consultations", "0016_editions"), ("reports", "0001_initial")]

    operations = [
        migrations.RunSQL(*renewing("reports_report", "SELECT consultation_id FROM changed")),
    ]
