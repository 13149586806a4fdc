"""The UPR's own vocabulary: States and their groups, cycles and sessions, themes, groups of persons, the 2030 Agenda.

Its rows are facts. They stand in readable files in `reference/data/` and come in by `manage.py load_reference`.
"""

from .agenda import Goal, LoadedFile, Target
from .sessions import Cycle, Deadline, Precision, UprSession
from .states import (
    NOT_RECORDED,
    RegionalGroup,
    State,
    StateAlias,
    StateGroup,
    StateGroupMembership,
    normalise,
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
]
