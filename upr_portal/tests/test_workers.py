"""Workers in their place: behind the pages that somebody waits for."""

import os

import pytest

pytestmark = pytest.mark.jobs


def test_workers_let_pages_go_first(worker):
    assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) > os.getpriority(os.PRIO_PROCESS, 0)
