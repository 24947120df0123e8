"""List and case pages against the floor, at 1× and at 20× of a national data set."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import data
from bench.measure import Page, page, server
from bench.schema import as_owner, fill
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from reviews.models import Incident

ROOT = "/bench-0001/"
Line = tuple[str, str, str, str, str]


def lines() -> list[Line]:
    """Measure every page at both sizes, each time beside the floor of that minute."""
    as_owner("fill the floor")
    floors: list[Page] = []
    found: dict[str, list[Page]] = {}
    for scale in (1, 20):
        fill(data.NATIONAL * scale)
        with server("bench.floor:application") as port:
            floors.append(page(port, "/"))
        with server(
            "krscp_portal.wsgi:application", DJANGO_SETTINGS_MODULE="bench.settings"
        ) as port:
            for name, path in _paths().items():
                found.setdefault(name, []).append(page(port, path, _cookie()))
    rows = []
    for name, (small, large) in found.items():
        growth = (large.milliseconds / floors[1].milliseconds) / (
            small.milliseconds / floors[0].milliseconds
        )
        rows += [
            _line(f"{name}, 1×", small.milliseconds, floors[0].milliseconds, "≤ 4"),
            _line(f"{name}, 20×", large.milliseconds, floors[1].milliseconds, "≤ 4"),
            (f"{name}, from 1× to 20×", "", "(floor of each)", f"{growth:.2f}×", "≤ 1.2"),
            (
                f"{name}: queries, size",
                f"{_queries(_paths()[name])}, {large.size / 1000:.0f} kB",
                "",
                "",
                "≤ 15, ≤ 60 kB",
            ),
        ]
    return [*rows, *_context_lines()]


def _context_lines() -> list[Line]:
    """What opening a partnership costs a request that does nothing else."""
    with server("bench.empty:application") as port:
        bare, opened = page(port, "/bare/"), page(port, "/opened/")
    return [_line("empty request in a partnership", opened.milliseconds, bare.milliseconds, "–",
                  "with one query")]  # fmt: skip


def _line(what: str, measured: float, floor: float, aim: str, against: str = "floor") -> Line:
    return (
        what,
        f"{measured:.1f} ms",
        f"{floor:.1f} ms ({against})",
        f"{measured / floor:.2f}×",
        aim,
    )


def _paths() -> dict[str, str]:
    with tenant(Partnership.objects.get(slug="bench-0001").pk):
        case = Incident.objects.open().order_by("pk").first()
    return {
        "on the clock": ROOT + "clock/",
        "all cases": ROOT + "clock/?which=all",
        "case page": ROOT + case.path,
        "deadlines": ROOT + "deadlines/",
        "home": ROOT,
    }


def _cookie() -> str:
    user = data.manager()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(moment.now() + timedelta(hours=2))
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _queries(path: str) -> int:
    client = Client(headers={"host": "localhost"})
    client.force_login(data.manager(), settings.AUTHENTICATION_BACKENDS[0])
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
