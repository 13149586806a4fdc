"""The types of LimeSurvey's questions and what they are in the portal."""

from django.utils.translation import gettext_lazy as _

PLAIN = {
    "L": "single",
    "!": "single",
    "O": "single",
    "G": "single",
    "M": "multiple",
    "P": "multiple",
    "R": "ranking",
    "S": "short_text",
    "T": "text",
    "U": "text",
    "N": "number",
    "D": "date",
    "Y": "yes_no",
    "5": "scale",
    "|": "file",
}
# One question for each row: kind, and where the choices come from.
ARRAYS = {"F": "scale", "H": "scale", "A": "scale", "B": "scale", "C": "scale", "E": "scale", "1": "scale"}
LISTS = {"Q": "short_text", "K": "number"}
TABLES = {":": "number", ";": "short_text"}
COMMENTED = {"O", "P"}
POINTS = {"5": 5, "A": 5, "B": 10}
MADE_CHOICES = {
    "G": [("F", _("Female")), ("M", _("Male"))],
    "C": [("Y", _("Yes")), ("U", _("Uncertain")), ("N", _("No"))],
    "E": [("I", _("Increase")), ("S", _("Same")), ("D", _("Decrease"))],
}
SIZES = ("min_num_value_n", "max_num_value_n")
# Columns that are read, or that only say how things look, are counted or kept there.
READ = {
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "mandatory",
    "other",
    "hidden",
    "line",
    "same_default",
    "same_script",
    "validation",
    "em_validation_q",
    "max_answers",
    "question_theme_name",
    "id",
    "related_id",
    *SIZES,
}
NOT_SAID = {"", "0", "1", "N", "default", "original", "none", "normal"}
