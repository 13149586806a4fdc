"""Arabic dates, times and numbers as the United Nations writes them: no comma in dates, a space in 6 094."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
# A space that does not break; between digits it keeps them in their order, also from right to left.
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
