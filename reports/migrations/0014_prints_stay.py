"""What a published report prints of key issues and proposals stands still; one that is merged leads on."""

from django.db import migrations

CREATE = """
-- What may become another one is what was printed, once it was merged: `source`, and the moment of that.
CREATE FUNCTION reports_is_print_changed(deed text, was jsonb, becomes jsonb, source text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT deed <> 'UPDATE' OR was - source - 'merged_at' <> becomes - source - 'merged_at'
        OR becomes->>'merged_at' IS NULL
        OR was->>'merged_at' IS NOT NULL AND was->>'merged_at' <> becomes->>'merged_at'
$$;
CREATE FUNCTION reports_prints_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched jsonb[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)] WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
        ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END;
    source text := TG_ARGV[0];
BEGIN
    IF EXISTS (
        SELECT FROM unnest(touched) AS print JOIN reports_report report ON report.id = CASE
            WHEN source = 'key_issue_id' THEN (print->>'report_id')::bigint
            ELSE (SELECT report_id FROM reports_printedkeyissue WHERE id = (print->>'key_issue_id')::bigint)
        END WHERE report.state IN ('published', 'superseded')
    ) AND reports_is_print_changed(TG_OP, touched[1], touched[2], source) THEN
        RAISE EXCEPTION 'what a published report prints stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER prints_stay BEFORE INSERT OR UPDATE OR DELETE ON reports_printedkeyissue
    FOR EACH ROW EXECUTE FUNCTION reports_prints_stay('key_issue_id');
CREATE TRIGGER prints_stay BEFORE INSERT OR UPDATE OR DELETE ON reports_printedproposal
    FOR EACH ROW EXECUTE FUNCTION reports_prints_stay('proposal_id');
"""
DROP = """
DROP TRIGGER prints_stay ON reports_printedproposal;
DROP TRIGGER prints_stay ON reports_printedkeyissue;
DROP FUNCTION reports_prints_stay();
DROP FUNCTION reports_is_print_changed(text, jsonb, jsonb, text);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_what_was_printed")]

    operations = [migrations.RunSQL(CREATE, DROP)]
