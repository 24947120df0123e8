"""Bringing a database up to date with the code: schema, reference data, example data.

Only ever done by itself to an embedded database or for the demonstration; the database of a live
portal is brought up to date by its operator (docs/operators/running.md).
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import ROOT
from krscp_portal.embedded.locks import only_one
from krscp_portal.embedded.services import Services, Tell

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


# What each part is made from: another content asks for it anew.
DATABASE_SOURCES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/data/**/*",
    "*/*/data/**/*",
    "krscp_portal/examples/**/*",
)
STATIC_SOURCES = ("static/**/*", "build/static/**/*", "requirements.lock")


@dataclass(frozen=True)
class Part:
    """Steps that belong together, what they are made from, and where it is noted that they ran.

    Without a mark they run every time: the database is not ours to keep notes in.
    """

    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    mark: Path | None

    def current(self) -> bool:
        """Return whether the steps ran for the sources as they are now."""
        mark = self.mark
        return mark is not None and mark.exists() and mark.read_text() == fingerprint(self.sources)


def database_part(services: Services) -> Part:
    """Return the schema, the reference data and the examples; noted inside the embedded database."""
    steps = (
        Step("Database schema", ("migrate", "--no-input", "--verbosity", "1")),
        Step("Rules and bank holidays", ("load_reference_data",)),
        Step("Example partnerships", ("load_examples",)),
    )
    postgres = services.postgres
    mark = postgres.place.data / "portal.prepared" if postgres else None
    return Part(steps, DATABASE_SOURCES, mark)


def static_part(var: Path) -> Part:
    """Return the collecting of style sheets and scripts."""
    collect = Step("Style sheets and scripts", ("collectstatic", "--no-input", "--clear"))
    return Part((collect,), STATIC_SOURCES, var / "static.prepared")


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, os.fspath(ROOT / "manage.py"), *arguments]


def as_role_for(command: Sequence[str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return a management command's environment: the owner's address where it is for the schema."""
    if command and command[0] in SCHEMA_COMMANDS:
        return {**environ, "DATABASE_URL": environ["DATABASE_OWNER_URL"]}
    return dict(environ)


def prepare(parts: Sequence[Part], *, var: Path, environ: Mapping[str, str], tell: Tell) -> None:
    """Run the steps of every part that is not current; their words go to var/log/preparation.log.

    Raises EmbeddedError naming the step that failed, with the end of what it said.
    """
    log = var / "log" / "preparation.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with only_one(
        var / "prepare.lock",
        patience=PATIENCE,
        refusal="Another command is preparing the database.",
    ):
        for part in parts:
            if part.current():
                continue
            log.write_text("")
            for step in part.steps:
                _run(step, log=log, environ=environ, tell=tell)
            if part.mark:
                part.mark.write_text(fingerprint(part.sources))


def fingerprint(patterns: Sequence[str], root: Path = ROOT) -> str:
    """Return a mark that changes when a file of these patterns does."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root)
            ours = name.parts[0] != "var" and not any(part[0] in "._" for part in name.parts[:-1])
            if ours and path.is_file():
                digest.update(os.fsencode(name))
                digest.update(path.read_bytes())
    return digest.hexdigest()


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
