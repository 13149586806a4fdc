"""Who agreed to be called "a civil-society representative" has not agreed to be called by their institution.

Their seats say "Taken" until they say how they are named (docs/decisions/0029-how-a-speaker-is-named.md).
"""

from django.db import migrations

INSTITUTIONS = ["nhri", "parliament", "un", "ministry"]


def withdraw_consent(apps, schema_editor):
    registrations = apps.get_model("consultations", "Registration").objects
    named = registrations.filter(public_name="representative", stakeholder_kind__in=INSTITUTIONS)
    named.filter(is_generated=False).update(consents_to_listing=False)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0026_motivation")]
    operations = [migrations.RunPython(withdraw_consent, migrations.RunPython.noop)]
