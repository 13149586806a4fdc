"""The database itself refuses to keep, beside other answers, what must be sealed or detached."""

from django.db import migrations

CREATE = """
CREATE FUNCTION surveys_nothing_sealed_in_the_clear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM surveys_question
        WHERE id = NEW.question_id AND (sensitivity = 'reprisal' OR kind = 'contact')
    ) THEN
        RAISE EXCEPTION 'this answer must be sealed or detached' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nothing_sealed_in_the_clear BEFORE INSERT OR UPDATE ON surveys_answer
    FOR EACH ROW EXECUTE FUNCTION surveys_nothing_sealed_in_the_clear();
"""
DROP = """
DROP TRIGGER nothing_sealed_in_the_clear ON surveys_answer;
DROP FUNCTION surveys_nothing_sealed_in_the_clear();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
