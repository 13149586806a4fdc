"""Statements for interpreters."""

import django.db.models.deletion
from django.db import migrations, models

import upr_portal.languages


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0014_swap'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text')),
                ('language', upr_portal.languages.LanguageField(choices=upr_portal.languages.language_choices, max_length=10, verbose_name='language of the text')),
                ('interpreters_may_read', models.BooleanField(default=False, verbose_name='interpreters may read it')),
                ('moderator_may_read', models.BooleanField(default=False, verbose_name='the moderator may read it out')),
                ('may_be_published', models.BooleanField(default=False, verbose_name='may be published if it was not delivered')),
                ('saved_at', models.DateTimeField(editable=False)),
                ('handed_in_at', models.DateTimeField(editable=False, null=True)),
                ('undelivered_at', models.DateTimeField(editable=False, null=True, verbose_name='marked as undelivered on')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='statement', to='consultations.speakingrequest')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_statement_has_words'),
                    models.CheckConstraint(condition=models.Q(('undelivered_at', None), ('handed_in_at__isnull', False), _connector='OR'), name='what_was_not_delivered_was_handed_in'),
                ],
            },
        ),
    ]
