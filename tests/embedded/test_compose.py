"""What can be said of the containers without an engine."""

import re
import shutil
from pathlib import Path

import pytest

from krscp_portal.embedded.layout import ROOT
from scripts.check_compose import problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("docker-compose.yml", ".env.example"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return problems(folder)


def test_the_compose_file_is_sound() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("depends_on: *after-", "depend_on: *after-", "('depend_on' was unexpected)"),
        ("condition: service_healthy", "condition: healthy", "'healthy' is not one of"),
        ('ports: ["80:80"', 'profiles: ["80:80"', "('profiles' was unexpected)"),
        ("networks: [inside]", "networks: [indoors]", "network indoors, which is not declared."),
        ('["beat:/srv/beat"]', '["bet:/srv/beat"]', "beat mounts bet:/srv/beat, whose source"),
        ("init.sh:/docker", "start.sh:/docker", "postgres mounts ./deploy/postgres/start.sh"),
        ("\n  REDIS_URL:", "\n  REDISURL:", "web is given REDISURL, which nothing reads."),
        ("\n  REDIS_URL:", "\n  REDISURL:", "web is not given REDIS_URL, without which"),
        ("${LOG_LEVEL:-INFO}", "${LOG_LVL:-INFO}", "LOG_LVL is not in .env.example."),
        ("${SECRET_KEY:?set it in .env}", "${SECRET_KEY:-abc}", "SECRET_KEY is a secret and must"),
        ("shm_size: 256m", 'ports: ["5432:5432"]', "postgres publishes ports; only the proxy may."),
    ],
)
def test_a_mistake_in_the_compose_file_is_named(
    copy: Path, old: str, new: str, problem: str
) -> None:
    found = change(copy, "docker-compose.yml", old, new)

    assert any(problem in sentence for sentence in found), found


def test_a_variable_that_the_example_forgets_is_named(copy: Path) -> None:
    found = change(copy, ".env.example", "EMAIL_FROM=", "FROM=")

    assert found == [
        ".env.example does not mention EMAIL_FROM.",
        "EMAIL_FROM is not in .env.example.",
    ]


def pins(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    current = ""
    for line in path.read_text().splitlines():
        if match := re.match(r"([a-z0-9-]+==[^ ;]+)", line):
            current = match[1]
            found[current] = set()
        elif match := re.match(r" +--hash=(\S+)", line):
            found[current].add(match[1])
    return {name: frozenset(hashes) for name, hashes in found.items()}


def test_the_image_installs_a_part_of_what_the_tests_ran_with() -> None:
    everything = pins(ROOT / "requirements.lock")
    image = pins(ROOT / "deploy" / "requirements.lock")

    assert image.items() <= everything.items()
    assert {name.partition("==")[0] for name in image} >= {"django", "celery", "gunicorn"}
    assert not {name for name in image if name.startswith(("pytest", "ruff", "mypy", "uv="))}


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "deploy/requirements.lock", "scripts/node.lock", "package-lock.json"],
)
def test_no_lock_file_holds_the_address_of_a_registry(name: str) -> None:
    assert not re.findall(r"https?://(?!opencollective|github)\S+", (ROOT / name).read_text())
