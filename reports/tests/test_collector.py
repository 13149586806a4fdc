"""Python's collector of rings rests while a report is set, and no longer."""

import gc
from io import BytesIO

import pytest

from reports import paper

PAGE = "<!doctype html><html lang=en><title>One</title><p>One page.</p></html>"


def test_the_collector_rests_while_a_report_is_set_and_works_again_after(monkeypatch):
    seen = []
    monkeypatch.setattr(paper, "say_letters", lambda document, pdf: seen.append(gc.isenabled()))

    paper.typeset(PAGE, BytesIO())

    assert seen == [False]
    assert gc.isenabled()


def test_the_collector_works_again_after_a_failure(monkeypatch):
    def fail(document, pdf):
        raise MemoryError

    monkeypatch.setattr(paper, "say_letters", fail)

    with pytest.raises(MemoryError):
        paper.typeset(PAGE, BytesIO())

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with paper.nothing_collected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
