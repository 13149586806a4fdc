"""A meeting is published by itself where its consultation is published already, and can be cancelled."""

from django.db import migrations, models


def publish_what_is_public(apps, schema_editor):
    events = apps.get_model("consultations", "Event").objects
    events.exclude(consultation__state="draft").update(state="public")


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0023_closing_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="state",
            field=models.CharField(
                choices=[("draft", "Draft"), ("public", "Published"), ("cancelled", "Cancelled")],
                default="draft",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(publish_what_is_public, migrations.RunPython.noop),
    ]
