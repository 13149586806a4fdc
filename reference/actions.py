"""Bringing the facts of `reference/data/` into the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Model

from .documents import TABLES, Table
from .models import LoadedFile
from .models.sessions import Sourced

LOCK = 20260701  # any number, the same for all who load


@dataclass
class Loaded:
    """What a file brought: rows that are new, rows that changed, rows kept as checked later."""

    table: Table
    added: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    kept: list[Model] = field(default_factory=list)


@transaction.atomic
def load_reference(*, again: bool = False) -> list[Loaded]:
    """Load every file that changed since it was loaded last (with `again`: all), and say what that brought.

    Rows that a file no longer names stay, as reviews or answers may point to them; editors remove them in
    the admin. Two loads at once wait for one another. An error in any file leaves everything as it was.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = dict(LoadedFile.objects.values_list("name", "checksum"))
    results = []
    for table in TABLES:
        checksum = table.checksum()
        if again or known.get(table.file) != checksum:
            results.append(load(table))
            LoadedFile.objects.update_or_create(name=table.file, defaults={"checksum": checksum})
    return results


def load(table: Table) -> Loaded:
    loaded = Loaded(table)
    columns = set()
    existing = {key_of(row, table): row for row in table.model._base_manager.all()}
    for values in read(table):
        columns = set(values) - set(table.key)
        new = table.model(**values)
        row = existing.get(key_of(new, table))
        if row is None:
            loaded.added.append(new)
        elif any(getattr(row, column) != value for column, value in values.items()):
            take_over(row, values, loaded)
    table.model._base_manager.bulk_create(loaded.added)
    if loaded.changed:
        table.model._base_manager.bulk_update(loaded.changed, columns, batch_size=500)
    return loaded


def take_over(row: Model, values: dict, loaded: Loaded) -> None:
    """Write the file's values into a row, unless somebody checked that row later than the file."""
    checked = values.get("last_checked")
    if isinstance(row, Sourced) and row.last_checked and (not checked or checked < row.last_checked):
        loaded.kept.append(row)
        return
    for column, value in values.items():
        setattr(row, column, value)
    loaded.changed.append(row)


def key_of(row: Model, table: Table) -> tuple:
    return tuple(getattr(row, table.model._meta.get_field(name).attname) for name in table.key)


def read(table: Table) -> Iterator[dict]:
    """The rows of a file as values of the model's fields; a name of another row becomes that row's key."""
    targets = {column: rows_by(table, column) for column in table.points}
    for line, row in enumerate(table.rows(), start=2):
        yield {
            attribute(table, column): value_of(table, column, text, targets, line)
            for column, text in row.items()
        }


def value_of(table: Table, column: str, text: str, targets: dict, line: int):
    field = table.model._meta.get_field(column)
    if text == "":
        return None if field.null else ""
    if column not in targets:
        return field.to_python(text)
    if text not in targets[column]:
        raise UnknownRow(table, line, column, text)
    return targets[column][text]


def attribute(table: Table, column: str) -> str:
    return table.model._meta.get_field(column).attname


def rows_by(table: Table, column: str) -> dict[str, int]:
    """The keys of the rows that a column can point to, by the text that names them there."""
    pointed = table.model._meta.get_field(column).related_model
    rows = pointed._base_manager.values_list("pk", *table.points[column])
    return {":".join(map(str, name)): pk for pk, *name in rows}


class UnknownRow(Exception):
    """A line of a file points to a row that is in no file."""

    def __init__(self, table: Table, line: int, column: str, text: str):
        super().__init__(f"{table.file}, line {line}: there is no {column} “{text}”.")
