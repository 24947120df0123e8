"""Bringing a database up to date with the code: schema, reference data, example data.

Only ever done by itself to an embedded database or for the demonstration; the database of a live
portal is brought up to date by its operator (docs/operators/running.md).
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import ROOT
from krscp_portal.embedded.locks import only_one
from krscp_portal.embedded.services import Tell

# Commands that read or change the schema itself, which only the owner of the tables may.
SCHEMA_COMMANDS = frozenset(
    {
        "flush",
        "lintmigrations",
        "makemigrations",
        "migrate",
        "showmigrations",
        "sqlmigrate",
        "squashmigrations",
    }
)
PATIENCE = 300


@dataclass(frozen=True)
class Step:
    """One management command of the preparation."""

    title: str
    command: tuple[str, ...]


SCHEMA = Step("Database schema", ("migrate", "--no-input", "--verbosity", "1"))
STATIC = Step("Style sheets and scripts", ("collectstatic", "--no-input", "--clear"))
REFERENCE = Step("Rules and bank holidays", ("load_reference_data",))
EXAMPLES = Step("Example partnerships", ("load_examples",))

DATABASE_STEPS = (SCHEMA, REFERENCE, EXAMPLES)
DEMO_STEPS = (SCHEMA, STATIC, REFERENCE, EXAMPLES)


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, os.fspath(ROOT / "manage.py"), *arguments]


def as_role_for(command: Sequence[str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return a management command's environment: the owner's address where it is for the schema."""
    if command and command[0] in SCHEMA_COMMANDS:
        return {**environ, "DATABASE_URL": environ["DATABASE_OWNER_URL"]}
    return dict(environ)


def prepare(steps: Sequence[Step], *, var: Path, environ: Mapping[str, str], tell: Tell) -> None:
    """Run the steps in order; their own words go to var/log/preparation.log.

    Raises EmbeddedError naming the step that failed, with the end of what it said.
    """
    log = var / "log" / "preparation.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    with only_one(
        var / "prepare.lock",
        patience=PATIENCE,
        refusal="Another command is preparing the database.",
    ):
        for step in steps:
            _run(step, log=log, environ=environ, tell=tell)
        _mark(var).write_text(fingerprint())


def prepared(var: Path) -> bool:
    """Return whether the embedded database was prepared for the code and data as they are now."""
    mark = _mark(var)
    return mark.exists() and mark.read_text() == fingerprint()


def fingerprint(root: Path = ROOT) -> str:
    """Return a mark that changes when a migration or a data file does."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(os.fsencode(path.relative_to(root)))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for pattern in ("*/migrations/*.py", "*/*/migrations/*.py", "*/data/**/*", "*/*/data/**/*"):
        for path in sorted(root.glob(pattern)):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.is_file() and not hidden and path.relative_to(root).parts[0] != "var":
                yield path


def _mark(var: Path) -> Path:
    return var / "prepared"


def _run(step: Step, *, log: Path, environ: Mapping[str, str], tell: Tell) -> None:
    began = time.monotonic()
    with log.open("ab") as output:
        answer = subprocess.run(
            manage(*step.command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            env=as_role_for(step.command, environ),
            check=False,
        )
    if answer.returncode != 0:
        words = " ".join(step.command)
        raise EmbeddedError(
            f"{step.title}: `manage.py {words}` failed. The end of {log}:\n{processes.tail(log)}"
        )
    tell(f"{step.title}: done in {time.monotonic() - began:.1f} s")
