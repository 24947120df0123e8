"""Tasks are one more interface: one service call."""

from typing import Any

from celery import shared_task

from deadlines.services import sweep_all
from krscp_portal.foundation import moment


@shared_task(name="deadlines.sweep", tenant_free=True)
def sweep(**_: Any) -> None:
    """Warn and escalate in every partnership that has a clock with something to tell."""
    sweep_all(clock=moment.now)
