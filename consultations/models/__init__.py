"""Where people meet and speak: consultations, their programmes, and who asked for the floor."""

from consultations.models.access import AccessAnswer
from consultations.models.consultations import Consultation, Event, Phase
from consultations.models.draws import Draw
from consultations.models.materials import Material
from consultations.models.notes import Note
from consultations.models.programme import AgendaItem, Day, Seat, SubTopic
from consultations.models.registrations import AccessLink, Registration
from consultations.models.speaking import SpeakingRequest

__all__ = [
    "AccessAnswer",
    "AccessLink",
    "AgendaItem",
    "Consultation",
    "Day",
    "Draw",
    "Event",
    "Material",
    "Note",
    "Phase",
    "Registration",
    "Seat",
    "SpeakingRequest",
    "SubTopic",
]
