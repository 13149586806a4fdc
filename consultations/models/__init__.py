"""Where people meet and speak: consultations, their programmes, and who asked for the floor."""

from consultations.models.access import AccessAnswer
from consultations.models.choosing import DraftDecision
from consultations.models.consultations import Consultation, Event
from consultations.models.criteria import Criterion
from consultations.models.draws import Draw
from consultations.models.materials import Material
from consultations.models.notes import Note
from consultations.models.phases import Phase
from consultations.models.programme import AgendaItem, Day
from consultations.models.received import ReceivedRequest
from consultations.models.registrations import AccessLink, Registration
from consultations.models.seats import Seat
from consultations.models.speaking import SpeakingRequest
from consultations.models.statements import Statement
from consultations.models.sub_topics import SubTopic
from consultations.models.substitutes import Substitute
from consultations.models.swaps import Swap
from consultations.models.verification import Verification, VerificationCode
from consultations.models.versions import ProgrammeVersion

__all__ = [
    "AccessAnswer",
    "AccessLink",
    "AgendaItem",
    "Consultation",
    "Criterion",
    "Day",
    "DraftDecision",
    "Draw",
    "Event",
    "Material",
    "Note",
    "Phase",
    "ProgrammeVersion",
    "ReceivedRequest",
    "Registration",
    "Seat",
    "SpeakingRequest",
    "Statement",
    "SubTopic",
    "Substitute",
    "Swap",
    "Verification",
    "VerificationCode",
]
