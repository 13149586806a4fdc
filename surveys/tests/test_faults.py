"""One respondent on random journeys, with lost connections, cookies and keys: nothing typed gets lost."""

import pytest
from django.core.cache import cache
from django.db import connections

from surveys import actions
from surveys.tests.journeys import Place, run_journeys
from surveys.tests.respondent import open_survey


@pytest.fixture
def place(live_server, transactional_db, settings) -> Place:
    # Respondents come through a proxy, each from an address of their own.
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def restart():
        connections.close_all()
        cache.clear()

    return Place(live_server.url, open_survey("faults"), restart)


def test_on_random_journeys_nothing_typed_is_lost_and_no_sheet_doubled(place):
    run_journeys(place, journeys=15, steps=15, derandomize=True)

    assert place.tally.typed and not place.tally.lost and not place.tally.doubled


def test_the_control_a_field_that_is_dropped_now_and_then_is_found(place, monkeypatch):
    as_it_is = actions.save_section

    def drop_now_and_then(survey, *, typed, **options):
        kept = {name: texts for name, texts in typed.items() if name == "A" or len("".join(texts)) % 3}
        return as_it_is(survey, typed=kept, **options)

    monkeypatch.setattr(actions, "save_section", drop_now_and_then)

    with pytest.raises(AssertionError, match="typed"):
        run_journeys(place, journeys=15, steps=15, derandomize=True)
    assert place.tally.lost
