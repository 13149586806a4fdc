"""Tables of answers are read: as our own export, by a mapping, or with the survey made from their columns."""

from surveys.imports.guessing import Guess, guess_survey
from surveys.imports.mapping import BadMapping, Mapping, mapping_of, own_mapping
from surveys.imports.sheets import Problem, Reading, read_sheets
from surveys.imports.tables import AnswerTable, read_answer_table

__all__ = [
    "AnswerTable",
    "BadMapping",
    "Guess",
    "Mapping",
    "Problem",
    "Reading",
    "guess_survey",
    "mapping_of",
    "own_mapping",
    "read_answer_table",
    "read_sheets",
]
