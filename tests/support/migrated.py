"""A database with every migration applied, made once and copied for each run and each worker.

Applying the migrations takes most of a minute; copying a database takes a second. The name carries
a hash of everything that a migration reads, so a changed migration makes a new one.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "migrated_"
LOCK = 20180729  # any number: whoever makes a copy holds it


def database() -> str:
    """Return the name of the database to copy, making it where it is missing.

    Several workers may ask at once: one makes it, the others wait for it.
    """
    name = PREFIX + _hash()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in sorted(there):
                _drop(cursor, old)
            _make(cursor, name)
    return name


def _make(cursor, name):
    unfinished = f"{name}_unfinished"
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    _migrate(unfinished)
    cursor.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(name)
        )
    )


def _migrate(name):
    environment = {**os.environ, "DATABASE_OWNER_URL": _address(name)}
    command = [sys.executable, os.fspath(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, cwd=ROOT)


def _drop(cursor, name):
    try:
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    except psycopg2.errors.ObjectInUse:
        return  # somebody copies it just now; the next run drops it


def _address(name):
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


@contextmanager
def _server():
    """Speak to the server's own database as the owner, statement by statement."""
    with closing(psycopg2.connect(_address("postgres"))) as connection:  # lets go of the lock
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        yield connection.cursor()


def _hash() -> str:
    digest = hashlib.sha256()
    for path in _what_a_migration_reads():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _what_a_migration_reads() -> Iterator[Path]:
    yield ROOT / "requirements.lock"
    foundation = ROOT / "krscp_portal" / "foundation"
    for name in ("rls", "grants", "models", "migrating"):
        yield foundation / f"{name}.py"
    apps = (ROOT.glob("*/migrations/*.py"), ROOT.glob("krscp_portal/*/migrations/*.py"))
    yield from sorted(path for found in apps for path in found)
