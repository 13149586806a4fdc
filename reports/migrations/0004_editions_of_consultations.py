"""Reports and key issues stand on the pages of their consultation, so each change draws a new edition of that."""

from importlib import import_module

from django.db import migrations

renewing = import_module("consultations.migrations.0016_editions").renewing


class Migration(migrations.Migration):
    dependencies = [("consultations", "0016_editions"), ("reports", "0003_follow_up")]

    operations = [
        migrations.RunSQL(*renewing(table, "SELECT consultation_id FROM changed"))
        for table in ("reports_report", "reports_keyissue")
    ]
