"""Our list of lead-ins, from data/lead_ins.csv: wordings that are missing are added, no other is touched."""

import csv
from pathlib import Path

from django.db import migrations

WORDINGS = Path(__file__).parent.parent / "data" / "lead_ins.csv"


def add_missing_wordings(apps, schema_editor):
    """What people have added or changed in the admin stays as they left it."""
    lead_ins = apps.get_model("recommendations", "LeadIn").objects.using(schema_editor.connection.alias)
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        wordings = [lead_ins.model(**row) for row in csv.DictReader(file)]
    lead_ins.bulk_create(wordings, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_documents_and_dates")]

    operations = [migrations.RunPython(add_missing_wordings, migrations.RunPython.noop)]
