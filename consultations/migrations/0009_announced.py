"""What registered people know of a programme."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0008_contact'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='announced',
            field=models.JSONField(editable=False, null=True),
        ),
    ]
