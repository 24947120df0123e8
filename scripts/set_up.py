"""Sets a machine up to run the portal: system packages, virtual environment, front-end files.

Run by `make`, with the system's Python and its standard library alone; quiet and quick when
nothing is to be done. What it may not do itself (system packages, without root) it asks for with
the exact command, and stops. `--for-tests` adds the browser of the journeys.
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
MARKS = ENVIRONMENT / "portal-set-up.json"
LOG = ROOT / "var" / "log" / "set-up.log"
LOCK_FILE = ROOT / "requirements.lock"
NODE_LOCK_FILE = ROOT / "scripts" / "node.lock"
NODE_MODULES = ROOT / "node_modules"
BUILT_ASSETS = ROOT / "build" / "static" / "vendor"

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"
BROWSERS = ("chromium-headless-shell", "chromium")
"""What the browser tests run in, package and program alike; the first is three times as quick."""

# pip's own settings, whose names uv does not read, and what uv calls them.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
}


class CannotSetUp(Exception):
    """Set-up stops here; the message says what to type."""


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output belongs to the command that follows."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def run(command: list[str], *, environ: Mapping[str, str] | None = None) -> None:
    """Run a program; its words go to the log.

    Raises CalledProcessError where it fails.
    """
    with LOG.open("ab") as log:
        log.write(("\n$ " + " ".join(command) + "\n").encode())
        log.flush()
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=None if environ is None else dict(environ),
            check=True,
        )


def missing_packages(*, for_tests: bool) -> list[str]:
    """Return the Debian packages that this machine still needs."""
    packages = []
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if not all(map(_loads, PANGO)) and sys.platform == "linux":
        packages.extend(PANGO_PACKAGES)
    if sys.platform == "linux" and not any(map(_has_fonts, FONT_FOLDERS)):
        packages.append(FONT_PACKAGE)
    if sys.platform == "linux" and not _knows_england():
        packages.append("tzdata")
    if for_tests and not any(map(shutil.which, BROWSERS)):
        packages.append(BROWSERS[-1])
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _knows_england() -> bool:
    try:
        zoneinfo.ZoneInfo("Europe/London")
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


def _has_fonts(folder: str) -> bool:
    found = Path(folder).expanduser().glob("**/*.[to]tf")
    return next(found, None) is not None


def install_packages(packages: list[str]) -> None:
    """Install Debian packages where we may; otherwise stop with the command to type."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        names = " ".join(packages)
        raise CannotSetUp(
            f"This machine lacks: {names}\nInstall what is missing, then start again:\n\n"
            f"    sudo apt-get update && sudo apt-get install --yes {names}\n"
        )
    say(f"Installing system packages: {' '.join(packages)}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], environ=environ)
    chosen = [_quickest() if each in BROWSERS else each for each in packages]
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *chosen]
    run(install, environ=environ)


def _quickest() -> str:
    """Return the first of the browsers that the machine's list of packages offers."""
    for package in BROWSERS:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(["apt-cache", "show", package])
            return package
    return BROWSERS[-1]


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a mark that changes with any of the files, and with the Python that runs."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_marks() -> dict[str, str]:
    """Return what was set up by an earlier run that came to its end."""
    try:
        marks = json.loads(MARKS.read_text())
    except (OSError, ValueError):
        return {}
    return marks if isinstance(marks, dict) else {}


def write_mark(name: str, value: str) -> None:
    """Remember that one part was set up."""
    MARKS.write_text(json.dumps({**read_marks(), name: value}))


def environment_works() -> bool:
    """Return whether the virtual environment's Python starts; one that was moved does not."""
    try:
        answer = subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def set_up_python(lock_files: list[Path], *, wanted: str) -> None:
    """Make the virtual environment and bring it to exactly what the lock files say."""
    began = time.monotonic()
    if not environment_works():
        say("Making the virtual environment")
        run([sys.executable, "-m", "venv", "--clear", os.fspath(ENVIRONMENT)])
    say("Installing Python packages")
    try:
        _install_with_uv(lock_files)
    except (subprocess.CalledProcessError, OSError):
        say("uv could not; pip does it instead, which takes half a minute")
        _install_with_pip([word for path in lock_files for word in ("-r", os.fspath(path))])
    write_mark("python", wanted)
    say(f"Python packages: done in {time.monotonic() - began:.0f} s")


