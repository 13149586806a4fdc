"""Codes: how they are read, what they are made from, how often they may be tried."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from surveys import codes, guessing
from surveys.codes import TooBusy, code_of, grouped, lock_code, open_code, plain, token_of, tokens_of
from surveys.guessing import may_try, network_of
from surveys.sealing import derived, draft_id, new_token, reference, response_id

DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९"]
BETWEEN = ["", " ", "-", "–", "−", "\u00a0", "\u200f", "\u2066", "\t", "/", "_", "."]


@st.composite
def as_typed(draw) -> tuple[str, str]:
    """A code, and one of the ways in which people type it."""
    code = draw(st.text("0123456789", min_size=16, max_size=16))
    script = draw(st.sampled_from(DIGITS))
    return code, "".join(script[int(digit)] + draw(st.sampled_from(BETWEEN)) for digit in code)


@given(as_typed())
def test_a_code_is_understood_however_it_is_typed(typed):
    assert plain(typed[1]) == typed[0]


@given(st.text())
def test_what_is_read_as_a_code_is_digits_only(text):
    digits = plain(text)

    assert digits is None or set(digits) <= set("0123456789")


@pytest.mark.parametrize("text", ["1234 5678 9012 345O", "²", "½", "one"])
def test_what_is_no_digit_is_not_taken_for_one(text):
    assert plain(text) is None


@given(st.text("0123456789", min_size=16, max_size=16))
def test_what_is_shown_can_be_typed_back(code):
    assert plain(grouped(code)) == code
    assert open_code(lock_code(code)) == code


def test_a_draft_has_one_code_and_others_have_others():
    token = new_token()

    assert code_of(token) == code_of(token)
    assert len({code_of(new_token()) for _ in range(1000)}) == 1000
    assert all(len(code_of(new_token())) == 16 for _ in range(1000))


def test_a_token_is_made_from_code_survey_and_secret(settings):
    made = {token_of("1" * 16, 1), token_of("2" * 16, 1), token_of("1" * 16, 2)}
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8

    former = list(tokens_of("1" * 16, 1))

    assert len(made) == 3
    assert len(former) == 2 and former[0] not in made and former[1] in made


def test_what_is_made_from_one_token_tells_nothing_of_the_rest():
    token = new_token()

    found = [
        draft_id(token).bytes,
        response_id(token).bytes,
        reference(token).encode(),
        code_of(token).encode(),
    ]
    assert len(set(found)) == 4
    assert derived(token, b"draft id", 16) == draft_id(token).bytes != response_id(token).bytes


def test_a_cookie_of_somebody_else_holds_no_code(settings):
    locked = lock_code("1" * 16)
    settings.SECRET_KEY = "another " * 8

    assert open_code(locked) is open_code("") is open_code("nonsense") is None
    assert "1" * 16 not in locked


def test_no_more_than_so_many_are_looked_at_at_once(monkeypatch):
    monkeypatch.setattr(codes, "LONGEST_WAIT", 0)

    assert codes.stretching.acquire(timeout=0)
    try:
        assert not codes.stretching.acquire(timeout=0), "one at once in a process"
        with pytest.raises(TooBusy):
            token_of("1" * 16, 1)
    finally:
        codes.stretching.release()
    assert token_of("1" * 16, 1)


def tries(count: int, address: str = "192.0.2.1") -> int:
    """How many of so many tries from an address are let through."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return sum(may_try(request) for _ in range(count))


@pytest.fixture
def still_clock(monkeypatch):
    monkeypatch.setattr(guessing.time, "time", lambda: 1_800_000_000)


def test_one_network_tries_so_often_and_takes_nothing_from_the_others(still_clock, monkeypatch):
    monkeypatch.setattr(guessing, "OF_ALL", 50)

    assert tries(100) == 30
    assert tries(100, "192.0.2.2") == 20, "the rest of what all have together"


def test_without_limits_all_are_let_through(still_clock, monkeypatch):
    monkeypatch.setattr(guessing, "OF_ALL", 10**6)
    monkeypatch.setattr(guessing, "OF_ONE", 10**6)

    assert tries(100) == 100


def test_an_hour_has_fewer_than_ten_thousand_tries():
    spans_touched = 3600 // guessing.SECONDS + 1

    assert spans_touched * guessing.OF_ALL <= 10_000


def test_a_network_of_the_new_kind_counts_as_one():
    def network(address):
        return network_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("192.0.2.1") != network("192.0.2.2")
