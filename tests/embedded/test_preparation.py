"""What is done to a database before the portal uses it, and to whom it is said."""

from pathlib import Path

import pytest

from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.preparation import (
    DATABASE_SOURCES,
    Part,
    Step,
    as_role_for,
    fingerprint,
    prepare,
)
from krscp_portal.embedded.surroundings import demo_values

GIVEN = {"DATABASE_URL": "application", "DATABASE_OWNER_URL": "owner"}


@pytest.mark.parametrize("command", ["migrate", "makemigrations", "lintmigrations", "flush"])
def test_commands_about_the_schema_run_as_its_owner(command: str) -> None:
    assert as_role_for([command, "--check"], GIVEN)["DATABASE_URL"] == "owner"


@pytest.mark.parametrize("command", [["due_date", "migrate"], ["load_examples"], []])
def test_every_other_command_runs_as_the_application(command: list[str]) -> None:
    assert as_role_for(command, GIVEN)["DATABASE_URL"] == "application"


def test_a_new_migration_or_data_file_asks_for_a_preparation(tmp_path: Path) -> None:
    before = fingerprint(DATABASE_SOURCES, tmp_path)
    (tmp_path / "app" / "migrations").mkdir(parents=True)
    (tmp_path / "app" / "data").mkdir()
    (tmp_path / "app" / "views.py").touch()
    (tmp_path / "app" / "migrations" / "__pycache__").mkdir()
    (tmp_path / "app" / "migrations" / "__pycache__" / "0001.py").touch()
    assert fingerprint(DATABASE_SOURCES, tmp_path) == before

    (tmp_path / "app" / "migrations" / "0001_initial.py").touch()
    migrated = fingerprint(DATABASE_SOURCES, tmp_path)
    (tmp_path / "app" / "data" / "rules.toml").write_text("a = 1")
    loaded = fingerprint(DATABASE_SOURCES, tmp_path)
    (tmp_path / "app" / "data" / "rules.toml").write_text("a = 2")

    assert len({before, migrated, loaded, fingerprint(DATABASE_SOURCES, tmp_path)}) == 4


def test_a_step_that_fails_is_named_with_its_own_last_words(tmp_path: Path) -> None:
    part = Part((Step("Rules", ("no_such_command",)),), ("*/data/*",), tmp_path / "prepared")
    environ = {**GIVEN, "PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "no.such.settings"}
    told: list[str] = []

    with pytest.raises(EmbeddedError, match=r"(?s)^Rules: `manage.py no_such_command` failed.*no"):
        prepare([part], var=tmp_path, environ=environ, tell=told.append)

    assert told == []
    assert not part.current()


def test_a_part_that_ran_does_not_run_again_until_its_sources_change(tmp_path: Path) -> None:
    part = Part((), ("requirements.lock",), tmp_path / "prepared")
    assert not part.current()
    prepare([part], var=tmp_path, environ=GIVEN, tell=print)
    assert part.current()

    (tmp_path / "prepared").write_text("of other sources")

    assert not part.current()


def test_a_part_without_a_mark_runs_every_time(tmp_path: Path) -> None:
    part = Part((), ("requirements.lock",), mark=None)
    prepare([part], var=tmp_path, environ=GIVEN, tell=print)

    assert not part.current()


def test_the_demonstration_fills_in_only_what_is_not_given(tmp_path: Path) -> None:
    values = demo_values(tmp_path, {"PORT": "8123", "ALLOWED_HOSTS": "mine", "EMAIL_URL": ""})

    assert values["PUBLIC_URL"] == "http://localhost:8123"
    assert values["EMAIL_URL"] == f"file://{tmp_path}/mail"
    assert "ALLOWED_HOSTS" not in values


@pytest.mark.parametrize(
    ("name", "file", "length"),
    [("SECRET_KEY", "secret-key", 86), ("IDENTITY_KEYS", "identity-key", 44)],
)
def test_a_key_of_the_demonstration_is_drawn_once_and_is_private(
    name: str, file: str, length: int, tmp_path: Path
) -> None:
    first = demo_values(tmp_path, {})[name]

    assert len(first) == length
    assert demo_values(tmp_path, {})[name] == first
    assert (tmp_path / file).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob(f"{file}*")] == [file]
