"""Many rows by PostgreSQL's COPY: a model and a line of SQL for each cost more than the rows themselves.

Constraints, triggers and generated columns do their work as with INSERT; what a row does not name gets the
default of its field. Models are not asked: no `save`, no signals.
"""

import io
from collections.abc import Sequence

from django.db import connection
from django.db.models import BooleanField

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


def count_again(*models: type) -> None:
    """Let PostgreSQL count how the keys and marks of these tables are spread, after many rows have come.

    It does so by itself, but a minute later; until then it may plan for a table that it knows as empty, and
    a page that joins such tables runs into the limit of a statement.
    """
    quoted = connection.ops.quote_name
    tables = [
        f"{quoted(model._meta.db_table)} ({', '.join(quoted(field.column) for field in counted(model))})"
        for model in models
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


def counted(model: type) -> list:
    """What tables are joined and divided by; texts are left to PostgreSQL's own time."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.primary_key or field.is_relation or isinstance(field, BooleanField)
    ]
