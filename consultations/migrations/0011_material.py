"""Documents of a consultation."""

import django.db.models.deletion
import django.utils.timezone
import upr_portal.languages
from django.db import migrations, models

import consultations.models.materials


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0010_access_answer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('concept_note', 'Concept note'), ('programme', 'Programme'), ('guidance', 'Guidance'), ('other', 'Other documents')], max_length=20, verbose_name='kind')),
                ('language', upr_portal.languages.LanguageField(choices=upr_portal.languages.language_choices, max_length=10, verbose_name='language')),
                ('title', models.CharField(help_text='In the language of the document.', max_length=200, verbose_name='title')),
                ('file', models.FileField(blank=True, upload_to=consultations.models.materials.place_of, validators=[consultations.models.materials.check_file], verbose_name='file')),
                ('text', models.TextField(blank=True, help_text='A page instead of a file.', verbose_name='text')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='published on')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='consultations.consultation', verbose_name='consultation')),
                ('event', models.ForeignKey(blank=True, help_text='Empty: for the whole consultation.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='consultations.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', ''), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('file', ''), _negated=True), ('text', '')), _connector='OR'), name='a_material_is_a_file_or_a_text')],
            },
        ),
    ]
