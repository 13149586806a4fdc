"""The UPR's own vocabulary: States and their groups, cycles and sessions, themes, persons, the 2030 Agenda.

Its rows are facts: they stand in readable files in `reference/data/`; `manage.py load_reference` loads them.
"""

from .agenda import Goal, LoadedFile, Target
from .sessions import Cycle, Deadline, Precision, Sourced, UprSession, said_precisely
from .spellings import Spellings, normalise
from .states import (
    NOT_RECORDED,
    RegionalGroup,
    State,
    StateAlias,
    StateGroup,
    StateGroupMembership,
)
from .vocabularies import PersonsGroup, Theme, ThemeMapping, Vocabulary

__all__ = [
    "NOT_RECORDED",
    "Cycle",
    "Deadline",
    "Goal",
    "LoadedFile",
    "PersonsGroup",
    "Precision",
    "RegionalGroup",
    "Sourced",
    "Spellings",
    "State",
    "StateAlias",
    "StateGroup",
    "StateGroupMembership",
    "Target",
    "Theme",
    "ThemeMapping",
    "UprSession",
    "Vocabulary",
    "normalise",
    "said_precisely",
]
