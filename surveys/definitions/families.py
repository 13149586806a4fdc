"""Which family of questionnaires a file belongs to, by its content, and its reading."""

import json
from collections.abc import Callable

from django.utils.translation import gettext as _

from recommendations.documents.tables import OLD_EXCEL, OTHER_FORMATS, ZIP, decoded
from recommendations.documents.unreadable import Unreadable
from surveys.definitions.arranging import arranged
from surveys.definitions.limesurvey import read_limesurvey
from surveys.definitions.limesurvey_rows import rows_of_table, rows_of_xml
from surveys.definitions.own import read_own
from surveys.definitions.qualtrics import read_qualtrics
from surveys.definitions.workbooks import read_workbook
from surveys.definitions.xlsform import read_xlsform

LARGEST_FILE = 10 * 1024 * 1024
FAMILIES = {
    "xlsform": "XLSForm",
    "limesurvey": "LimeSurvey",
    "qualtrics": "Qualtrics",
    "json": "JSON",
}
DEEPEST_JSON = 60
WEB_PAGE = (b"<!doctype html", b"<html")


def read_definition(content: bytes, *, language: str) -> dict:
    """The questionnaire of a file as data (see `questionnaires`), with `family` and `not_understood`.

    `language` is that of texts that have none. Raises Unreadable, with what was seen and what to do.
    """
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise Unreadable(_("The file is larger than %(limit)d MB. Take out pictures.") % {"limit": limit})
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    return reader_for(content)(content, language)


def reader_for(content: bytes) -> Callable[[bytes, str], dict]:
    """Raises Unreadable where nothing reads it."""
    for beginning, name in OTHER_FORMATS.items():
        if content.startswith(beginning):
            raise Unreadable(
                _(
                    "This is a %(format)s file. "
                    "Choose an XLSForm, or a file of LimeSurvey, Qualtrics or the portal."
                )
                % {"format": name}
            )
    if content.startswith((ZIP, OLD_EXCEL)):
        return read_book
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(WEB_PAGE):
        raise Unreadable(_("This is a web page. Export the questionnaire from the program that made it."))
    if start.startswith((b"<?xml", b"<document")):
        return lambda xml, language: arranged(read_limesurvey(rows_of_xml(xml)), language)
    if start.startswith((b"{", b"[")):
        return read_json
    return read_text


def read_book(content: bytes, language: str) -> dict:
    book = read_workbook(content, is_old=content.startswith(OLD_EXCEL))
    return arranged(read_xlsform(book), language)


def read_text(content: bytes, language: str) -> dict:
    """Text is LimeSurvey's tab-separated form, or no questionnaire."""
    heading = decoded(content[:20_000]).splitlines()[0].strip("\ufeff").split("\t")
    if heading[:3] == ["class", "type/scale", "name"] or ({"class", "name", "text"} <= set(heading)):
        return arranged(read_limesurvey(rows_of_table(content)), language)
    raise Unreadable(
        _(
            "This text is no questionnaire that the portal knows; tables of answers are none. "
            "Choose an XLSForm, or a file of LimeSurvey, Qualtrics or the portal."
        )
    )


def read_json(content: bytes, language: str) -> dict:
    try:
        data = json.loads(decoded(content))
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            _("The JSON is damaged: only a part of the file may be there. Export it anew.")
        ) from error
    if is_deep(data):
        raise Unreadable(_("The JSON is nested more deeply than any questionnaire."))
    if isinstance(data, dict) and "SurveyEntry" in data:
        return arranged(read_qualtrics(data), language)
    if isinstance(data, dict) and "sections" in data:
        return read_own(data)
    raise Unreadable(
        _("This JSON is neither a questionnaire of the portal nor one of Qualtrics. Choose one of these.")
    )


def is_deep(data: object, depth: int = 0) -> bool:
    if depth > DEEPEST_JSON:
        return True
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return any(is_deep(part, depth + 1) for part in inner)
