"""What changed since the last start, so that an unchanged portal starts at once."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from deploy.launcher.environment import RUNTIME, fingerprint_of
from deploy.launcher.places import CLONE, Places

NOT_OURS = {"var", "docs", "bench", "tests", "__pycache__"}  # and what begins with a dot


def our_files(top: Path = CLONE) -> Iterable[os.DirEntry]:
    """Every file of the clone that the portal may be made of."""
    with os.scandir(top) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in NOT_OURS or entry.name.startswith(".") or entry.name.endswith(".mo"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from our_files(Path(entry.path))
            elif entry.is_file():
                yield entry


def state_of_clone() -> str:
    """Changes when a file of ours does, by name, size or time, or when other packages are asked for."""
    digest = hashlib.sha256(fingerprint_of(RUNTIME).encode())
    for entry in our_files():
        found = entry.stat()
        digest.update(f"{entry.path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def catalogues_are_compiled() -> bool:
    """Whether every message catalogue has a compiled one that is not older."""
    for source in CLONE.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return False
    return True


def read_prepared(places: Places) -> dict:
    """What the last start prepared: the state of the clone, the database, whether with the demo."""
    try:
        return json.loads((places.data / "prepared.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


def write_prepared(places: Places, prepared: dict) -> None:
    (places.data / "prepared.json").write_text(json.dumps(prepared) + "\n")
