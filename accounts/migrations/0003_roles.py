from django.db import migrations

ROLES = ["moderator", "safeguarding officer", "analyst", "translator"]


def make_roles(apps, schema_editor):
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """The roles exist from the start; `manage.py load_roles` gives them their permissions."""

    dependencies = [("accounts", "0002_append_only_audit"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
