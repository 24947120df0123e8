"""Setting a machine up: what it asks for, and where it looks."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from krscp_portal.embedded.layout import ROOT
from scripts import set_up


def test_without_root_the_exact_command_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(set_up.CannotSetUp) as refusal:
        set_up.install_packages(["libpango-1.0-0", "libpangoft2-1.0-0"])

    command = "sudo apt-get update && sudo apt-get install --yes libpango-1.0-0 libpangoft2-1.0-0"
    assert command in str(refusal.value).splitlines()[-1]


def test_this_machine_lacks_nothing_after_set_up() -> None:
    assert set_up.missing_packages(for_tests=True) == []


def test_uv_is_installed_from_its_entry_in_the_lock_file() -> None:
    lines = set_up.entry_of("uv").splitlines()

    assert re.fullmatch(r"uv==[0-9.]+ \\", lines[0])
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in lines[1:])
    assert not lines[-1].endswith("\\")


def test_uv_asks_where_pip_would_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://one.example.org/simple\n"
        "find-links = /srv/wheels /srv/more\ncert = /srv/file.pem\n"
    )
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_CERT", "/srv/environment.pem")

    environ = set_up.uv_environment()

    assert environ["UV_DEFAULT_INDEX"] == "https://one.example.org/simple"
    assert environ["UV_FIND_LINKS"] == "/srv/wheels,/srv/more"
    assert environ["SSL_CERT_FILE"] == "/srv/environment.pem"
    assert environ["UV_PYTHON_DOWNLOADS"] == "never"


def test_what_the_caller_told_uv_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://one.example.org/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://two.example.org/simple")

    assert set_up.uv_environment()["UV_DEFAULT_INDEX"] == "https://two.example.org/simple"


def test_a_changed_lock_file_is_set_up_again(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n")
    before = set_up.fingerprint([lock])
    assert set_up.fingerprint([lock]) == before

    lock.write_text("one==2\n")

    assert set_up.fingerprint([lock]) != before


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", script], check=True)

    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec make test </dev/null"
