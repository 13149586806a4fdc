from django.core.management.base import BaseCommand

from accounts.permissions import ROLES_MAY, give_roles_their_permissions


class Command(BaseCommand):
    help = "Give each role the permissions of accounts/permissions.py; to be run after every migrate."

    def handle(self, **options):
        unknown = give_roles_their_permissions()
        if unknown:
            self.stderr.write(f"accounts/permissions.py names models that do not exist: {', '.join(unknown)}")
        self.stdout.write(f"{len(ROLES_MAY)} roles have their permissions")
