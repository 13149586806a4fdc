"""Moderators choose who speaks: when they did, who is not selected, and the reasons."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q

import upr_portal.languages


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0011_material'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='speakingrequest',
            name='a_seat_a_waiting_place_or_a_lot_while_it_stands',
        ),
        migrations.AlterField(
            model_name='subtopic',
            name='allocation_rule',
            field=models.CharField(choices=[('first_come', 'First come, first served'), ('draw', 'Drawn by lot when requests close'), ('moderated', 'Chosen by the moderators, with reasons')], default='first_come', max_length=20, verbose_name='how seats are given'),
        ),
        migrations.AddField(
            model_name='subtopic',
            name='chosen_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='the moderators chose on'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='is_not_selected',
            field=models.BooleanField(default=False, verbose_name='not selected by the moderators'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='criteria',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('subject', 'Work on the subject'), ('experience', 'Experience of the matter in one’s own life'), ('first_time', 'Has not spoken at a consultation before'), ('region', 'Balance of regions'), ('kind', 'Balance of kinds of stakeholders'), ('language', 'Balance of languages'), ('organisation', 'Number of seats of the same organisation')], max_length=20), blank=True, default=list, size=None, verbose_name='reasons'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='reason',
            field=models.TextField(blank=True, verbose_name='reason, in words of the moderators'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='reason_language',
            field=upr_portal.languages.LanguageField(blank=True, choices=upr_portal.languages.language_choices, max_length=10, verbose_name='language of these words'),
        ),
        migrations.AddConstraint(
            model_name='subtopic',
            constraint=models.CheckConstraint(condition=Q(chosen_at=None) | Q(allocation_rule='moderated', chosen_at__gte=F('requests_close')), name='moderators_choose_after_requests_close'),
        ),
        migrations.AddConstraint(
            model_name='speakingrequest',
            constraint=models.CheckConstraint(
                condition=Q(withdrawn_at=None, is_pending=False, is_not_selected=False, seat__isnull=False, waiting_place=None)
                | Q(withdrawn_at=None, is_pending=False, is_not_selected=False, seat=None, waiting_place__isnull=False)
                | Q(withdrawn_at=None, is_pending=True, is_not_selected=False, seat=None, waiting_place=None)
                | Q(withdrawn_at=None, is_pending=False, is_not_selected=True, seat=None, waiting_place=None)
                | Q(withdrawn_at__isnull=False, is_pending=False, is_not_selected=False, seat=None, waiting_place=None),
                name='a_seat_a_place_a_lot_or_a_refusal_while_it_stands',
            ),
        ),
        migrations.AddConstraint(
            model_name='speakingrequest',
            constraint=models.CheckConstraint(condition=Q(is_not_selected=False) | ~Q(criteria=[]) | ~Q(reason=''), name='who_is_not_selected_is_told_why'),
        ),
        migrations.AddConstraint(
            model_name='speakingrequest',
            constraint=models.CheckConstraint(condition=Q(reason='') | ~Q(reason_language=''), name='a_reason_has_a_language'),
        ),
    ]
