"""Writes the lock files anew: exact versions with hashes, and no address of any registry.

`requirements.lock` is everything, for working on the portal; `deploy/requirements.lock` is the part
of it that runs in production; `scripts/node.lock` is npm, for a machine that has none.
"""

import os
import subprocess
import sys
from pathlib import Path

from set_up import NODE_LOCK_FILE, uv_environment

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
COMMON = ["--universal", "--generate-hashes", "--no-header", "--python-version", "3.11", "--quiet"]
NODE_HEADING = "# npm for a machine that has none; in the virtual environment, for set-up alone.\n"


def compile_lock(source: str, target: Path, *options: str, heading: str = "") -> None:
    """Write one lock file; refuses to leave an address in it."""
    command = [os.fspath(UV), "pip", "compile", source, *COMMON, *options]
    answer = subprocess.run(
        command, cwd=ROOT, env=uv_environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    if "://" in answer.stdout:
        raise SystemExit(f"{target.name} would hold an address; it was not written.")
    target.write_text(heading + answer.stdout)


if __name__ == "__main__":
    compile_lock("pyproject.toml", ROOT / "requirements.lock", "--group", "dev")
    compile_lock(
        "pyproject.toml",
        ROOT / "deploy" / "requirements.lock",
        "--constraint",
        "requirements.lock",
        "--no-annotate",
    )
    compile_lock("scripts/node.in", NODE_LOCK_FILE, "--no-annotate", heading=NODE_HEADING)
