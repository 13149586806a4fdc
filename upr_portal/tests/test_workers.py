"""Workers in their place: behind the pages that somebody waits for."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.jobs


def test_workers_let_pages_go_first(worker):
    assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) > os.getpriority(os.PRIO_PROCESS, 0)


URGENCY = """
import os
from upr_portal.celery import AUTOGROUP, let_pages_go_first
let_pages_go_first()
of_session = AUTOGROUP.read_text().split()[-1] if AUTOGROUP.exists() else 10 * (os.getsid(0) == os.getpid())
print(os.nice(0), of_session)
"""


@pytest.mark.parametrize("in_a_session_of_its_own", [True, False])
def test_workers_let_pages_go_first_also_where_sessions_are_weighed(in_a_session_of_its_own):
    """Its control: in a session that it shares, the others of that session are left as they are."""
    words = [sys.executable, "-c", URGENCY]
    if not in_a_session_of_its_own:
        words = ["setsid", "--wait", "sh", "-c", '"$@"; exit', "sh", *words]

    said = subprocess.run(
        words, start_new_session=in_a_session_of_its_own, capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["10", "10" if in_a_session_of_its_own else "0"]
