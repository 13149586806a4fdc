"""French counts the first day of a month; nothing else changes."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from upr_portal.dates import in_words
from upr_portal.templatetags.portal import with_weekday

FIRST, ELEVENTH = date(2021, 6, 1), date(2021, 6, 11)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", FIRST, "1er juin 2021"),
        ("fr", ELEVENTH, "11 juin 2021"),
        ("en", FIRST, "1 June 2021"),
        ("es", FIRST, "1 de junio de 2021"),
        ("ar", FIRST, "1 يونيو 2021"),
    ],
)
def test_a_day_is_said_as_the_language_says_it(language, day, words):
    template = Template('{{ day|date:"DATE_FORMAT" }} · {{ day|date }}')

    with translation.override(language):
        said, shown = in_words(day), template.render(Context({"day": day}))

    assert said == words
    assert shown == f"{words} · {words}"


def test_the_first_is_counted_with_its_weekday_and_with_its_time():
    moment = datetime(2021, 6, 1, 1, 30, tzinfo=UTC)
    template = Template('{{ moment|date:"DATETIME_FORMAT" }}')

    with translation.override("fr"):
        weekday, with_time = with_weekday(FIRST), template.render(Context({"moment": moment}))

    assert weekday == "mardi 1er juin 2021"
    assert with_time.startswith("1er juin 2021 ")


def test_letters_that_are_not_a_format_of_the_language_are_left_alone():
    template = Template('{{ day|date:"j n" }} {{ day|date:"YEAR_MONTH_FORMAT" }}')

    with translation.override("fr"):
        shown = template.render(Context({"day": FIRST}))

    assert shown == "1 6 juin 2021"
