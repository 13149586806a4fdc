"""Two who hold seats may swap them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0013_substitute'),
    ]

    operations = [
        migrations.AddField(
            model_name='speakingrequest',
            name='swaps_proposed',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('proposed', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='swap', to='consultations.speakingrequest')),
                ('wanted', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps_wanted', to='consultations.speakingrequest')),
            ],
            options={
                'verbose_name': 'swap of seats',
                'verbose_name_plural': 'swaps of seats',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('proposed', models.F('wanted')), _negated=True), name='a_swap_takes_two'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('proposed_at'))), name='a_swap_has_time_to_answer'),
                ],
            },
        ),
    ]
