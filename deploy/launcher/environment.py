"""`.venv`: made, filled from the hashed locks, mended when half-made."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.launcher.places import CLONE, SYSTEM_USER, Places, all_may_read
from deploy.launcher.trouble import Trouble, say

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
SYSTEM_PYTHON = "/usr/bin/python3"
ROOM_NEEDED = 1_500_000_000  # bytes: packages, their downloads, the databases
UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Temporary failure in name resolution",
    "ProxyError",
    "Could not find a version that satisfies",
    "No matching distribution found",
    "SSLError",
    "ConnectionResetError",
)


def ensure_environment(places: Places, lock: str) -> None:
    """See that `.venv` works and holds what `lock` asks for; quick when it does."""
    link = CLONE / ".venv"
    if link != places.venv and not os.path.lexists(link):
        link.symlink_to(places.venv)  # so that it is where people look for it
    if is_installed(places, lock):
        return
    # The servers' user must be able to read what root installs, whatever root's umask says.
    before = os.umask(0o022)
    try:
        _make(places)
        _install(places, lock)
    finally:
        os.umask(before)


def interpreter(places: Places) -> str:
    """The Python that `.venv` is made of: ours, or Debian's where the servers' user may not run ours."""
    if places.account and not all_may_read(Path(sys.executable).resolve()) and _is_good(SYSTEM_PYTHON):
        return SYSTEM_PYTHON
    return sys.executable


def _is_good(python: str) -> bool:
    asked = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
    return (
        Path(python).exists() and subprocess.run([python, "-c", asked], capture_output=True).returncode == 0
    )


def check_servers_may_use(places: Places) -> None:
    """Raises Trouble where the servers' user may not run the Python of `.venv`."""
    python = places.python.resolve()
    if places.account and not all_may_read(python):
        raise Trouble(
            f"The user {SYSTEM_USER}, as whom the servers run, may not use {python}. "
            f"Remove {places.venv} and call the portal with Debian's Python: {SYSTEM_PYTHON} ./portal up"
        )


def is_installed(places: Places, lock: str) -> bool:
    return works(places) and read_stamps(places).get(lock) == fingerprint_of(lock)


def works(places: Places) -> bool:
    """Whether the environment is whole: its last installation ended, and its Python is still there."""
    if not places.python.exists() or _unfinished(places).exists():
        return False
    return subprocess.run([places.python, "-c", ""], capture_output=True).returncode == 0


def read_stamps(places: Places) -> dict[str, str]:
    """Which locks are installed: their names and what they were made of."""
    try:
        return json.loads(_stamps(places).read_text())
    except FileNotFoundError:
        return {}


def fingerprint_of(lock: str) -> str:
    return hashlib.sha256((CLONE / lock).read_bytes()).hexdigest()


def _stamps(places: Places) -> Path:
    return places.venv / "installed.json"


def _unfinished(places: Places) -> Path:
    return places.venv / "installation-not-finished"


def _make(places: Places) -> None:
    if os.path.lexists(places.venv) and not works(places):
        say(f"{places.venv} is half-made or its Python is gone; making it anew.")
        _remove(places.venv)
    if places.venv.exists():
        return
    if shutil.disk_usage(places.venv.parent).free < ROOM_NEEDED:
        raise Trouble(
            f"Less than {ROOM_NEEDED / 1e9:.1f} GB are free on the disk of {places.venv.parent}. "
            "Free some space and type the command again."
        )
    say(f"Making {places.venv} …")
    made = subprocess.run([interpreter(places), "-m", "venv", places.venv], capture_output=True, text=True)
    if made.returncode:
        _remove(places.venv)
        raise Trouble(_why_no_venv(made.stdout + made.stderr))


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _why_no_venv(output: str) -> str:
    if "ensurepip" in output:
        return "Python's venv module is missing. Type: apt-get install python3-venv"
    if "No space left" in output:
        return "The disk is full: .venv could not be made. Free some space and type the command again."
    return f"Could not make .venv:\n{output.strip()[-2000:]}"


def _install(places: Places, lock: str) -> None:
    say(f"Installing {lock}; the first time this takes about a minute …")
    _unfinished(places).touch()
    pip = [places.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    install = ["install", "--no-compile", "--require-hashes", "--requirement", CLONE / lock]
    installed = subprocess.run([*pip, *install], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if installed.returncode:
        raise Trouble(_why_not_installed(installed.stdout))
    # Compiled here, on all cores: pip would use one.
    compile_all(places, places.venv / "lib")
    stamps = {**read_stamps(places), lock: fingerprint_of(lock)}
    _stamps(places).write_text(json.dumps(stamps, indent=1) + "\n")
    _unfinished(places).unlink()


def compile_all(places: Places, *folders: Path) -> None:
    """Write the bytecode of `folders`; files of other Python versions in them are passed over."""
    compiling = [places.python, "-m", "compileall", "-q", "-j", "0", *folders]
    subprocess.run(compiling, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _why_not_installed(output: str) -> str:
    end = output.strip()[-1500:]
    if "No space left" in output:
        return f"The disk is full: pip could not install. Free some space and type the command again.\n{end}"
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        return f"A downloaded package is not the one that was locked; nothing was installed.\n{end}"
    if any(sign in output for sign in UNREACHABLE):
        return (
            "pip did not reach its package index. Check the network, or say how to get there "
            "(HTTPS_PROXY, PIP_INDEX_URL, PIP_CERT), and type the command again.\n" + end
        )
    return f"pip could not install {RUNTIME}:\n{end}"