def _install_with_pip(arguments: list[str]) -> None:
    pip = [os.fspath(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    run([*pip, "--no-input", "--progress-bar=off", "--require-hashes", *arguments])


def _install_with_uv(lock_files: list[Path]) -> None:
    """Install with the uv of the lock file; it makes the set exact, and takes seconds."""
    uv = ENVIRONMENT / "bin" / "uv"
    if not uv.exists():
        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder) / "uv.lock"
            alone.write_text(entry_of("uv"))
            _install_with_pip(["--no-deps", "-r", os.fspath(alone)])
    sync = [os.fspath(uv), "pip", "sync", "--require-hashes", "--python", os.fspath(PYTHON)]
    run([*sync, *map(os.fspath, lock_files)], environ=uv_environment())


def entry_of(package: str) -> str:
    """Return the lines of one package in the lock file, hashes included."""
    lines = LOCK_FILE.read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"{package}=="))
    last = first
    while lines[last].endswith("\\"):
        last += 1
    return "\n".join(lines[first : last + 1]) + "\n"


def uv_environment() -> dict[str, str]:
    """Return an environment in which uv asks where pip would ask; it does not read pip's settings.

    Every file is checked against the lock file's hash, so it does not matter which of several
    indexes answers first.
    """
    pip = [os.fspath(PYTHON), "-m", "pip", "config", "list", "--disable-pip-version-check"]
    answer = subprocess.run(pip, capture_output=True, text=True, check=False)
    environ = {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "1",
        "UV_LINK_MODE": "copy",
    }
    # The environment's own lines come last, for they count most.
    for line in sorted(answer.stdout.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        ours = PIP_TO_UV.get(name.rpartition(".")[2])
        if ours:
            separator = "," if ours == "UV_FIND_LINKS" else " "
            environ[ours] = separator.join(value.strip("'\"").replace("\\n", " ").split())
    return {**environ, **os.environ, "UV_PYTHON_DOWNLOADS": "never"}


def set_up_assets(*, wanted: str) -> None:
    """Fetch the style sheets and scripts of the lock file and copy what the pages use."""
    began = time.monotonic()
    say("Installing style sheets and scripts")
    own = os.fspath(ENVIRONMENT / "bin")
    environ = {**os.environ, "PATH": os.environ.get("PATH", os.defpath) + os.pathsep + own}
    npm = shutil.which("npm", path=environ["PATH"])
    if npm is None:
        raise CannotSetUp("npm is neither on this machine nor in the virtual environment.")
    run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], environ=environ)
    run([os.fspath(PYTHON), "-m", "krscp_portal.assets"])
    write_mark("assets", wanted)
    say(f"Style sheets and scripts: done in {time.monotonic() - began:.0f} s")


def set_up(*, for_tests: bool) -> None:
    """Do what is not done yet.

    Raises CannotSetUp with the command to type where it may not do it itself.
    """
    packages = missing_packages(for_tests=for_tests)
    if packages:
        install_packages(packages)
    lock_files = [LOCK_FILE] if shutil.which("npm") else [LOCK_FILE, NODE_LOCK_FILE]
    python = fingerprint(lock_files)
    if read_marks().get("python") != python or not PYTHON.exists():
        set_up_python(lock_files, wanted=python)
    sources = [ROOT / "package-lock.json", ROOT / "krscp_portal" / "assets.py"]
    assets = fingerprint(sources)
    if read_marks().get("assets") != assets or not (
        NODE_MODULES.exists() and BUILT_ASSETS.exists()
    ):
        set_up_assets(wanted=assets)


def main() -> int:
    """Set up under a lock, so that two commands started at once do it once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--for-tests", action="store_true", help="the browser of the journeys too")
    asked = parser.parse_args()
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    LOG.parent.mkdir(exist_ok=True)
    with (ROOT / "var" / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            set_up(for_tests=asked.for_tests)
        except CannotSetUp as error:
            say(f"\n{error}")
            return 1
        except subprocess.CalledProcessError as error:
            end = "\n".join(LOG.read_text(errors="replace").splitlines()[-25:])
            say(f"\n`{' '.join(map(str, error.cmd))}` failed. The end of {LOG}:\n{end}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
