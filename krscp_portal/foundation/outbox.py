"""After commit, wake a worker by the task's name.

The database is the truth: a row says what must be done, the wake-up only makes it prompt. A lost
broker loses nothing, because beat's sweep finds what nobody took. So a wake-up that fails is
logged and never breaks the request.
"""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.tasks import HEADER

log = logging.getLogger(__name__)


def wake(task_name: str, **kwargs: Any) -> None:
    """Publish the task for the open partnership once the transaction has committed.

    Asking for the same wake-up twice in one transaction publishes it once. A savepoint that is
    rolled back takes its own wake-ups with it.
    """
    wanted = (task_name, required_partnership_id(), kwargs)
    if not any(getattr(waiting[1], "args", None) == wanted for waiting in connection.run_on_commit):
        transaction.on_commit(partial(_publish, *wanted))


def _publish(task_name: str, partnership_id: int, kwargs: dict[str, Any]) -> None:
    if task_name not in current_app.tasks:
        # A worker imports every app's tasks when it starts; a web process does so here, once.
        current_app.loader.import_default_modules()
    try:
        current_app.tasks[task_name].apply_async(
            kwargs=kwargs,
            headers={HEADER: partnership_id},  # type: ignore[dict-item]  # a number travels well
            retry=False,
        )
    except (OperationalError, RedisError, OSError):
        log.warning("wake-up not delivered", extra={"task": task_name})
