"""Time a served page: one gunicorn worker, the median of many requests after a warm-up."""

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WARM_UP = 10
REQUESTS = 60
START_LIMIT = 60.0


@dataclass(frozen=True)
class Page:
    """The median milliseconds of a request and the bytes of its answer."""

    milliseconds: float
    size: int


@contextlib.contextmanager
def server(application: str, **environ: str) -> Iterator[int]:
    """Serve a WSGI application on a free port of the loopback address for the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "-w", "1", "-b", f"127.0.0.1:{port}",
         "--log-level", "error"],
        env={**os.environ, **environ},
    )  # fmt: skip
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def page(port: int, path: str, cookie: str = "") -> Page:
    """Return what the page costs; stop with its status when it does not answer 200."""
    times, size = [], 0
    for turn in range(WARM_UP + REQUESTS):
        started = time.perf_counter()
        size = len(_get(port, path, cookie))
        if turn >= WARM_UP:
            times.append((time.perf_counter() - started) * 1000)
    return Page(statistics.median(times), size)


def median_seconds(work: Callable[[], object], turns: int = 5) -> float:
    """Return the median seconds of calling `work`."""
    times = []
    for _ in range(turns):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _get(port: int, path: str, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}")
    return body


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_LIMIT
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not answer in time")
