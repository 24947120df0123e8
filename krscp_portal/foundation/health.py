"""`/healthz`: this process answers. `/readyz`: everything that it needs answers too."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from krscp_portal.foundation.tasks import HEARTBEAT_KEY


@transaction.non_atomic_requests  # it must answer while the database does not
@login_not_required
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@login_not_required
def readyz(_request: HttpRequest) -> JsonResponse:
    results = {name: _outcome(check) for name, check in CHECKS.items()}
    ready = all(outcome == "ok" for outcome in results.values())
    return JsonResponse(results, status=200 if ready else 503)


for _view in (healthz, readyz):
    _view.declared_access = "everybody"  # type: ignore[attr-defined]


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except (Error, RedisError, OSError):
        return "not reachable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _broker() -> str:
    cache.set("readyz", "1", 5)
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not plan else f"{len(plan)} not applied"


def _beat() -> str:
    return "ok" if cache.get(HEARTBEAT_KEY) else "no heartbeat"


CHECKS = {"database": _database, "broker": _broker, "migrations": _migrations, "beat": _beat}
