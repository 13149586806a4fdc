"""`manage.py draw SUBTOPIC --json`: what everybody may check of a draw, as `verify_draw.py` reads it."""

import json

from django.core.management.base import BaseCommand, CommandError

from consultations.draws import record_of
from consultations.models import Draw, SubTopic


class Command(BaseCommand):
    help = "Print the public record of a draw. The seed stands in it only once the draw has been held."

    def add_arguments(self, parser):
        parser.add_argument("sub_topic", type=int, help="the sub-topic, by the number in its addresses")
        parser.add_argument("--json", action="store_true", help="all of it, for verify_draw.py")

    def handle(self, *, sub_topic: int, **options):
        rule = SubTopic.AllocationRule.DRAW
        draws = Draw.objects.filter(sub_topic__allocation_rule=rule).select_related("sub_topic")
        draw = draws.filter(sub_topic=sub_topic).first()
        if draw is None:
            raise CommandError(f"Sub-topic {sub_topic} has no draw.")
        record = record_of(draw)
        if options["json"]:
            self.stdout.write(json.dumps(record, indent=1))
            return
        self.stdout.write(f"Commitment: {record['commitment']}")
        self.stdout.write(f"Requests: {record['number_of_entries']}, seats: {record['seats']}")
        held = f"Held: {record['held']}" if draw.held_at else f"To be held: {record['closes']}"
        self.stdout.write(held)
