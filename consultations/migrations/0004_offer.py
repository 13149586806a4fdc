"""A freed seat may be offered until a moment."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0003_draw'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='speakingrequest',
            name='offer_ends_at',
            field=models.DateTimeField(blank=True, help_text='Empty once it is accepted.', null=True, verbose_name='the seat is offered until'),
        ),
        migrations.AddConstraint(
            model_name='speakingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('offer_ends_at', None), ('seat__isnull', False), _connector='OR'), name='what_is_offered_is_a_seat'),
        ),
    ]
