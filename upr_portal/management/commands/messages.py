"""`manage.py messages`: collect, compile and check the interface strings; see docs/decisions/0002."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from upr_portal.catalogues import checks, exchange, files
from upr_portal.catalogues.marked import TwoPlurals, marked_messages


class Command(BaseCommand):
    help = "Collect the marked strings into locale/. With an option: compile, check, export or import them."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="write the .mo files that are out of date")
        what.add_argument("--check", action="store_true", help="fail where a translation lacks or breaks")
        what.add_argument("--export-missing", metavar="LANGUAGE", help="print what lacks, as JSON")
        what.add_argument(
            "--import", nargs=2, metavar=("FILE", "LANGUAGE"), dest="taken", help="take filled-in JSON back"
        )

    def handle(self, *args, **options):
        try:
            if options["compile"]:
                self.compile()
            elif options["check"]:
                self.check_all()
            elif options["export_missing"]:
                self.export(known(options["export_missing"]))
            elif options["taken"]:
                self.take(*options["taken"])
            else:
                self.collect()
        except TwoPlurals as error:
            raise CommandError(str(error)) from error

    def collect(self) -> None:
        messages = marked_messages()
        for language in files.languages():
            catalogue = files.open_catalogue(language)
            files.update(catalogue, messages.values(), language)
            changed = files.save(catalogue, language)
            lacking = len(exchange.missing(language, catalogue, messages)["messages"])
            state = "written" if changed else "unchanged"
            # English is what the code says; its catalogue is there for those who want to say it better.
            untranslated = "" if language == settings.LANGUAGE_CODE else f"{lacking} not translated, "
            self.stdout.write(f"{language}: {len(messages)} strings, {untranslated}{state}")

    def compile(self) -> None:
        for language in files.languages():
            if not files.path_of(language).exists():
                raise CommandError(f"{files.path_of(language)} is missing. Run “manage.py messages” first.")
            if files.compile_catalogue(language):
                self.stdout.write(f"{language}: compiled")

    def check_all(self) -> None:
        messages = marked_messages()
        found = [
            problem
            for language in files.languages()
            for problem in checks.problems(language, files.open_catalogue(language), messages.values())
        ]
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} strings to mend, named above.")
        self.stdout.write(f"{len(messages)} strings: nothing lacks, nothing breaks.")

    def export(self, language: str) -> None:
        content = exchange.missing(language, files.open_catalogue(language), marked_messages())
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))

    def take(self, path: str, language: str) -> None:
        """All translations of the file or none: one that is wrong is named and nothing is written."""
        translated = filled_in(path)
        messages = marked_messages()
        catalogue = files.open_catalogue(known(language))
        files.update(catalogue, messages.values(), language)
        wrong = exchange.take(language, catalogue, messages, translated)
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} translations are wrong; nothing was written.")
        files.save(catalogue, language)
        self.stdout.write(f"{language}: {len(translated)} translations taken")


def known(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise CommandError(f"“{language}” is not one of: {', '.join(dict(settings.LANGUAGES))}.")
    return language


def filled_in(path: str) -> list[dict]:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))["messages"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not a file of “messages --export-missing”: {error}") from error
