"""`./portal up`: everything that the portal is, until Ctrl-C."""

import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

from deploy.launcher.commands import compile_catalogues, manage_quietly
from deploy.launcher.environment import RUNTIME, check_servers_may_use, compile_all, ensure_environment
from deploy.launcher.freshness import read_prepared, state_of_clone, write_prepared
from deploy.launcher.holding import Hold, Holder, read_holder
from deploy.launcher.libraries import ensure_libraries
from deploy.launcher.places import Places, copy_code, make_folders
from deploy.launcher.processes import Asked, Family, Log, Plan, ignore_signals, stoppable
from deploy.launcher.servers import shared_memory_works, start_servers
from deploy.launcher.signins import show_signins
from deploy.launcher.surroundings import EVERYWHERE, surroundings
from deploy.launcher.trouble import Trouble, say

READY_PATIENCE = 120  # seconds


def up(places: Places, *, host: str, port: int, demo: bool | None) -> None:
    """Start the portal and stay with it; or come to the one that runs."""
    make_folders(places)
    hold = Hold(places, "up")
    while not hold.take():
        if not _is_stopping(places):
            attach(places)
            return
        time.sleep(0.2)
    with stoppable():
        family = Family(places, Log(places.log, sys.stdout))
        try:
            _start(places, hold, family, host, port, demo)
            _stay(family)
        except Asked:
            say("Stopping …")
        finally:
            ignore_signals()
            hold.holder.stopping = True
            hold.tell()
            family.stop()
            hold.give_back()


def _is_stopping(places: Places) -> bool:
    holder = read_holder(places)
    return holder is None or holder.stopping


def attach(places: Places) -> None:
    """A second `up`: show where the portal is, and follow its log where there is a terminal."""
    holder = read_holder(places)
    if holder and holder.command != "up":
        raise Trouble(
            f"Process {holder.pid} (./portal {holder.command}) uses the database without a running portal. "
            "End it, then type ./portal up."
        )
    holder = _when_ready(places)
    say(f"The portal runs already (process {holder.pid}): {holder.address}")
    show_signins(places)
    if not sys.stdout.isatty():
        return
    say("Following its log; Ctrl-C leaves it running, ./portal stop ends it.")
    follower = subprocess.Popen(["tail", "-n", "0", "-F", "--pid", str(holder.pid), places.log])
    try:
        follower.wait()
    except KeyboardInterrupt:
        follower.terminate()


def _when_ready(places: Places) -> Holder:
    end = time.monotonic() + READY_PATIENCE
    while time.monotonic() < end:
        holder = read_holder(places)
        if not holder:
            raise Trouble("The portal that was starting has stopped. Type ./portal up again.")
        if holder.ready:
            return holder
        time.sleep(0.2)
    raise Trouble(f"The portal that runs here (process {holder.pid}) is not ready; its log: {places.log}")


def _start(places: Places, hold: Hold, family: Family, host: str, port: int, demo: bool | None) -> None:
    began = time.monotonic()
    embedded = "DATABASE_URL" not in os.environ
    hold.holder.with_demo = embedded if demo is None else demo
    hold.tell()
    _check_port(host, port)
    ensure_environment(places, RUNTIME)
    check_servers_may_use(places)
    ensure_libraries(places)
    servers = start_servers(family, places, os.environ)
    environment = surroundings(places, servers, host, port)
    hold.holder.address = environment["SITE_URL"]
    hold.holder.database_url, hold.holder.redis_url = servers.database_url, servers.redis_url
    hold.tell()
    _prepare(places, environment, embedded=embedded, demo=hold.holder.with_demo)
    for plan in plans(places, environment, host, port):
        family.start(plan)
    _wait_until_ready(places, family, host, port)
    hold.holder.ready = True
    hold.tell()
    say(f"\nThe portal is ready ({time.monotonic() - began:.0f} s): {hold.holder.address}")
    show_signins(places)
    say(f"Log: {places.log}. Ctrl-C stops the portal.\n")


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except PermissionError:
            raise Trouble(f"Port {port} is for root only. Choose one above 1023: --port 8000") from None
        except socket.gaierror:
            raise Trouble(
                f"This machine has no address {host}. Try --host 127.0.0.1 or --host 0.0.0.0"
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"Port {port} is taken by another program. Choose another: ./portal up --port {port + 1}"
                ) from None
            raise Trouble(f"Cannot listen at {host}, port {port}: {error.strerror}.") from None


def _prepare(places: Places, environment: dict[str, str], *, embedded: bool, demo: bool) -> None:
    """Migrate, load, collect – unless nothing changed since it was last done for our own database."""
    state = state_of_clone()
    done = read_prepared(places)
    current = embedded and done.get("state") == state
    if current and (done.get("demo") or not demo):
        return
    if done.get("state") != state or not places.code.exists():
        compile_catalogues(places, environment)
        copy_code(places)
        if places.account:  # who may not write beside the code
            compile_all(places, *(path.parent for path in places.code.glob("*/__init__.py")))
    say("Preparing the database" + (", the demo" if demo else "") + " and the static files …")
    manage_quietly(places, environment, ["prepare", *(["--demo"] if demo else [])])
    write_prepared(places, {"state": state if embedded else "", "demo": demo})
    places.give_to_servers()


def plans(places: Places, environment: dict[str, str], host: str, port: int) -> list[Plan]:
    """The four processes of the portal itself."""
    python = [places.python, "-m"]
    bound = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [*python, "gunicorn", "upr_portal.wsgi", "--bind", bound, "--workers", "2", "--threads", "16"]
    web += ["--preload", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]
    celery = [*python, "celery", "--quiet", "-A", "upr_portal"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if shared_memory_works():
        web += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108 – heartbeats that touch no disk
    else:
        worker += ["--pool", "threads"]
    # Letters and signs of life do not wait behind PDFs.
    letters = [*worker, "--queues", "celery", "--concurrency", "2"]
    # Two, so that one huge report does not keep all others waiting.
    paper = [*worker, "--queues", "paper", "--concurrency", "2", "--hostname", "paper@%h"]
    beat = [*celery, "beat", "--loglevel", "INFO"]
    beat += ["--schedule", places.data / "beat-schedule", "--pidfile", ""]
    return [
        Plan("beat", beat, environment, places.code),
        # Asked gently, it would wait for a broker that has ended, too. The job in hand is done again later.
        Plan("paper", paper, environment, places.code, end_now=signal.SIGKILL, patience=20),
        Plan("worker", letters, environment, places.code, end_now=signal.SIGKILL, patience=20),
        Plan("web", web, environment, places.code),
    ]


def _wait_until_ready(places: Places, family: Family, host: str, port: int) -> None:
    end = time.monotonic() + READY_PATIENCE
    findings = {}
    while time.monotonic() < end:
        _check_all_run(family)
        findings = _ask_ready("127.0.0.1" if host in EVERYWHERE else host, port)
        if findings.get("ok"):
            return
        time.sleep(0.1)
    told = ", ".join(f"{name}: {word}" for name, word in findings.items() if word not in ("ok", False))
    raise Trouble(
        f"The portal did not become ready in {READY_PATIENCE} s ({told or 'no answer'}). Log: {places.log}"
    )


def _ask_ready(host: str, port: int) -> dict:
    """What /readyz says; {} while nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        return json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()


def _check_all_run(family: Family) -> None:
    if ended := family.first_ended():
        raise Trouble(
            f"{ended} ended by itself, so the portal stops. Its last words are in {family.log.path}"
        )


def _stay(family: Family) -> None:
    while True:
        _check_all_run(family)
        time.sleep(0.5)
