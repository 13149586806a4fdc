from django.db import migrations

MAKE = """
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is append-only' using errcode = 'integrity_constraint_violation';
end $$;

create trigger audit_is_append_only before update or delete on accounts_auditentry
    for each row execute function refuse_change_of_audit();
"""

UNMAKE = """
drop trigger audit_is_append_only on accounts_auditentry;
drop function refuse_change_of_audit();
"""


class Migration(migrations.Migration):
    """What was done stays written, also for those who write SQL."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
