import django.db.models.deletion
from django.db import migrations, models


def read_again(apps, schema_editor):
    """Exports that wait for their confirmation hold no trial run yet: the clock has them read once more."""
    uploads = apps.get_model("recommendations", "PendingImport")
    uploads.objects.filter(family="upr-info", state="read").update(state="waiting")


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0009_terms_brought"),
    ]

    operations = [
        migrations.AddField(
            model_name="pendingimport",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="recommendations.importbatch",
            ),
        ),
        migrations.AlterField(
            model_name="pendingimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be read"),
                    ("reading", "Being read"),
                    ("read", "Read"),
                    ("refused", "Cannot be read"),
                    ("confirmed", "Waiting to be saved"),
                    ("saving", "Being saved"),
                    ("saved", "Saved"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop, elidable=True),
    ]
