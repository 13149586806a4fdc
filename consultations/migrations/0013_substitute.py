"""Somebody may be named to speak in the place of another."""

import django.db.models.deletion
from django.db import migrations, models

import upr_portal.languages


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0012_choosing'),
    ]

    operations = [
        migrations.AddField(
            model_name='speakingrequest',
            name='substitutes_named',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Substitute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', upr_portal.languages.LanguageField(choices=upr_portal.languages.language_choices, max_length=10, verbose_name='language of the letter')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('named_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='substitute', to='consultations.speakingrequest')),
            ],
            options={
                'verbose_name': 'substitute',
                'verbose_name_plural': 'substitutes',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('named_at'))), name='a_substitute_has_time_to_answer')],
            },
        ),
    ]
