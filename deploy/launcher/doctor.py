"""`./portal doctor`: what is there, what is missing, how to mend it."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deploy.launcher.environment import DEVELOPMENT, RUNTIME, is_installed, works
from deploy.launcher.freshness import read_prepared
from deploy.launcher.holding import read_holder
from deploy.launcher.libraries import (
    BROWSER,
    BROWSER_BY_HAND,
    BY_HAND,
    has_browser,
    library_root,
    missing_libraries,
)
from deploy.launcher.places import CLONE, Places
from deploy.launcher.servers import postgres_programs, shared_memory_works, valkey_program
from deploy.launcher.trouble import say

LEAST_FREE = 500_000_000  # bytes
FONTS = ["fontpkg_noto_sans", "fontpkg_amiri", "pylopdf_fonts_zh_cn"]


class Finding(NamedTuple):
    """What was looked at, what was found, and – if it is not well – how to mend it."""

    subject: str
    found: str
    remedy: str = ""
    needed: bool = True


def doctor(places: Places) -> int:
    """Print all findings; returns 1 where something that the portal needs is not well."""
    findings = list(examine(places))
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        mark = "ok" if not finding.remedy else "MISSING" if finding.needed else "without"
        say(f"{mark:<8} {finding.subject:<{width}}  {finding.found}")
        if finding.remedy:
            say(f"{'':<8} {'':<{width}}  → {finding.remedy}")
    return int(any(finding.remedy and finding.needed for finding in findings))


def examine(places: Places) -> Iterator[Finding]:
    yield Finding("Python", f"{sys.version.split()[0]} at {sys.executable}")
    yield Finding("runs as", places.account.name if places.account else "the user who called")
    yield from _packages(places)
    yield from _servers(places)
    yield from _typesetting(places)
    browser = "" if has_browser() else f"as root, type: {BROWSER_BY_HAND}"
    yield Finding(
        "Chromium", str(BROWSER) if not browser else "not there: browser tests are skipped", browser, False
    )
    yield from _documents()
    yield from _machine(places)
    yield _portal(places)


def _packages(places: Places) -> Iterator[Finding]:
    whole = works(places)
    remedy = "" if whole else "./portal up makes it anew"
    yield Finding(".venv", str(places.venv) if whole else f"not there, or half-made: {places.venv}", remedy)
    for lock, command, needed in [(RUNTIME, "./portal up", True), (DEVELOPMENT, "./portal test", False)]:
        if whole and is_installed(places, lock):
            yield Finding(lock, "installed")
        else:
            yield Finding(lock, "not installed, or changed since", f"{command} installs it", needed)


def _servers(places: Places) -> Iterator[Finding]:
    for variable, name, find in [
        ("DATABASE_URL", "PostgreSQL", lambda: postgres_programs(places) / "postgres"),
        ("REDIS_URL", "Valkey", lambda: valkey_program(places)),
    ]:
        if os.environ.get(variable):
            yield Finding(name, f"your own, named by {variable}")
        elif works(places) and find().exists():
            yield Finding(name, f"embedded, from {find()}")
        else:
            remedy = f"./portal up installs it; or set {variable} to a server of yours"
            yield Finding(name, "no program for this machine yet", remedy)


def _typesetting(places: Places) -> Iterator[Finding]:
    missing = missing_libraries()
    if not missing:
        yield Finding("PDF libraries", "installed in the system")
    elif (library_root(places) / "complete").exists():
        yield Finding("PDF libraries", f"unpacked in {library_root(places)}")
    else:
        yield Finding(
            "PDF libraries",
            f"missing: {', '.join(missing)}",
            f"./portal up fetches them; or as root: {BY_HAND}",
        )
    there = works(places) and all((places.packages / name).is_dir() for name in FONTS)
    yield Finding(
        "PDF fonts", "from pip, for all six languages" if there else "missing", "" if there else "./portal up"
    )


def _documents() -> Iterator[Finding]:
    folder = Path(os.environ.get("UPR_REAL_DATA") or CLONE.parent / "shared" / "data")
    if folder.is_dir():
        yield Finding("real documents", str(folder))
    else:
        remedy = "set UPR_REAL_DATA to their folder; without them their tests are skipped"
        yield Finding("real documents", f"not at {folder}", remedy, False)


def _machine(places: Places) -> Iterator[Finding]:
    near = places.data if places.data.exists() else CLONE
    free = shutil.disk_usage(near).free
    remedy = "" if free > LEAST_FREE else "free some space"
    yield Finding("disk", f"{free / 1e9:.1f} GB free for {places.data}", remedy)
    shared = shared_memory_works()
    found = "can be written" if shared else "cannot be written: jobs run in threads"
    yield Finding(
        "shared memory", found, "" if shared else "mount /dev/shm, if jobs should run in processes", False
    )


def _portal(places: Places) -> Finding:
    holder = read_holder(places)
    if holder and holder.command == "up":
        return Finding("portal", f"runs at {holder.address} (process {holder.pid})")
    if not read_prepared(places):
        return Finding("portal", "was never started here", "./portal up", False)
    with socket.socket() as tried:
        taken = tried.connect_ex(("127.0.0.1", 8000)) == 0
    if taken:
        return Finding("portal", "does not run; port 8000 is taken", "./portal up --port 8001", False)
    return Finding("portal", "does not run", "./portal up", False)
