"""The report of an event stands on that event's page, so its changes draw a new edition of the consultation, too."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION reports_report_renews_consultations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE consultations_consultation SET edition = gen_random_uuid() WHERE id IN ({consultations});
    RETURN NULL;
END $$;
"""
OF_REPORTS = "SELECT consultation_id FROM changed"
OF_EVENTS = "SELECT consultation_id FROM consultations_event WHERE id IN (SELECT event_id FROM changed)"


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_what_is_published_stays")]

    operations = [
        migrations.RunSQL(
            FUNCTION.format(consultations=f"{OF_REPORTS} UNION {OF_EVENTS}"),
            FUNCTION.format(consultations=OF_REPORTS),
        )
    ]
