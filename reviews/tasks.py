"""Tasks are one more interface: fetch, one service call."""

from typing import Any

from celery import shared_task

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from partnerships.selectors import system_user
from reviews.services import copies, request_links, request_mail


@shared_task(bind=True, name=request_links.MAIL, own_transactions=True)
def mail_requests(self: Any, **_: Any) -> None:
    """E-mail the links of one partnership's requests that wait."""
    _mail(Partnership.objects.get(pk=self.partnership_id()))


@shared_task(name="reviews.mail_all_requests", tenant_free=True)
def mail_all_requests(**_: Any) -> None:
    """E-mail what a lost wake-up left behind, partnership by partnership."""
    for partnership in Partnership.objects.order_by("pk"):
        _mail(partnership)


@shared_task(name="reviews.forget_case_files", tenant_free=True)
def forget_case_files(**_: Any) -> None:
    """Delete the copies of cases and reviews that have expired, partnership by partnership."""
    for partnership in Partnership.objects.order_by("pk"):
        with tenant(partnership.pk):
            copies.forget_copies(by=system_user(), at=moment.now())


def _mail(partnership: Partnership) -> None:
    with tenant(partnership.pk):
        waiting = request_mail.waiting_links(at=moment.now())
    for link_id in waiting:
        with tenant(partnership.pk):
            request_mail.mail_link(link_id=link_id, partnership=partnership, at=moment.now())
