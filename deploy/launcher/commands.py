"""Programs run with the right Python, settings and servers: `./portal manage`, `shell` and `run`."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.launcher.environment import RUNTIME, ensure_environment
from deploy.launcher.freshness import catalogues_are_compiled
from deploy.launcher.holding import Hold, read_holder, visiting
from deploy.launcher.libraries import ensure_libraries
from deploy.launcher.places import CLONE, Places, make_folders
from deploy.launcher.processes import Family, Log, as_servers_user, ignore_signals, stoppable
from deploy.launcher.servers import start_servers
from deploy.launcher.surroundings import surroundings
from deploy.launcher.trouble import Trouble


def manage(places: Places, words: list[str]) -> int:
    """Run a command of Django's."""
    return run(places, ["python", str(CLONE / "manage.py"), *words])


def run(places: Places, words: list[str]) -> int:
    """Run a program as the caller, beside the running portal or with servers of its own.

    The portal's settings are in its environment, and `python` is the portal's. Returns its exit code.
    """
    make_folders(places)
    ensure_environment(places, RUNTIME)
    ensure_libraries(places)
    with servers_at_hand(places, " ".join(words)[:60]) as environment:
        # Ctrl-C is for the program, not for us.
        signal.signal(signal.SIGINT, lambda number, frame: None)
        found = environment | {"PATH": f"{places.python.parent}:{environment.get('PATH', '')}"}
        program = places.python if words[0] == "python" else words[0]
        done = subprocess.run([program, *words[1:]], env=found | {"PYTHONPATH": str(CLONE)})
    places.give_to_servers()
    return done.returncode


@contextmanager
def servers_at_hand(places: Places, command: str) -> Iterator[dict[str, str]]:
    """The environment of a command: with the servers that run, or some for as long as it lasts."""
    hold = Hold(places, command)
    if not hold.take():
        with visiting(places):
            holder = read_holder(places)
            if not holder or not holder.database_url:
                raise Trouble("The portal is just starting or stopping. Try again in a moment.")
            yield surroundings(places, holder.servers)
        return
    with stoppable():
        family = Family(places, Log(places.log, None))
        try:
            servers = start_servers(family, places, os.environ)
            hold.holder.database_url, hold.holder.redis_url = servers.database_url, servers.redis_url
            hold.tell()
            yield surroundings(places, servers)
            hold.wait_for_visitors()
        finally:
            ignore_signals()
            family.stop()
            hold.give_back()


def manage_quietly(
    places: Places, environment: dict[str, str], words: list[str], as_caller: bool = False
) -> None:
    """Run a command of Django's as the servers' user or the caller; if it fails, show its last words."""
    done = subprocess.run(
        [places.python, "manage.py", *words],
        env=environment,
        cwd=CLONE if as_caller else places.code,
        stdin=subprocess.DEVNULL,
        stdout=None,
        stderr=subprocess.PIPE,
        text=True,
        **({} if as_caller else as_servers_user(places)),
    )
    if done.returncode:
        raise Trouble(f"manage.py {' '.join(words)} failed:\n{done.stderr.strip()[-3000:]}")


def compile_catalogues(places: Places, environment: dict[str, str]) -> None:
    """Compile the message catalogues where one is new; as the caller, whose the clone is."""
    if not catalogues_are_compiled():
        manage_quietly(places, environment, ["messages", "--compile"], as_caller=True)
