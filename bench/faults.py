"""A thousand random journeys of one respondent, with all that goes wrong on the way, on the whole portal.

    ./portal run python bench/faults.py [--journeys 1000] [--steps 20]

Web server, worker and clock run; the journeys are those of surveys/tests/journeys.py. Restarting breaks all
connections to the database and empties the cache; now and then the web server's processes go, too.
One line: journeys, steps, sheets, characters typed, characters lost, sheets doubled. It ends with an error
and the steps that led there if anything is lost.
"""

import argparse
import os
import signal
import sys
import tempfile
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.db import connection
from redis import Redis

from surveys.tests.journeys import Place, run_journeys
from surveys.tests.respondent import open_survey
from upr_portal.tests.running import RunningPortal, with_database

# How often a restart ends the web server's processes: they take seconds to come again.
EACH = 20


class Restarting(RunningPortal):
    """Restarted in place: `restart()`."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.environment["BEHIND_PROXY"] = "1"
        # Of its own, since it is emptied.
        self.environment["REDIS_URL"] = with_database(os.environ["REDIS_URL"], 8)
        self.restarts = count(1)

    def restart(self) -> None:
        Redis.from_url(self.environment["REDIS_URL"]).flushdb()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.database],
            )
        if next(self.restarts) % EACH == 0:
            self.processes["web"].send_signal(signal.SIGHUP)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--journeys", type=int, default=1000)
    asked.add_argument("--steps", type=int, default=20)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, Restarting(Path(folder)) as portal:
        connection.close()
        connection.settings_dict["NAME"] = portal.database
        place = Place(portal.address, open_survey("faults"), portal.restart)
        try:
            run_journeys(place, journeys=wanted.journeys, steps=wanted.steps)
        finally:
            tally = place.tally
            print(
                f"faults: {tally.journeys} journeys, {tally.steps} steps, {tally.sent} sheets sent or"
                " changed,"
                f" {tally.typed} characters typed, {tally.lost} lost; {tally.doubled} sheets doubled",
                flush=True,
            )
            connection.close()


if __name__ == "__main__":
    main()
