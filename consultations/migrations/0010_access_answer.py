"""Answers to access needs."""

import django.db.models.deletion
import upr_portal.languages
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0009_announced'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('needs', models.TextField(verbose_name='access needs')),
                ('text', models.TextField(verbose_name='answer')),
                ('language', upr_portal.languages.LanguageField(choices=upr_portal.languages.language_choices, max_length=10, verbose_name='language')),
                ('answered_at', models.DateTimeField(verbose_name='answered on')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_answers', to='consultations.registration', verbose_name='registration')),
            ],
            options={
                'verbose_name': 'answer to access needs',
                'verbose_name_plural': 'answers to access needs',
                'ordering': ['-answered_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='an_answer_to_access_needs_says_something')],
            },
        ),
    ]
