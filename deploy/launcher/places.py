"""Where things are, and as whom they run.

An ordinary user keeps everything in the clone: `.venv` and `var/`. Called by root, the launcher starts all
servers as the user `upr-portal`, with their data below /var/lib/upr-portal. Where that user cannot read the
clone (it lies in root's home), `.venv` and a copy of the code are kept there, too: no server runs as root.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deploy.launcher.trouble import Trouble

CLONE = Path(__file__).resolve().parents[2]
SYSTEM_FOLDER = Path("/var/lib/upr-portal")
SYSTEM_USER = "upr-portal"
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"
NOT_CODE = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")


@dataclass(frozen=True)
class Account:
    """The unprivileged user that root hands the servers to."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    """The folders of one clone, for the user who called."""

    venv: Path
    code: Path  # what the servers run; the clone itself unless they could not read it
    data: Path
    account: Account | None  # None: everything runs as the user who called

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @cached_property
    def packages(self) -> Path:
        """The site-packages of `.venv`."""
        found = sorted(self.venv.glob("lib/python3*/site-packages"))
        if not found:
            raise Trouble(f"{self.venv} holds no packages. Remove it and type ./portal up.")
        return found[-1]

    @cached_property
    def sockets(self) -> Path:
        """A private folder whose path is short enough for a Unix socket."""
        folder = self.data / "run"
        if len(f"{folder}/test{LONGEST_SOCKET_NAME}") > LONGEST_SOCKET_PATH:
            folder = Path(tempfile.gettempdir()) / f"upr-portal-{os.getuid()}-{fingerprint(self.data)}"
        return folder

    @property
    def log(self) -> Path:
        return self.data / "log" / "portal.log"

    def folder(self, path: Path) -> Path:
        """Make `path` for the servers' user alone; refuses a folder that somebody else made there."""
        owner = self.account.uid if self.account else os.getuid()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
        if self.account and found.st_uid == 0:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
        elif found.st_uid != owner or not stat.S_ISDIR(found.st_mode):
            raise Trouble(f"{path} belongs to another user. Move it, or set DATA_DIR to a folder of yours.")
        path.chmod(0o700)
        return path

    def give_to_servers(self) -> None:
        """Hand what root wrote into the data folder to the servers' user."""
        if not self.account:
            return
        for folder, names, files in os.walk(self.data):
            for path in [folder, *(os.path.join(folder, name) for name in names + files)]:
                found = os.lstat(path)
                # A second name may be that of somebody else's file.
                if found.st_uid == 0 and (found.st_nlink == 1 or stat.S_ISDIR(found.st_mode)):
                    os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)


def fingerprint(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]


def find_places() -> Places:
    """The places of this clone; as root, makes the servers' user where it is missing."""
    chosen = os.environ.get("DATA_DIR")
    if os.getuid() != 0:
        data = Path(chosen).absolute() if chosen else CLONE / "var"
        return Places(venv=CLONE / ".venv", code=CLONE, data=data, account=None)
    ours = SYSTEM_FOLDER / f"{CLONE.name}-{fingerprint(CLONE)}"
    data = Path(chosen).absolute() if chosen else ours / "data"
    private = not all_may_read(CLONE / "portal")
    return Places(
        venv=ours / "venv" if private else CLONE / ".venv",
        code=ours / "code" if private else CLONE,
        data=data,
        account=system_account(),
    )


def all_may_read(path: Path) -> bool:
    """Whether any user may go to `path` and read it."""
    entered = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    return entered and bool(path.stat().st_mode & stat.S_IROTH)


def system_account() -> Account:
    """The user `upr-portal`, without a password or a shell; made at root's first call."""
    try:
        found = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                str(SYSTEM_FOLDER),
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise Trouble(
                f"Could not make the user {SYSTEM_USER}, as whom the servers run: {made.stderr.strip()}\n"
                "Call ./portal as an ordinary user instead."
            ) from None
        found = pwd.getpwnam(SYSTEM_USER)
    return Account(SYSTEM_USER, found.pw_uid, found.pw_gid)


def make_folders(places: Places) -> None:
    """Make the folders that everything else is put into."""
    if places.account:
        # Others may pass through here, but the data below is for the servers' user alone.
        places.venv.parent.mkdir(parents=True, exist_ok=True)
        places.data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    for path in [places.data, places.sockets, places.log.parent]:
        places.folder(path)
    for name in ["media", "static", "mail"]:
        places.folder(places.data / name)


def copy_code(places: Places) -> None:
    """Where the servers cannot read the clone, give them a copy that they can read and not change."""
    if places.code == CLONE:
        return
    fresh = places.code.with_name("code.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(CLONE, fresh, ignore=NOT_CODE, copy_function=_copy_readable)
    for folder, _, _ in os.walk(fresh):
        os.chmod(folder, 0o755)  # noqa: S103 – read-only for all, on purpose
    shutil.rmtree(places.code, ignore_errors=True)
    fresh.rename(places.code)


def _copy_readable(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    shutil.copystat(source, target)
    os.chmod(target, 0o644)
