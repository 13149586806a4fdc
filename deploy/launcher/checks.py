"""`./portal test`: what CI runs, all of it, on servers of its own."""

import os
import subprocess
import sys
import time

from deploy.launcher.commands import compile_catalogues
from deploy.launcher.environment import DEVELOPMENT, ensure_environment
from deploy.launcher.holding import Hold
from deploy.launcher.libraries import ensure_browser, ensure_libraries
from deploy.launcher.places import CLONE, Places, make_folders
from deploy.launcher.processes import Asked, Family, Log, ignore_signals, stoppable
from deploy.launcher.servers import start_servers
from deploy.launcher.surroundings import surroundings
from deploy.launcher.trouble import Trouble, say

FIRST = [
    ("style", ["-m", "ruff", "check", "--quiet", "."], {}),
    ("layout", ["-m", "ruff", "format", "--check", "--quiet", "."], {}),
    ("the staircase of apps", ["-c", "from importlinter.cli import lint_imports_command as run; run()"], {}),
    ("missing migrations", ["manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("untranslated strings", ["manage.py", "messages", "--check"], {}),
    (
        "production settings",
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        {"SITE_URL": "https://portal.example.org", "ALLOWED_HOSTS": "portal.example.org", "DEBUG": ""},
    ),
]

# Processes that share all tests out among themselves (conftest.py): each has a cache of its own, of which
# settings_test.py knows four.
MOST = 4


def test(places: Places, arguments: list[str]) -> int:
    """Run every check, or – with arguments – pytest alone, which gets them. Returns the exit code."""
    make_folders(places)
    ensure_environment(places, DEVELOPMENT)
    ensure_libraries(places)
    ensure_browser()
    hold = Hold(places, "test", name="test")
    if not hold.take():
        raise Trouble("Another ./portal test runs in this clone. Wait for it, or end it.")
    with stoppable():
        family = Family(places, Log(places.log, None))
        try:
            servers = start_servers(family, places, os.environ, throwaway=True)
            environment = surroundings(places, servers)
            compile_catalogues(places, environment)
            return _run_all(places, environment, arguments)
        except Asked:
            return 130
        finally:
            ignore_signals()
            family.stop()
            hold.give_back()


def _run_all(places: Places, environment: dict[str, str], arguments: list[str]) -> int:
    failed = (
        []
        if arguments
        else [name for name, words, more in FIRST if not _passes(places, name, words, environment | more)]
    )
    # Tests write into a folder of their own (settings_test.py).
    for name in ("DATA_DIR", "MEDIA_ROOT", "STATIC_ROOT", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"):
        environment.pop(name, None)
    environment["DJANGO_SETTINGS_MODULE"] = "upr_portal.settings_test"
    words = arguments or [
        "-n",
        str(min(os.cpu_count() or 1, MOST)),
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
    ]
    pytest = subprocess.run([places.python, "-m", "pytest", *words], env=environment, cwd=CLONE)
    if failed:
        say(f"Not passed: {', '.join(failed)}")
        return pytest.returncode or 1
    return pytest.returncode


def _passes(places: Places, name: str, words: list[str], environment: dict[str, str]) -> bool:
    """Run one check; its output is shown only if it finds something."""
    began = time.monotonic()
    done = subprocess.run(
        [places.python, *words],
        env=environment,
        cwd=CLONE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    say(f"{'passed' if done.returncode == 0 else 'FAILED'}  {name} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        sys.stdout.write(done.stdout[-20_000:])
        sys.stdout.flush()
    return done.returncode == 0
