

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0007_columns_and_languages'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='recommendation',
            name='action_reason',
        ),
    ]
