"""The commands of the embedded services: `python -m krscp_portal.embedded --help`.

Only what a command is asked for goes to standard output: `env` prints export lines, `demo` its
address, `run` and `manage` leave it to the program they run. What else we say goes to standard
error.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping

from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import short_name, var_folder
from krscp_portal.embedded.locks import only_one
from krscp_portal.embedded.preparation import (
    SCHEMA_COMMANDS,
    as_role_for,
    database_part,
    manage,
    prepare,
)
from krscp_portal.embedded.privileges import SHARED
from krscp_portal.embedded.services import Services
from krscp_portal.embedded.supervisor import Supervisor
from krscp_portal.embedded.surroundings import demo_values

# What `reset` leaves: the tests' own folder, and the locks that other commands may hold.
KEPT_BY_RESET = frozenset({"test", "start.lock", "in-use.lock", "demo.lock", "prepare.lock"})
ENDING = frozenset({"stop", "reset"})
GIVEN = frozenset({"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"})


def tell(sentence: str) -> None:
    """Say something to the person at the terminal, apart from any program's output."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def announce(sentence: str) -> None:
    """Say something on standard output: of `demo`, which runs until it is stopped, it is the output."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def print_exports(services: Services) -> int:
    """Start what is down, let it stay up, and print the addresses as export lines for a shell."""
    services.start()
    services.keep()
    values = {**demo_values(services.var, services.environ), **services.addresses()}
    for name, value in values.items():
        quoted = value.replace("'", "'\\''")
        sys.stdout.write(f"export {name}='{quoted}'\n")
    return 0


def run(services: Services, command: list[str]) -> int:
    """Run a command with the services up and return its exit code."""
    with services.in_use() as addresses:
        return _wait_for(command, _surroundings(services, addresses))


def run_management(services: Services, arguments: list[str]) -> int:
    """Run a management command; an embedded database is brought up to date with the code first."""
    with services.in_use() as addresses:
        environ = _surroundings(services, addresses)
        about_schema = bool(arguments) and arguments[0] in SCHEMA_COMMANDS
        if services.postgres and not about_schema:
            prepare([database_part(services)], var=services.var, environ=environ, tell=tell)
        return _wait_for(manage(*arguments), as_role_for(arguments, environ))


def reset(services: Services) -> int:
    """Remove everything the demonstration keeps; refuses while something uses it."""
    services.stop()
    if services.live():
        raise EmbeddedError("The services are still stopping. Try again in a moment.")
    var = services.var
    refusal = "A demonstration runs from this folder. End it with Ctrl-C first."
    with only_one(var / "demo.lock", patience=1, refusal=refusal):
        for path in sorted(var.iterdir()):
            if path.name not in KEPT_BY_RESET:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if os.geteuid() == 0:
            shutil.rmtree(SHARED / short_name(var), ignore_errors=True)
    tell(f"The demonstration's data in {var} are gone; `make demo` starts afresh.")
    return 0


def _surroundings(services: Services, addresses: Mapping[str, str]) -> dict[str, str]:
    defaults = demo_values(services.var, services.environ)
    return {**services.environ, **defaults, **addresses}


def _wait_for(command: list[str], environ: Mapping[str, str]) -> int:
    """Run a program to its end, whatever is pressed meanwhile, so that we can clear up after it."""
    program = subprocess.Popen(command, env=dict(environ))
    signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the program itself
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: program.send_signal(received))
    code = program.wait()
    return code if code >= 0 else 128 - code


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m krscp_portal.embedded",
        description="The portal on one machine, with a database and a broker where none is given.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in {
        "env": "start what is down and print the addresses as export lines; they stay up",
        "stop": "stop the services that `env` left up",
        "reset": "remove all data of the demonstration",
        "demo": "prepare and run the demonstration until Ctrl-C",
    }.items():
        commands.add_parser(name, help=words)
    for name, words in {
        "run": "run a command with the services up",
        "manage": "run a management command with the services up",
    }.items():
        sub = commands.add_parser(name, help=words)
        sub.add_argument("words", nargs=argparse.REMAINDER, metavar="-- command")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Do what the command line asks and return the exit code."""
    asked = _parse(arguments)
    environ = dict(os.environ)
    if asked.command in ENDING:
        # A shell that took our own addresses from `env` has these set; what they hide from us
        # still runs on the files that are about to go.
        environ = {name: value for name, value in environ.items() if name not in GIVEN}
    services = Services(var_folder(environ), environ, tell)
    words = [word for i, word in enumerate(getattr(asked, "words", [])) if (i, word) != (0, "--")]
    match asked.command:
        case "env":
            return print_exports(services)
        case "run":
            return run(services, words)
        case "manage":
            return run_management(services, words)
        case "stop":
            services.stop()
        case "reset":
            return reset(services)
        case _:
            Supervisor(services.var, environ, announce).run()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as error:
        tell(f"\n{error}")
        sys.exit(1)
