from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0008_reasons_are_not_kept")]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="brought",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
