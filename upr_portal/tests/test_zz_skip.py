import pytest


def test_a():
    pass


def test_b():
    pytest.skip("for a reason")
