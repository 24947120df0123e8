"""The environment of the demonstration: a value for every variable that production must be given.

What the caller has set stays. `.env.example` says what each one means.
"""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

DEFAULT_PORT = "8000"
DEMO_SETTINGS = "krscp_portal.settings.demo"


def port_of(environ: Mapping[str, str]) -> str:
    """Return the port of the demonstration: PORT, or 8000."""
    return environ.get("PORT") or DEFAULT_PORT


def demo_values(var: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return what the portal needs to run from `var`, minus what the caller has set already."""
    values = {
        "SECRET_KEY": _kept(var / "secret-key", lambda: secrets.token_urlsafe(64)),
        "IDENTITY_KEYS": _kept(var / "identity-key", _identity_key),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PUBLIC_URL": f"http://localhost:{port_of(environ)}",
        "FILES_DIR": os.fspath(_folder(var / "files")),
        "EMAIL_URL": f"file://{_folder(var / 'mail')}",
        "STATIC_ROOT": os.fspath(var / "static"),
    }
    return {name: value for name, value in values.items() if not environ.get(name)}


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _identity_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _kept(path: Path, draw: Callable[[], str]) -> str:
    """Return the secret of this `var`, drawn at the first call: what it signed outlives a restart."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(draw())
        with suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all; the first of two callers wins
        draft.unlink()
    return path.read_text().strip()
