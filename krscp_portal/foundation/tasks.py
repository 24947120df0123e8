"""The base of every Celery task, and the beat's heartbeat.

A tenant task carries its partnership in the message headers. Publishing one with no partnership
open is refused, and the worker opens the same partnership around the run.
"""

from typing import Any

from celery import Task, shared_task
from django.core.cache import cache

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import current_partnership_id, tenant
from krscp_portal.foundation.errors import TenantMissing

HEADER = "partnership_id"
HEARTBEAT_KEY = "beat-heartbeat"
HEARTBEAT_LIFETIME = 180


class TenantTask(Task):
    """A task that belongs to one partnership unless it declares `tenant_free = True`.

    `own_transactions = True` is for a long job that must show progress while it runs: it reads
    its partnership with `required_partnership_id` and opens the context itself, step by step.
    """

    tenant_free = False
    own_transactions = False

    def apply_async(
        self,
        args: Any = None,
        kwargs: Any = None,
        task_id: Any = None,
        producer: Any = None,
        link: Any = None,
        link_error: Any = None,
        shadow: Any = None,
        **options: Any,
    ) -> Any:
        if not self.tenant_free:
            headers = dict(options.get("headers") or {})
            headers.setdefault(HEADER, current_partnership_id())
            if headers[HEADER] is None:
                raise TenantMissing(f"{self.name} needs an open partnership to be published.")
            options["headers"] = headers
        return super().apply_async(
            args, kwargs, task_id, producer, link, link_error, shadow, **options
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.tenant_free or self.own_transactions:
            return self.run(*args, **kwargs)
        with tenant(self.partnership_id()):
            return self.run(*args, **kwargs)

    def partnership_id(self) -> int:
        """Return the partnership that the message was published for; refuse a message without."""
        headers = getattr(self.request, "headers", None) or {}
        found = headers.get(HEADER) or getattr(self.request, HEADER, None)
        if found is None:
            raise TenantMissing(f"{self.name} arrived without a partnership.")
        return int(found)


@shared_task(base=TenantTask, name="foundation.heartbeat", tenant_free=True)
def heartbeat(**_: Any) -> None:
    """Note that beat and a worker are alive; `/readyz` looks for it."""
    cache.set(HEARTBEAT_KEY, moment.now().isoformat(), HEARTBEAT_LIFETIME)
