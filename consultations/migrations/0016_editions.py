"""Each change of what strangers read of a consultation draws a new edition of it, whichever way it was made.

Processes keep what they read of a consultation under its edition (consultations/kept.py), so the database itself
draws it, as for surveys (migration 0011 of that app). Requests to speak change by the hundred in a minute and
draw none: who has which seat is asked each time.
"""

import uuid

from django.db import migrations, models

OF_EVENT = "SELECT consultation_id FROM consultations_event WHERE id IN (SELECT event_id FROM changed)"
OF_DAY = """
    SELECT event.consultation_id FROM consultations_event event JOIN consultations_day day ON day.event_id = event.id
    WHERE day.id IN (SELECT day_id FROM changed)
"""
OF_SUB_TOPIC = """
    SELECT event.consultation_id FROM consultations_event event
    JOIN consultations_subtopic sub_topic ON sub_topic.event_id = event.id
    WHERE sub_topic.id IN (SELECT {column} FROM changed)
"""
OF_SURVEY = """
    SELECT consultation_id FROM consultations_phase WHERE survey_id IN (SELECT id FROM changed)
    UNION
    SELECT event.consultation_id FROM consultations_event event
    JOIN consultations_subtopic sub_topic ON sub_topic.event_id = event.id
    JOIN consultations_subtopic_grounds ground ON ground.subtopic_id = sub_topic.id
    JOIN surveys_question question ON question.id = ground.question_id
    WHERE question.survey_id IN (SELECT id FROM changed)
"""
# How the rows of a table lead to the consultations on whose pages they stand.
OF_A_CONSULTATION = {
    "consultations_event": "SELECT consultation_id FROM changed",
    "consultations_phase": "SELECT consultation_id FROM changed",
    "consultations_material": "SELECT consultation_id FROM changed",
    "consultations_day": OF_EVENT,
    "consultations_subtopic": OF_EVENT,
    "consultations_agendaitem": OF_DAY,
    "consultations_seat": OF_SUB_TOPIC.format(column="sub_topic_id"),
    "consultations_subtopic_grounds": OF_SUB_TOPIC.format(column="subtopic_id"),
    "surveys_survey": OF_SURVEY,
    "reference_regionalgroup": "SELECT id FROM consultations_consultation",
}
# An update is looked at from both sides: a row may go from one consultation to another.
EVENTS = {
    "inserted": ("INSERT", "NEW"),
    "deleted": ("DELETE", "OLD"),
    "updated_from": ("UPDATE", "OLD"),
    "updated_to": ("UPDATE", "NEW"),
}


def renewing(table: str, consultations: str) -> tuple[str, str]:
    """SQL that makes, and that takes away, what draws a new edition when rows of a table change."""
    create = f"""
    CREATE FUNCTION {table}_renews_consultations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE consultations_consultation SET edition = gen_random_uuid() WHERE id IN ({consultations});
        RETURN NULL;
    END $$;
    """
    drop = ""
    for event, (verb, side) in EVENTS.items():
        create += f"""
        CREATE TRIGGER {event}_renews_consultations AFTER {verb} ON {table} REFERENCING {side} TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_renews_consultations();
        """
        drop += f"DROP TRIGGER {event}_renews_consultations ON {table};"
    return create, f"{drop} DROP FUNCTION {table}_renews_consultations();"


CREATE = """
UPDATE consultations_consultation SET edition = gen_random_uuid();
CREATE FUNCTION consultations_draw_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.edition := gen_random_uuid();
    RETURN NEW;
END $$;
CREATE TRIGGER each_change_is_a_new_edition BEFORE INSERT OR UPDATE ON consultations_consultation
    FOR EACH ROW EXECUTE FUNCTION consultations_draw_edition();
"""
DROP = """
DROP TRIGGER each_change_is_a_new_edition ON consultations_consultation;
DROP FUNCTION consultations_draw_edition();
"""
for table, consultations in OF_A_CONSULTATION.items():
    create, drop = renewing(table, consultations)
    CREATE, DROP = CREATE + create, DROP + drop


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0001_initial"),
        ("surveys", "0011_editions"),
        ("consultations", "0015_statement"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="edition",
            field=models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="edition"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
