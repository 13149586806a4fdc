"""Answers as a table: one row a person, one column a question, whatever way people took through it."""

from surveys.exports.columns import Column, columns_of, layout_of
from surveys.exports.job import file_of, make_export
from surveys.exports.sheets import Sheets
from surveys.exports.words import PASSED_OVER

__all__ = ["PASSED_OVER", "Column", "Sheets", "columns_of", "file_of", "layout_of", "make_export"]
