"""A published report never changes: its sections and what its cover says stand still; steps are only added."""

from django.db import migrations

CREATE = """
CREATE FUNCTION reports_sections_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reports_report WHERE state IN ('published', 'superseded') AND id IN (
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.report_id END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.report_id END
        )
    ) THEN
        RAISE EXCEPTION 'a published report is changed by a new edition' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER what_is_published_stays BEFORE INSERT OR UPDATE OR DELETE ON reports_reportsection
    FOR EACH ROW EXECUTE FUNCTION reports_sections_stay();

-- What the cover says, in all languages that there are now and that there will be.
CREATE FUNCTION reports_on_the_cover(report jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(report)
    WHERE key ~ '^(kind$|edition$|revises_id$|title|what_changed)'
$$;
CREATE FUNCTION reports_cover_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('published', 'superseded')
        AND reports_on_the_cover(to_jsonb(OLD)) <> reports_on_the_cover(to_jsonb(NEW))
    THEN
        RAISE EXCEPTION 'a published report is changed by a new edition' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_is_published_stays BEFORE UPDATE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_cover_stays();

CREATE FUNCTION reports_moves_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of a report are only added' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER moves_stay BEFORE UPDATE OR DELETE ON reports_reportmove
    FOR EACH ROW EXECUTE FUNCTION reports_moves_stay();
"""
DROP = """
DROP TRIGGER moves_stay ON reports_reportmove;
DROP FUNCTION reports_moves_stay();
DROP TRIGGER what_is_published_stays ON reports_report;
DROP FUNCTION reports_cover_stays();
DROP FUNCTION reports_on_the_cover(jsonb);
DROP TRIGGER what_is_published_stays ON reports_reportsection;
DROP FUNCTION reports_sections_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_publishing")]

    operations = [migrations.RunSQL(CREATE, DROP)]
