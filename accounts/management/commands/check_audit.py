from django.core.management.base import BaseCommand, CommandError

from accounts.audit import BrokenChain, verify_chain
from accounts.models import AuditEntry


class Command(BaseCommand):
    help = "Check that no entry of the audit trail was changed, removed or put in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--contains", metavar="HASH", help="a hash noted earlier: it must still be in the chain"
        )

    def handle(self, contains=None, **options):
        try:
            count, last = verify_chain()
        except BrokenChain as broken:
            raise CommandError(f"The audit trail was tampered with: {broken}.") from broken
        if contains and not AuditEntry.objects.filter(hash=contains).exists():
            raise CommandError("The audit trail was cut: the hash given is not in it.")
        self.stdout.write(f"{count} entries fit. Note the last hash in a safe place: {last}")
