"""Draws: a seed with its commitment, requests that wait for the draw, and the groups that it balances."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


PUBLIC_ID = """
alter table consultations_speakingrequest
    add column public_id uuid not null unique default gen_random_uuid();
alter table consultations_speakingrequest alter column public_id drop default;
"""
COMMITMENT = """
alter table consultations_draw
    add constraint the_commitment_is_the_hash_of_the_seed
    check (commitment = encode(sha256(decode(seed, 'hex')), 'hex'));
"""


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0002_seat_of_its_sub_topic'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(editable=False, max_length=64)),
                ('commitment', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(editable=False)),
                ('held_at', models.DateTimeField(editable=False, null=True)),
                ('record', models.JSONField(editable=False, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='speakingrequest',
            name='a_seat_or_a_waiting_place_while_it_stands',
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='draw_first_time',
            field=models.BooleanField(blank=True, null=True, verbose_name='speaks for the first time, for the draw'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='draw_kind',
            field=models.CharField(blank=True, choices=[('national-ngo', 'National non-governmental organisation'), ('international-ngo', 'International non-governmental organisation'), ('nhri', 'National human rights institution'), ('parliament', 'Parliament'), ('academia', 'University or research institute'), ('un', 'United Nations agency or office'), ('association', 'Association, network or union'), ('ministry', 'Ministry or national mechanism for implementation, reporting and follow-up'), ('other', 'Other')], max_length=20, verbose_name='kind of stakeholder, for the draw'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='draw_region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.regionalgroup', verbose_name='region, for the draw'),
        ),
        migrations.AddField(
            model_name='speakingrequest',
            name='is_pending',
            field=models.BooleanField(default=False, verbose_name='decided when requests close'),
        ),
        # The database makes a number for each row that stands.
        migrations.RunSQL(
            PUBLIC_ID,
            "alter table consultations_speakingrequest drop column public_id",
            state_operations=[
                migrations.AddField(
                    model_name='speakingrequest',
                    name='public_id',
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
            ],
        ),
        migrations.AddField(
            model_name='subtopic',
            name='balances_first_time',
            field=models.BooleanField(default=False, verbose_name='the draw balances who speaks for the first time and who has spoken before'),
        ),
        migrations.AddField(
            model_name='subtopic',
            name='balances_kind',
            field=models.BooleanField(default=False, verbose_name='the draw balances kinds of stakeholders'),
        ),
        migrations.AddField(
            model_name='subtopic',
            name='balances_region',
            field=models.BooleanField(default=False, verbose_name='the draw balances regions'),
        ),
        migrations.AlterField(
            model_name='subtopic',
            name='allocation_rule',
            field=models.CharField(choices=[('first_come', 'First come, first served'), ('draw', 'Drawn by lot when requests close')], default='first_come', max_length=20, verbose_name='how seats are given'),
        ),
        migrations.AddConstraint(
            model_name='speakingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_pending', False), ('seat__isnull', False), ('waiting_place', None), ('withdrawn_at', None)), models.Q(('is_pending', False), ('seat', None), ('waiting_place__isnull', False), ('withdrawn_at', None)), models.Q(('is_pending', True), ('seat', None), ('waiting_place', None), ('withdrawn_at', None)), models.Q(('is_pending', False), ('seat', None), ('waiting_place', None), ('withdrawn_at__isnull', False)), _connector='OR'), name='a_seat_a_waiting_place_or_a_lot_while_it_stands'),
        ),
        migrations.AddConstraint(
            model_name='subtopic',
            constraint=models.CheckConstraint(condition=models.Q(('allocation_rule', 'draw'), models.Q(('balances_first_time', False), ('balances_kind', False), ('balances_region', False)), _connector='OR'), name='only_a_draw_balances_groups'),
        ),
        migrations.AddField(
            model_name='draw',
            name='sub_topic',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draw', to='consultations.subtopic'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_at', None), ('record__isnull', True)), models.Q(('held_at__isnull', False), ('record__isnull', False)), _connector='OR'), name='a_draw_that_was_held_has_a_record'),
        ),
        migrations.RunSQL(
            COMMITMENT, "alter table consultations_draw drop constraint the_commitment_is_the_hash_of_the_seed"
        ),
    ]
