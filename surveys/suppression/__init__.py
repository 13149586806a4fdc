"""Which figures may be shown, so that nobody learns what a few people said."""

from surveys.suppression.counts import FEW, HIDDEN, Cell, adding_up, percent, separate
from surveys.suppression.figures import quantile
from surveys.suppression.tables import NOBODY, divided

__all__ = ["FEW", "HIDDEN", "NOBODY", "Cell", "adding_up", "divided", "percent", "quantile", "separate"]
