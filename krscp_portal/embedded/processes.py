"""Processes by number, told apart from later ones that were given the same number."""

import os
import signal
import subprocess
import time
from pathlib import Path

POLL_SECONDS = 0.05
TAIL_LINES = 15


def _ps(pid: int, column: str) -> str:
    """Ask `ps` where there is no /proc (macOS)."""
    answer = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def command_line(pid: int) -> str:
    """Return the command line of a live process; empty when it is gone or not yet reaped."""
    if not Path("/proc/self").exists():
        return _ps(pid, "command")
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")).strip()
    except OSError:
        return ""


def number_taken(pid: int) -> bool:
    """Return whether the number belongs to any process, even one that is dead and not reaped."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def started(pid: int) -> str:
    """Return a mark of when the process started; empty when it is gone."""
    if not Path("/proc/self").exists():
        return _ps(pid, "lstart")
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *rest = stat.rpartition(")")[2].split()
    return "" if state == "Z" else rest[18]


class ProcessFile:
    """A file that remembers a process across a killed start."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, pid: int) -> None:
        """Remember the process."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{pid} {started(pid)}\n")

    def live(self) -> int | None:
        """Return the number of the remembered process while that same process lives."""
        try:
            number, _, mark = self.path.read_text().strip().partition(" ")
        except OSError:
            return None
        if not number.isdigit() or not mark or started(int(number)) != mark:
            return None
        return int(number)

    def forget(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal the whole group that the process leads, or the process alone where it leads none."""
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    """Return whether the process ended within the time given."""
    until = time.monotonic() + seconds
    mark = started(pid)
    while mark and started(pid) == mark:
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def stop_group(pid: int, *, seconds: float) -> None:
    """Ask the group of a process to end; after `seconds` make it."""
    signal_group(pid, signal.SIGTERM)
    if not wait_until_gone(pid, seconds=seconds):
        signal_group(pid, signal.SIGKILL)
        wait_until_gone(pid, seconds=5)


def tail(path: Path, *, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log, or a sentence that says there is none."""
    try:
        text = path.read_text(errors="replace").rstrip()
    except OSError:
        return f"(no log at {path})"
    return "\n".join(text.splitlines()[-lines:]) or f"(nothing in {path})"
