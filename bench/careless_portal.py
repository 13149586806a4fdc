"""The portal without a lock: who asks looks for a free seat and takes it. The control of seats.py."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from consultations.models import Registration, SpeakingRequest, SubTopic
from consultations.tests.test_seats_race import ask_carelessly
from consultations.views import speaking
from upr_portal.wsgi import application


def ask(registration: Registration, sub_topic: SubTopic, **_said) -> SpeakingRequest:
    return ask_carelessly(registration, sub_topic)


speaking.ask_to_speak = ask
__all__ = ["application"]
