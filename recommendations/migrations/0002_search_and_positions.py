"""The index that finds Chinese, and the trigger that keeps positions as they were recorded."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

CHINESE_INDEX = """
create index characters_text_zh_hans on recommendations_recommendation
    using gin (text_zh_hans gin_trgm_ops)
"""

# An entry may go only with the import that brought it: `undo_import` names that import for its own transaction.
APPEND_ONLY = """
create function keep_positions() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.batch_id::text = current_setting('recommendations.undoing', true) then
        return old;
    end if;
    raise exception 'a recorded position is kept as it is; add a new entry instead';
end
$$;
create trigger positions_are_append_only
    before update or delete on recommendations_position
    for each row execute function keep_positions();
"""


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(CHINESE_INDEX, "drop index characters_text_zh_hans"),
        migrations.RunSQL(
            APPEND_ONLY,
            "drop trigger positions_are_append_only on recommendations_position; drop function keep_positions()",
        ),
    ]
