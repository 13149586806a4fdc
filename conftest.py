"""Fixtures of every test."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def english_and_a_clean_cache():
    """A request leaves its language active in the thread and the cache keeps what it was given."""
    with translation.override("en"):
        yield
    cache.clear()


@pytest.fixture
def real_data() -> Path:
    """The folder of real documents; tests that use it are marked `real_data`."""
    folder = Path(os.environ.get("UPR_REAL_DATA", Path(__file__).parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real documents in {folder}: set UPR_REAL_DATA to their folder")
    return folder


@pytest.fixture
def client_of():
    """`client_of(user)`: a client signed in as that user."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
