"""Who runs the portal: one `./portal` at a time holds its servers, others come to it."""

import fcntl
import json
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO

from deploy.launcher.places import Places
from deploy.launcher.servers import Servers
from deploy.launcher.trouble import Trouble, say


@dataclass
class Holder:
    """What the holding process tells the others."""

    pid: int
    command: str
    address: str = ""
    database_url: str = ""
    redis_url: str = ""
    ready: bool = False
    stopping: bool = False
    with_demo: bool = False  # it loads the demo before it is ready, unless that is there

    @property
    def servers(self) -> Servers:
        return Servers(self.database_url, self.redis_url)


class Hold:
    """The right to run the servers of one data folder; the kernel takes it back however we end."""

    def __init__(self, places: Places, command: str, name: str = "portal"):
        self._path = places.data / f"{name}.lock"
        self._visitors = places.data / f"{name}.visitors"
        self.holder = Holder(pid=os.getpid(), command=command)
        self._file: IO | None = None

    def take(self) -> bool:
        """Whether it is ours now."""
        file = open(self._path, "a+", encoding="utf-8")  # noqa: SIM115 – open as long as we hold
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        self.tell()
        return True

    def tell(self) -> None:
        """Write down what others may know of us."""
        self._file.seek(0)
        self._file.truncate()
        json.dump(asdict(self.holder), self._file)
        self._file.flush()

    def wait_for_visitors(self) -> None:
        """Wait until nobody else uses our servers."""
        with open(self._visitors, "a", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another ./portal command still uses these servers; waiting for it to end …")
                fcntl.flock(file, fcntl.LOCK_EX)

    def give_back(self) -> None:
        self._file.truncate(0)
        self._file.close()


def read_holder(places: Places, name: str = "portal") -> Holder | None:
    """Who holds the servers now, or None."""
    try:
        file = open(places.data / f"{name}.lock", encoding="utf-8")  # noqa: SIM115 – closed by the with below
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _parsed(file.read())
    return None


def _parsed(text: str) -> Holder | None:
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):  # being written at this moment
        return Holder(pid=0, command="another ./portal")


@contextmanager
def visiting(places: Places):
    """Within: the holder of the servers does not stop them because its own work has ended."""
    with open(places.data / "portal.visitors", "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def stop_holder(places: Places) -> bool:
    """Ask the holder to stop and wait until it has; False where nobody holds."""
    holder = read_holder(places)
    if not holder:
        return False
    try:
        os.kill(holder.pid, signal.SIGTERM)
    except PermissionError:
        raise Trouble(
            f"The portal was started by another user (process {holder.pid}); only they may stop it."
        ) from None
    end = time.monotonic() + 60
    while read_holder(places):
        if time.monotonic() > end:
            raise Trouble(f"Process {holder.pid} did not stop within a minute; its log: {places.log}")
        time.sleep(0.1)
    return True
