"""Tasks are one more interface: fetch, one service call."""

from typing import Any
from uuid import UUID

from celery import shared_task

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from partnerships.services import digests, invitations, notices, reminders, work


@shared_task(bind=True, name=work.RUN, own_transactions=True)
def run_job(self: Any, *, job_id: str, **_: Any) -> None:
    """Do one job that a person is waiting for."""
    work.run_job(partnership_id=self.partnership_id(), job_id=UUID(job_id), clock=moment.now)


@shared_task(bind=True, name=notices.DELIVER, own_transactions=True)
def deliver(self: Any, **_: Any) -> None:
    """E-mail what is urgent in one partnership."""
    _deliver(Partnership.objects.get(pk=self.partnership_id()))


@shared_task(bind=True, name=invitations.SEND, own_transactions=True)
def send_invitations(self: Any, **_: Any) -> None:
    """E-mail the invitations of one partnership that are waiting."""
    _invite(Partnership.objects.get(pk=self.partnership_id()))


@shared_task(name="partnerships.deliver_all", tenant_free=True)
def deliver_all(**_: Any) -> None:
    """E-mail what a lost wake-up left behind, partnership by partnership."""
    for partnership in Partnership.objects.order_by("pk"):
        _deliver(partnership)
        _invite(partnership)


def _deliver(partnership: Partnership) -> None:
    with tenant(partnership.pk):
        waiting = notices.waiting_notices()
    for notice_id in waiting:
        with tenant(partnership.pk):
            notices.deliver_notice(notice_id=notice_id, partnership=partnership, at=moment.now())


def _invite(partnership: Partnership) -> None:
    with tenant(partnership.pk):
        waiting = invitations.waiting_invitations(at=moment.now())
    for invitation_id in waiting:
        with tenant(partnership.pk):
            invitations.send_invitation(
                invitation_id=invitation_id, partnership=partnership, at=moment.now()
            )


@shared_task(name="partnerships.send_digests", tenant_free=True)
def send_digests(**_: Any) -> None:
    """Send everybody their one mail of the day, once its hour has come."""
    digests.send_digests(clock=moment.now)


@shared_task(name="partnerships.requeue_jobs", tenant_free=True)
def requeue_jobs(**_: Any) -> None:
    """Start again the jobs that nobody took or that a killed worker left."""
    for pk in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(pk):
            work.requeue_jobs(at=moment.now())


@shared_task(name="partnerships.remind_all", tenant_free=True)
def remind_all(**_: Any) -> None:
    """Tell everybody, partnership by partnership, what falls due by itself."""
    for pk in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(pk):
            reminders.remind(at=moment.now())
