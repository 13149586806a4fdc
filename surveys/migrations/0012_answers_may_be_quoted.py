"""Whether answers may be quoted is said before anybody answers, and stays: whichever way it is tried.

What a question asks about stays, too, where words that are sensitive could become ones that are not.
"""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION surveys_quoting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' OR EXISTS (SELECT FROM surveys_response WHERE survey_id = OLD.id) THEN
        RAISE EXCEPTION 'what people were told of quoting stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quoting_stays BEFORE UPDATE ON surveys_survey
    FOR EACH ROW WHEN (OLD.answers_may_be_quoted IS DISTINCT FROM NEW.answers_may_be_quoted)
    EXECUTE FUNCTION surveys_quoting_stays();

CREATE FUNCTION surveys_sensitivity_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM surveys_survey
        WHERE id IN (OLD.survey_id, NEW.survey_id) AND answers_may_be_quoted AND state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'what people were told of quoting stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sensitivity_stays BEFORE UPDATE ON surveys_question
    FOR EACH ROW WHEN (
        OLD.sensitivity IS DISTINCT FROM NEW.sensitivity OR OLD.survey_id IS DISTINCT FROM NEW.survey_id
    )
    EXECUTE FUNCTION surveys_sensitivity_stays();
"""
DROP = """
DROP TRIGGER sensitivity_stays ON surveys_question;
DROP FUNCTION surveys_sensitivity_stays();
DROP TRIGGER quoting_stays ON surveys_survey;
DROP FUNCTION surveys_quoting_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0011_editions")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="answers_may_be_quoted",
            field=models.BooleanField(
                default=False,
                help_text="Reports may quote what people write in their own words, without names. The pages of"
                " the survey tell them before they write; whoever hands in answers for others has told them,"
                " too. Answers to sensitive questions are never quoted. It cannot be changed once the survey"
                " is open.",
                verbose_name="answers may be quoted",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
