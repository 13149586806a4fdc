"""Bring database and static files up to what the code asks for: one process, quick when nothing changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrate, load reference data, collect static files, load the demo: each only if needed."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo, too, unless it is there")

    def handle(self, *, demo: bool, verbosity: int, **options):
        if migrations_are_due():
            self.stdout.write("migrating the database")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("load_roles", verbosity=verbosity)
        call_command("load_reference", verbosity=verbosity)
        self.collect_static()
        if demo:
            call_command("seed_demo", verbosity=verbosity)

    def collect_static(self) -> None:
        """Collect and compress, if a source changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        state = state_of_static_files()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.stdout.write("collecting and compressing static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def migrations_are_due() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def state_of_static_files() -> str:
    """Changes when a source file does, by name, size or time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
