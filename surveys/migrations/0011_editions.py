"""Each change of what a survey asks draws a new edition of it, whichever way the change was made.

Processes keep what they read of a survey under its edition (surveys/forms/blanks.py). So the database itself
draws it: no action, desk page or shell can forget to, and one that is saved from memory is drawn anew. It is a
random one, never a count: a count that was rolled back would come again with other contents.
"""

import uuid

from django.db import migrations, models

# How the rows of a table lead to the survey they belong to.
OF_A_SURVEY = {
    "surveys_section": "SELECT survey_id FROM changed",
    "surveys_question": "SELECT survey_id FROM changed",
    "surveys_choice": "SELECT survey_id FROM surveys_question WHERE id IN (SELECT question_id FROM changed)",
}
# States, in the order and under the groups that questions about them show.
OF_ALL = ["reference_state", "reference_regionalgroup"]
ASKING_FOR_STATES = "SELECT survey_id FROM surveys_question WHERE kind IN ('state', 'states')"
# An update is looked at from both sides: a row may go from one survey to another.
EVENTS = {
    "inserted": ("INSERT", "NEW"),
    "deleted": ("DELETE", "OLD"),
    "updated_from": ("UPDATE", "OLD"),
    "updated_to": ("UPDATE", "NEW"),
}


def renewing(name: str, surveys: str) -> str:
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE surveys_survey SET edition = gen_random_uuid() WHERE id IN ({surveys});
        RETURN NULL;
    END $$;
    """


CREATE = """
UPDATE surveys_survey SET edition = gen_random_uuid();
CREATE FUNCTION surveys_draw_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.edition := gen_random_uuid();
    RETURN NEW;
END $$;
CREATE TRIGGER each_change_is_a_new_edition BEFORE INSERT OR UPDATE ON surveys_survey
    FOR EACH ROW EXECUTE FUNCTION surveys_draw_edition();
"""
DROP = """
DROP TRIGGER each_change_is_a_new_edition ON surveys_survey;
DROP FUNCTION surveys_draw_edition();
"""
for table, surveys in OF_A_SURVEY.items():
    CREATE += renewing(f"{table}_edition", surveys)
    for event, (verb, side) in EVENTS.items():
        CREATE += f"""
        CREATE TRIGGER {event}_is_a_new_edition AFTER {verb} ON {table} REFERENCING {side} TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_edition();
        """
        DROP += f"DROP TRIGGER {event}_is_a_new_edition ON {table};"
    DROP += f"DROP FUNCTION {table}_edition();"
CREATE += renewing("surveys_states_edition", ASKING_FOR_STATES)
for table in OF_ALL:
    CREATE += f"""
    CREATE TRIGGER a_new_edition_of_surveys AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION surveys_states_edition();
    """
    DROP += f"DROP TRIGGER a_new_edition_of_surveys ON {table};"
DROP += "DROP FUNCTION surveys_states_edition();"


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial"), ("surveys", "0010_versions_and_children")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="edition",
            field=models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="edition"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
