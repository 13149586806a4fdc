"""Many rows by PostgreSQL's COPY: a model and a line of SQL for each cost more than the rows themselves.

Constraints, triggers and generated columns do their work as with INSERT; what a row does not name gets the
default of its field. Models are not asked: no `save`, no signals.
"""

import io
from collections.abc import Sequence

from django.db import connection

# How COPY writes what would end a cell or a row.
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def new_keys(model: type, count: int) -> list[int]:
    """As many primary keys that nobody else will be given, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: type, rows: Sequence[dict]) -> None:
    """Insert rows, each with the values of some fields ("review_id"): all with a primary key or none.

    Raises what INSERT would: IntegrityError, DataError.
    """
    if not rows:
        return
    has_keys = model._meta.pk.attname in rows[0]
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (has_keys or not field.primary_key)
    ]
    defaults = {field.attname: field.get_default() for field in fields}
    lines = ("\t".join(map(cell, (defaults | row).values())) + "\n" for row in rows)
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = f"copy {quoted(model._meta.db_table)} ({columns}) from stdin"
        cursor.copy_expert(statement, io.StringIO("".join(lines)))


def cell(value) -> str:
    return NULL if value is None else str(value).translate(ESCAPED)
