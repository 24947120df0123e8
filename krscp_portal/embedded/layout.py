"""Where the embedded services keep their files, and in what shape the paths must be."""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from krscp_portal.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent.parent

# sun_path holds 108 bytes with its closing zero on Linux, 104 on macOS; the longest name that is
# put into the folder is PostgreSQL's ".s.PGSQL.5432.lock", of 18.
SOCKET_FOLDER_LIMIT = 103 - len("/.s.PGSQL.5432.lock")
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def var_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of everything that running writes: PORTAL_VAR, or `var` in the project."""
    return Path(environ.get("PORTAL_VAR") or ROOT / "var").absolute()


def short_name(folder: Path) -> str:
    """Return a short name that belongs to this folder alone."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def socket_folder(var: Path) -> Path:
    """Return the folder for sockets: `run` under `var`, or a private one among temporary files.

    The second is taken where the first is too long for a socket's address, or holds characters
    that the parsers of database and broker addresses do not agree on.
    """
    usual = var / "run"
    text = os.fspath(usual)
    if len(os.fsencode(usual)) <= SOCKET_FOLDER_LIMIT and PLAIN_PATH.fullmatch(text):
        return usual
    return Path(tempfile.gettempdir()) / f"krscp-{os.geteuid()}-{short_name(var)}"


def make_private(folder: Path, *, owner: int | None = None) -> Path:
    """Make a folder of our own with mode 0700 and return it; existing parents stay as they are.

    Refuses a folder that somebody else owns or that is a link: among temporary files another
    account could have put one there first.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner}:
        raise EmbeddedError(
            f"{folder} belongs to another account of this machine. "
            "Remove it, or set PORTAL_VAR to a folder of your own."
        )
    if owner is not None:
        os.chown(folder, owner, owner)
    folder.chmod(0o700)
    return folder
