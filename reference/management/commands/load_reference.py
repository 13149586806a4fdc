"""`manage.py load_reference`: the States, sessions, themes and goals of the files in `reference/data/`."""

from django.core.management.base import BaseCommand, CommandError

from reference.actions import Loaded, UnknownRow, load_reference
from reference.documents import SpellingOfTwoStates

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Load States, sessions, themes and goals from reference/data/. Files that did not change are skipped."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="load unchanged files, too")

    def handle(self, *args, again: bool, **options):
        try:
            results = load_reference(again=again)
        except (UnknownRow, SpellingOfTwoStates) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not options["verbosity"]:
            return
        for loaded in results:
            self.report(loaded)
        if not results:
            self.stdout.write("Nothing has changed.")

    def report(self, loaded: Loaded) -> None:
        counts = f"{len(loaded.added)} new, {len(loaded.changed)} changed, {len(loaded.kept)} kept"
        self.stdout.write(f"{loaded.table.file}: {counts}")
        for word, rows in (("changed", loaded.changed), ("kept, checked later here", loaded.kept)):
            for row in rows[:SHOWN]:
                self.stdout.write(f"  {word}: {row}")
            if len(rows) > SHOWN:
                self.stdout.write(f"  … and {len(rows) - SHOWN} more")
