"""The whole portal, running: web server, worker and clock on a database of its own with the demo loaded."""

import email
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings

READY_PATIENCE = 120  # seconds


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class RunningPortal:
    """`with RunningPortal(folder) as portal:` – its `address`, its `sign_ins`, `letters_to(…)` somebody."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.address = f"http://localhost:{free_port()}"
        self.database = f"walk_{os.getpid()}"
        self.environment = {
            "JOBS_GIVE_WAY": "0",  # tests wait for jobs, on a busy machine
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "upr_portal.settings",
            "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.database}").geturl(),
            "REDIS_URL": with_database(os.environ["REDIS_URL"], redis_database()),
            "DATA_DIR": str(folder),
            "SITE_URL": self.address,
            "EMAIL_URL": f"filemail://{folder}/mail",
        }

    def __enter__(self) -> "RunningPortal":
        self.ending = ExitStack()
        self.processes: dict[str, subprocess.Popen] = {}
        self.ask_server(f"CREATE DATABASE {self.database}")
        self.ending.callback(self.ask_server, f"DROP DATABASE {self.database} WITH (FORCE)")
        with self.ending:
            self.run("manage.py", "prepare", "--demo")
            port = urlsplit(self.address).port
            self.start(
                "web", "-m", "gunicorn", "upr_portal.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"
            )
            self.start("worker", "-m", "celery", "-A", "upr_portal", "worker", "-c", "2")
            self.start(
                "beat", "-m", "celery", "-A", "upr_portal", "beat", "-s", str(self.folder / "schedule")
            )
            self.wait_until_ready()
            self.sign_ins = {
                one["role"]: one for one in json.loads((self.folder / "demo-signins.json").read_text())
            }
            self.ending = self.ending.pop_all()
        return self

    def __exit__(self, *error) -> None:
        self.ending.close()

    def ask_server(self, sql: str) -> None:
        connection = psycopg2.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()

    def run(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def start(self, name: str, *words: str) -> None:
        log = self.ending.enter_context((self.folder / f"{name}.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self.processes[name] = process
        self.ending.callback(end, process)

    def wait_until_ready(self) -> None:
        def is_ready() -> bool:
            try:
                return urllib.request.urlopen(f"{self.address}/readyz", timeout=5).status == 200
            except OSError:
                return False

        assert eventually(is_ready, READY_PATIENCE), self.logs()

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text()[-2000:]}" for log in self.folder.glob("*.log"))

    def letters_to(self, address: str) -> list[Message]:
        """The letters that have left the portal for an address, oldest first."""
        files = sorted((self.folder / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        found = []
        for file in files:
            for text in file.read_bytes().split(b"-" * 79):
                letter = email.message_from_bytes(text.strip())
                if address in (letter["To"] or ""):
                    found.append(letter)
        return found


def redis_database() -> int:
    """One for each of the processes that share out a run: see settings_test.py."""
    return 9 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4


def with_database(redis_url: str, number: int) -> str:
    """The same server, another of its numbered databases."""
    split = urlsplit(redis_url)
    if split.scheme == "unix":
        return f"unix://{split.path}?db={number}"
    return split._replace(path=f"/{number}").geturl()


def eventually(is_so, seconds: float) -> bool:
    """Poll until `is_so()`; False when it did not become so in time."""
    deadline = time.monotonic() + seconds
    while not (answer := is_so()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(answer)


def end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
