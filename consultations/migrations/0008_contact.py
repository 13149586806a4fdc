"""Whom to ask about a consultation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0007_finding'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultation',
            name='contact',
            field=models.CharField(blank=True, help_text='Who answers questions about the consultation: a name or an office, and an address.', max_length=200, verbose_name='person to contact'),
        ),
    ]
