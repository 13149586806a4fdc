"""A limit of seats for each organisation."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0004_offer'),
    ]

    operations = [
        migrations.AddField(
            model_name='speakingrequest',
            name='organisation_key',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='subtopic',
            name='organisation_limit',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit. Who speaks for no organisation is not limited.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='most seats for one organisation'),
        ),
        migrations.AddConstraint(
            model_name='subtopic',
            constraint=models.CheckConstraint(condition=models.Q(('organisation_limit', None), ('organisation_limit__gte', 1), _connector='OR'), name='an_organisation_may_have_a_seat'),
        ),
    ]
