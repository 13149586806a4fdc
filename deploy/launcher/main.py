"""The words that `./portal` understands."""

import argparse
import os
import sys

from deploy.launcher import checks, commands, doctor, signins, up
from deploy.launcher.holding import stop_holder
from deploy.launcher.places import find_places
from deploy.launcher.processes import Asked
from deploy.launcher.trouble import Trouble, of_os_error, say, warn


def parser() -> argparse.ArgumentParser:
    portal = argparse.ArgumentParser(prog="./portal", description="Starts and tests the UPR portal.")
    words = portal.add_subparsers(dest="word", required=True, metavar="WORD")
    starting = words.add_parser("up", help="start the portal; installs what is missing")
    starting.add_argument("--host", default="127.0.0.1", help="listen at this address (127.0.0.1)")
    starting.add_argument("--port", type=port_number, default=8000, help="port to listen at (8000)")
    starting.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="load the demo, or not (loaded unless DATABASE_URL is set)",
    )
    words.add_parser("test", help="run all checks as CI does; arguments go to pytest, which then runs alone")
    words.add_parser("manage", help="run a command of Django's: ./portal manage import_upr_info FILE")
    words.add_parser(
        "run", help="run a program with the portal's settings: ./portal run python bench/pages.py"
    )
    words.add_parser("shell", help="a Python shell inside the portal")
    words.add_parser("stop", help="stop the portal that was started here")
    words.add_parser("doctor", help="say what is there, what is missing and how to mend it")
    words.add_parser("codes", help="show the demo's sign-ins with the second factors of this half minute")
    return portal


def port_number(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port; take a number from 1024 to 65535")
    return int(text)


def run(arguments: list[str]) -> int:
    """Do what the words ask; returns the exit code."""
    if arguments[:1] in (["test"], ["manage"]) or (arguments[:1] == ["run"] and arguments[1:]):
        does = {"test": checks.test, "manage": commands.manage, "run": commands.run}[arguments[0]]
        return does(find_places(), arguments[1:])  # the rest is for pytest, Django or the program
    chosen = parser().parse_args(arguments)
    places = find_places()
    match chosen.word:
        case "run":
            raise Trouble("Say what to run: ./portal run python bench/pages.py")
        case "up":
            up.up(places, host=chosen.host, port=chosen.port, demo=chosen.demo)
        case "shell":
            return commands.manage(places, ["shell"])
        case "stop":
            say("Stopped." if stop_holder(places) else "The portal does not run here.")
        case "doctor":
            return doctor.doctor(places)
        case "codes":
            signins.codes(places)
    return 0


def main() -> None:
    """Run, and say in plain words what went wrong."""
    try:
        sys.exit(run(sys.argv[1:]))
    except Trouble as trouble:
        warn(f"./portal: {trouble}")
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        warn(f"./portal: {of_os_error(error)}")
        sys.exit(1)
    except (KeyboardInterrupt, Asked):
        sys.exit(130)
