import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections


@pytest.fixture
def at_once():
    """`at_once(10, do)`: `do(0)` … `do(9)` in threads of their own that start together."""

    def run(count, do):
        barrier = threading.Barrier(count)

        def one(number):
            try:
                barrier.wait()
                return do(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    return run
