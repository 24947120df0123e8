"""Tasks are one more interface: fetch, one service call."""

from typing import Any

from celery import shared_task

from governance.selectors.newcomers import meetings_with_newcomers
from governance.services import invitation_mail, inviting, letter_mail, letters
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from partnerships.selectors import system_user


@shared_task(bind=True, name=letters.MAIL, own_transactions=True)
def mail_letters(self: Any, **_: Any) -> None:
    """E-mail the letters of one partnership that were sent and not yet carried."""
    _mail(Partnership.objects.get(pk=self.partnership_id()))


@shared_task(name="governance.mail_all_letters", tenant_free=True)
def mail_all_letters(**_: Any) -> None:
    """E-mail what a lost wake-up left behind, partnership by partnership."""
    for partnership in Partnership.objects.order_by("pk"):
        _mail(partnership)


def _mail(partnership: Partnership) -> None:
    with tenant(partnership.pk):
        waiting = letter_mail.waiting_letters(at=moment.now())
    for letter_id in waiting:
        with tenant(partnership.pk):
            letter_mail.mail_letter(letter_id=letter_id, partnership=partnership, at=moment.now())


@shared_task(bind=True, name=inviting.MAIL, own_transactions=True)
def mail_invitations(self: Any, **_: Any) -> None:
    """Ask who came to a seat since, and e-mail the invitations of one partnership that wait."""
    _invite(Partnership.objects.get(pk=self.partnership_id()))


@shared_task(name="governance.mail_all_invitations", tenant_free=True)
def mail_all_invitations(**_: Any) -> None:
    """Ask who came to a seat since, and e-mail what no wake-up carried, each partnership."""
    for partnership in Partnership.objects.order_by("pk"):
        _invite(partnership)


def _invite(partnership: Partnership) -> None:
    with tenant(partnership.pk):
        for meeting in meetings_with_newcomers(at=moment.now()):
            inviting.ask_newcomers(meeting=meeting, by=system_user(), at=moment.now())
        waiting = invitation_mail.waiting_invitations(at=moment.now())
    for address, invitees in waiting.items():
        with tenant(partnership.pk):
            invitation_mail.mail_invitations(
                address=address, invitees=invitees, partnership=partnership, at=moment.now()
            )
