from django.db import migrations, models
from django.db.models.functions import TruncDate


def end_as_planned(apps, schema_editor):
    """Surveys that are closed already: the day that was planned is the best we know."""
    closed = apps.get_model("surveys", "Survey").objects.filter(state="closed")
    closed.update(closed_on=TruncDate("closes"))


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_more_about_questions")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="closed_on",
            field=models.DateField(editable=False, null=True, verbose_name="closed on"),
        ),
        migrations.RunPython(end_as_planned, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "closed"), _negated=True) | models.Q(("closed_on__isnull", False)),
                name="closed_surveys_know_since_when",
            ),
        ),
    ]
