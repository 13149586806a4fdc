"""The sheet "settings" of an XLSForm."""

from django.conf import settings
from django.utils.translation import gettext as _

from surveys.definitions.readings import Reading
from surveys.definitions.tongues import plain
from surveys.definitions.workbooks import Sheet
from surveys.definitions.xlsform_columns import cells_of

# What names the form or its edition among others of its kind.
UNSAID = {"form_title", "form_id", "id_string", "version", "default_language", "name"}
MOST_MINUTES = 32_767


def read_settings(reading: Reading, sheet: Sheet) -> None:
    """Title, language, and – where the portal wrote the form – what only the portal has."""
    if not sheet:
        return
    cells = cells_of(*sheet[0], is_ours=False)
    reading.is_ours = "form" in cells.ours
    reading.main = cells.get("default_language")
    title = cells.get("form_title") or cells.get("name") or cells.get("form_id") or cells.get("id_string")
    if title:
        reading.title = {reading.main: title if reading.is_ours else plain(title)}
    for column in [one for one in cells.plain if one not in UNSAID]:
        reading.notes.add("settings", column, _("The portal has no such setting."))
    if reading.is_ours:
        read_our_settings(reading, cells.ours)


def read_our_settings(reading: Reading, ours: dict[str, str]) -> None:
    titles = {name.removeprefix("title::"): text for name, text in ours.items() if name.startswith("title::")}
    reading.title = titles or reading.title
    known = dict(settings.LANGUAGES)
    languages = [code for code in ours.get("languages", "").split() if code in known]
    if languages:
        reading.flags["languages"] = languages
    if ours.get("minutes", "").isdigit() and int(ours["minutes"]) <= MOST_MINUTES:
        reading.flags["minutes"] = int(ours["minutes"])
