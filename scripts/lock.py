"""Writes the lock files anew: exact versions with hashes, and no address of any registry.

`requirements.lock` is everything, for working on the portal; `deploy/requirements.lock` is the part
of it that runs in production; `scripts/node.lock` is npm, for a machine that has none.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from set_up import LOCK_FILE, NODE_LOCK_FILE, entry_of, uv_environment

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
COMMON = ["--universal", "--no-header", "--python-version", "3.11", "--quiet"]
DEPLOY_LOCK_FILE = ROOT / "deploy" / "requirements.lock"
NODE_HEADING = "# npm for a machine that has none; in the virtual environment, for set-up alone.\n"


def compiled(source: str, *options: str, keep: Path | None = None) -> str:
    """Return what uv makes of a list of requirements; the versions of `keep` stay if they can.

    Refuses a text with an address in it.
    """
    # An additional index of this machine may hold one file of a release where the main one holds
    # ten, and its hash would then be the only one written down.
    environ = {name: value for name, value in uv_environment().items() if name != "UV_INDEX"}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lock.txt"
        target.write_text(keep.read_text() if keep else "")
        command = [os.fspath(UV), "pip", "compile", source, *COMMON, *options]
        command += ["--output-file", os.fspath(target)]
        subprocess.run(command, cwd=ROOT, env=environ, check=True)
        text = target.read_text()
    if "://" in text:
        raise SystemExit(f"The lock of {source} would hold an address; it was not written.")
    return text


def part_for_production() -> str:
    """Return the entries of requirements.lock that the portal's own dependencies lead to."""
    text = compiled("pyproject.toml", "--constraint", "requirements.lock", "--no-annotate")
    names = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)
    return "".join(entry_of(name) for name in names)


def main(options: list[str]) -> None:
    """Write all three; `--upgrade` moves every version to the newest that is allowed."""
    hashes = ("--generate-hashes", *options)
    everything = compiled("pyproject.toml", "--group", "dev", *hashes, keep=LOCK_FILE)
    LOCK_FILE.write_text(everything)
    DEPLOY_LOCK_FILE.write_text(part_for_production())
    node = compiled("scripts/node.in", "--no-annotate", *hashes, keep=NODE_LOCK_FILE)
    NODE_LOCK_FILE.write_text(NODE_HEADING + node)


if __name__ == "__main__":
    main(sys.argv[1:])
