"""The launcher of the embedded database, for real."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import make_private, socket_folder
from krscp_portal.embedded.postgres import Postgres
from krscp_portal.embedded.privileges import NAMESPACE, NOBODY, choose_place

REFUSED = ("false",)  # a kernel that lets nobody into a namespace

ROLES = """
select rolname, rolcanlogin, rolcreatedb, rolsuper, rolbypassrls, rolinherit
from pg_roles where rolname like 'portal%' order by rolname
"""
MAY_BECOME = """
select member.rolname, role.rolname, may.inherit_option, may.set_option
from pg_auth_members may
join pg_roles role on role.oid = may.roleid join pg_roles member on member.oid = may.member
where role.rolname like 'portal%' order by 1, 2
"""


def ask(
    server: Postgres, statement: str, *, role: str = "portal_owner"
) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(server.url(role))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def modes_above(folder: Path) -> dict[Path, int]:
    return {parent: parent.stat().st_mode for parent in folder.parents}


@pytest.fixture
def server(var: Path, open_folder: Path) -> Iterator[Postgres]:
    server = Postgres(choose_place(var, shared=open_folder), log=var / "log" / "postgres.log")
    yield server
    server.stop()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, which a test's own folder is not."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_first_start_makes_the_roles_and_the_database(server: Postgres) -> None:
    assert server.ensure() is True

    assert ask(server, ROLES) == [
        ("portal_app", True, False, False, False, False),
        ("portal_owner", True, True, False, False, True),
        ("portal_reader", False, False, False, False, True),
    ]
    assert ask(server, MAY_BECOME) == [
        ("portal_app", "portal_reader", False, True),
        ("portal_owner", "portal_app", False, True),
        ("portal_owner", "portal_reader", False, True),
    ]
    assert ask(server, "show server_encoding") == [("UTF8",)]
    assert ask(server, "show timezone") == [("UTC",)]
    assert ask(server, "show fsync") == [("on",)]


def test_the_application_may_not_make_tables(server: Postgres) -> None:
    server.ensure()

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server, "create table mine (id int)", role="portal_app")


def test_a_second_start_reuses_the_first(server: Postgres) -> None:
    server.ensure()
    first = server.live()

    assert server.ensure() is False
    assert server.live() == first


def test_a_start_after_a_stop_finds_the_data(server: Postgres) -> None:
    server.ensure()
    ask(server, "create table kept as select 7 as answer")
    server.stop()
    assert server.live() is None

    assert server.ensure() is True
    assert ask(server, "select answer from kept") == [(7,)]


def test_a_start_after_a_kill_finds_the_data(server: Postgres) -> None:
    server.ensure()
    ask(server, "create table kept as select 7 as answer")
    killed = server.live()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    processes.wait_until_gone(killed, seconds=10)

    assert server.ensure() is True
    assert ask(server, "select answer from kept") == [(7,)]


def test_a_process_number_that_went_to_another_program_blocks_nothing(server: Postgres) -> None:
    server.ensure()
    server.stop()
    leftover = f"{os.getpid()}\n{server.place.data}\n0\n5432\n\n\n\nready\n"
    (server.place.data / "postmaster.pid").write_text(leftover)
    (server.place.sockets / ".s.PGSQL.5432.lock").write_text(leftover)

    assert server.live() is None
    assert server.ensure() is True
    assert ask(server, "select 1") == [(1,)]


def test_a_broken_start_shows_the_servers_own_words(server: Postgres) -> None:
    server.ensure()
    server.stop()
    (server.place.data / "postgresql.conf").write_text("nonsense = 1\n")

    with pytest.raises(EmbeddedError, match='unrecognized configuration parameter "nonsense"'):
        server.ensure()


def test_disposable_data_that_were_not_stopped_in_order_are_made_afresh(
    var: Path, open_folder: Path
) -> None:
    place = choose_place(var, shared=open_folder)
    server = Postgres(place, log=var / "log" / "postgres.log", disposable=True)
    server.ensure()
    ask(server, "create table kept as select 7 as answer")
    killed = server.live()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    processes.wait_until_gone(killed, seconds=10)

    try:
        assert server.ensure() is True
        assert ask(server, "select to_regclass('kept')") == [(None,)]
        assert ask(server, "show fsync") == [("off",)]
    finally:
        server.stop()


def test_neither_accounts_nor_the_folders_above_are_touched(server: Postgres) -> None:
    accounts = Path("/etc/passwd").read_text()
    modes = modes_above(server.place.data.parent)

    server.ensure()

    assert Path("/etc/passwd").read_text() == accounts
    assert modes_above(server.place.data.parent) == modes


def test_where_namespaces_are_refused_root_runs_a_copy_as_nobody_and_the_data_come_along(
    var: Path, open_folder: Path
) -> None:
    place = choose_place(var, shared=open_folder)
    server = Postgres(place, log=var / "log" / "postgres.log")
    server.ensure()
    ask(server, "create table kept as select 7 as answer")
    server.stop()
    modes = modes_above(var)

    refusal = REFUSED if os.geteuid() == 0 else NAMESPACE  # others have no second way, nor need one
    place = choose_place(var, shared=open_folder, namespace=refusal)
    moved = Postgres(place, log=var / "log" / "postgres.log")
    try:
        moved.ensure()
        pid = moved.live()

        assert place.user == (NOBODY if os.geteuid() == 0 else None)
        assert Path(f"/proc/{pid}").stat().st_uid == (place.user or os.geteuid())
        assert ask(moved, "select answer from kept") == [(7,)]
        assert modes_above(var) == modes
    finally:
        moved.stop()


def test_an_account_without_a_name_is_told_what_to_do_where_namespaces_are_refused(
    var: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4321)

    with pytest.raises(EmbeddedError, match="account 4321, which has no name on this machine"):
        choose_place(var, shared=open_folder, namespace=REFUSED)


def test_a_folder_too_long_for_a_socket_gets_a_short_private_one(
    tmp_path: Path, open_folder: Path
) -> None:
    var = tmp_path / ("long-" * 20)
    sockets = socket_folder(var)

    assert not sockets.is_relative_to(var)
    assert len(str(sockets)) < 80
    assert socket_folder(var) == sockets
    assert socket_folder(var.with_name("other" * 20)) != sockets

    make_private(sockets)
    place = choose_place(var, shared=open_folder)
    server = Postgres(place, log=var / "log" / "postgres.log", disposable=True)
    try:
        server.ensure()
        assert ask(server, "select 1") == [(1,)]
        assert place.sockets == (sockets if place.user is None else place.data.parent / "run")
        assert place.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        sockets.rmdir()


def test_a_link_in_the_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "sockets"
    link.symlink_to(tmp_path)

    with pytest.raises(EmbeddedError, match="another account"):
        make_private(link)
