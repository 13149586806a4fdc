"""`manage.py survey_results SLUG --json`: the results as the page tells them, with the same suppression."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from surveys.models import Survey
from surveys.results import NoDivision, facts_of, results_of


class Command(BaseCommand):
    help = "Print the results of a survey. Small numbers are left out as on the page."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the survey, by the name in its address")
        parser.add_argument("--json", action="store_true", help="all facts as JSON (docs/answers.md)")
        parser.add_argument("--by", default="", help="the code of a question that divides people into groups")
        parser.add_argument(
            "--language", choices=dict(settings.LANGUAGES), default="en", help="of the labels"
        )

    def handle(self, *, slug: str, by: str, language: str, **options):
        survey = Survey.objects.filter(slug=slug).first()
        if survey is None:
            raise CommandError(f"There is no survey {slug}.")
        try:
            facts = facts_of(results_of(survey, by=by), language)
        except NoDivision as error:
            raise CommandError(f"The results cannot be divided by {by}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{facts['title']['text']}: {facts['responses'] or 'too few'} responses")
        for question in facts["questions"]:
            self.stdout.write(f"{question['code']}. {question['text']['text']} ({question['result']})")
            for row in question["rows"]:
                count = row["count"] if row["count"] is not None else "not shown"
                self.stdout.write(f"    {row['label']['text']}: {count}")
