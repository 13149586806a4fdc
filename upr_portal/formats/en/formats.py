"""English dates and times as the United Nations writes them: 13 July 2021, 13:00."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
