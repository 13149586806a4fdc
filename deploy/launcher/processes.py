"""Processes that end with us: started, listened to, stopped in order."""

import ctypes
import datetime
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from deploy.launcher.places import Places
from deploy.launcher.trouble import Trouble

PR_SET_PDEATHSIG = 1
LOG_IS_LARGE = 10_000_000  # bytes
# Said again and again, and of no interest while all goes well. The clock's tasks are in `tasks` modules.
UNINTERESTING = re.compile(
    r"INFO.*(Sending due task|Task \S+ received|Task \w+\.(tasks\.\w+|health\.sign_of_life\w*)\[.* succeeded)"
    r"|Unavailable: /readyz|Memory overcommit must be enabled"
    r"|LOG:  (starting PostgreSQL|listening on Unix|database system was shut down)|^\s*$"
)
COLOURS = {"postgres": 34, "valkey": 35, "web": 32, "worker": 33, "paper": 33, "beat": 36, "portal": 1}
_libc = ctypes.CDLL(None)


class Asked(BaseException):
    """Somebody asked us to stop: Ctrl-C, `./portal stop`, a closed terminal."""


@contextmanager
def stoppable():
    """Within: SIGINT, SIGTERM and SIGHUP raise `Asked` once and are then ignored: we end what we began."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def ask(number, frame):
        ignore_signals()
        raise Asked

    before = {number: signal.signal(number, ask) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def dies_with_us(death: signal.Signals) -> Callable[[], None]:
    """To be run in a child: the kernel sends it `death` when the launcher ends, however that ends."""
    parent = os.getpid()

    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death))
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return arrange


class Log:
    """The one log: a line of any process, with its prefix, to the file and – where wanted – the terminal."""

    def __init__(self, path: Path, terminal: TextIO | None):
        self.path = path
        if path.exists() and path.stat().st_size > LOG_IS_LARGE:
            shutil.move(path, path.with_suffix(".log.1"))
        self._file = open(path, "a", encoding="utf-8", errors="replace")  # noqa: SIM115 – open as long as we run
        self._terminal = terminal
        self._lock = threading.Lock()

    def write(self, name: str, line: str) -> None:
        if UNINTERESTING.search(line):
            return
        with self._lock:
            self._file.write(f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S} {name:<8} | {line}\n")
            self._file.flush()
            if self._terminal:
                prefix = f"{name:<8} |"
                if self._terminal.isatty():
                    prefix = f"\033[{COLOURS.get(name, 0)}m{prefix}\033[0m"
                self._terminal.write(f"{prefix} {line}\n")
                self._terminal.flush()


@dataclass(frozen=True)
class Plan:
    """How one process is started and stopped."""

    name: str
    command: Sequence[str | os.PathLike]
    environment: Mapping[str, str]
    folder: Path
    stop: signal.Signals = signal.SIGTERM
    # For when the launcher is killed, or patience ends.
    end_now: signal.Signals = signal.SIGTERM
    patience: float = 15


class Family:
    """The processes that we started, in the order in which they were started."""

    def __init__(self, places: Places, log: Log):
        self.places = places
        self.log = log
        self._members: list[tuple[Plan, subprocess.Popen]] = []
        self._readers: list[threading.Thread] = []

    def start(self, plan: Plan) -> subprocess.Popen:
        """Start a process as the servers' user, in a session of its own, its output going to the log."""
        process = subprocess.Popen(
            [str(word) for word in plan.command],
            env=dict(plan.environment),
            cwd=plan.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_us(plan.end_now),
            **as_servers_user(self.places),
        )
        reader = threading.Thread(target=self._listen, args=(plan.name, process), daemon=True)
        reader.start()
        self._members.append((plan, process))
        self._readers.append(reader)
        return process

    def _listen(self, name: str, process: subprocess.Popen) -> None:
        for line in process.stdout:
            self.log.write(name, line.decode(errors="replace").rstrip())

    def first_ended(self) -> str | None:
        """The name of a process that has ended although nobody asked it to."""
        for plan, process in self._members:
            if process.poll() is not None:
                return plan.name
        return None

    def stop(self) -> None:
        """Stop the last started first; what does not end in time is ended."""
        for plan, process in reversed(self._members):
            if process.poll() is None:
                self.log.write("portal", f"stopping {plan.name}")
            _stop(plan, process)
        for reader in self._readers:
            reader.join(timeout=2)
        self._members.clear()

    def forget(self, process: subprocess.Popen) -> None:
        """Leave out a process that has ended and is to be started again."""
        self._members = [member for member in self._members if member[1] is not process]


def _stop(plan: Plan, process: subprocess.Popen) -> None:
    for number, patience in [(plan.stop, plan.patience), (plan.end_now, 5), (signal.SIGKILL, 5)]:
        if process.poll() is not None:
            break
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    try:  # children that outlived it
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def as_servers_user(places: Places) -> dict:
    """What `subprocess` takes to run something as the servers' user."""
    if not places.account:
        return {}
    return {"user": places.account.uid, "group": places.account.gid, "extra_groups": []}


def wait_until(true: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait for something of ours to come up; raises Trouble with the words `otherwise`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Trouble(otherwise)
        time.sleep(0.05)
