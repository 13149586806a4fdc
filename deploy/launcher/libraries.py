"""What pip cannot bring: the libraries that WeasyPrint draws with, and a browser for the tests."""

import ctypes
import os
import re
import shutil
import subprocess
from pathlib import Path

from deploy.launcher.places import Places
from deploy.launcher.trouble import Trouble, say, warn

NEEDED = [
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
]
PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1"]
BY_HAND = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
BROWSER = Path("/usr/bin/chromium")
# Playwright's driver loads libatomic, which Debian 12 does not bring with Chromium.
BROWSER_PACKAGES = ["chromium", "libatomic1"]
BROWSER_BY_HAND = f"apt-get install {' '.join(BROWSER_PACKAGES)}"
APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]


def missing_libraries() -> list[str]:
    return [name for name in NEEDED if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def library_root(places: Places) -> Path:
    return places.data / "lib-root"


def ensure_libraries(places: Places) -> None:
    """See that PDFs can be typeset: install, or unpack beside the data, or say what to type."""
    if not missing_libraries() or (library_root(places) / "complete").exists():
        return
    say("Fetching Pango and HarfBuzz, with which PDFs are typeset …")
    try:
        if os.getuid() == 0:
            install(PACKAGES)
        else:
            _unpack(places)
    except Trouble as trouble:
        warn(f"PDFs cannot be typeset here until an administrator types: {BY_HAND}\n  ({trouble})")


def install(packages: list[str]) -> None:
    """Install Debian packages, as root."""
    _apt(["update"])
    _apt(["install", "-y", "--no-install-recommends", *packages])


def _apt(words: list[str], folder: Path | None = None) -> str:
    if not shutil.which("apt-get"):
        raise Trouble("this machine has no apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*APT, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise Trouble(f"apt-get {words[0] if folder is None else 'download'}: {last[-1]}")
    return done.stdout


def _unpack(places: Places) -> None:
    """Debian's packages without being root: apt with folders of its own, unpacked below the data.

    `upr_portal.typesetting` loads the libraries from there. apt checks the downloads against signed lists.
    """
    work = places.data / "apt"
    for folder in ["lists/partial", "cache/archives/partial", "debs"]:
        (work / folder).mkdir(parents=True, exist_ok=True)
    own = ["-o", f"Dir::State::lists={work}/lists", "-o", f"Dir::Cache={work}/cache"]
    own += ["-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="]
    _apt([*own, "update"], work)
    simulated = _apt([*own, "-s", "--no-install-recommends", "install", *PACKAGES], work)
    wanted = re.findall(r"^Inst (\S+)", simulated, re.MULTILINE)
    _apt([*own, "download", *wanted], work / "debs")
    root = library_root(places)
    for package in sorted((work / "debs").glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, root], check=True, capture_output=True)
    (root / "complete").touch()
    shutil.rmtree(work)


def has_browser() -> bool:
    """Whether the browser tests can run: Chromium, and what drives it."""
    return BROWSER.exists() and _is_installed("libatomic.so.1")


def ensure_browser() -> None:
    """Chromium for the browser tests: installed by root; without it they are skipped, and say why."""
    if has_browser():
        return
    if os.getuid() != 0:
        warn(f"The browser tests will be skipped: type  {BROWSER_BY_HAND}  as root to have them.")
        return
    say("Installing Chromium for the browser tests (about 190 MB) …")
    try:
        install(BROWSER_PACKAGES)
    except Trouble as trouble:
        warn(f"The browser tests will be skipped: Chromium could not be installed ({trouble}).")
