"""Arabic dates and times as the United Nations writes them, without a comma: 8 نوفمبر 2026."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
