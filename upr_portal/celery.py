"""The Celery application: background jobs and the clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

app = Celery("upr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Jobs live where what they do lives: `tasks` for the clock, the others for what actions post.
app.autodiscover_tasks(related_name="tasks")
app.autodiscover_tasks(related_name="emails")
app.autodiscover_tasks(related_name="pdf")
app.autodiscover_tasks(["upr_portal"], related_name="health")
