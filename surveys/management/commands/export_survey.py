"""`manage.py export_survey SLUG --format xlsform|json`: the questions of a survey as a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.definitions.writing import WRITERS, written_as
from surveys.models import Survey


class Command(BaseCommand):
    help = "Write the questions of a survey as XLSForm, or as the portal's own JSON."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", choices=list(WRITERS), required=True)
        parser.add_argument("--output", type=Path, help="a file; else standard output")

    def handle(self, *, slug: str, output: Path | None, **options):
        survey = Survey.objects.filter(slug=slug).first()
        if survey is None:
            known = ", ".join(Survey.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no survey {slug}. There are: {known}.")
        content = written_as(options["format"], survey)
        if output is None:
            sys.stdout.buffer.write(content)
            return
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{output}: {len(content)} bytes")
