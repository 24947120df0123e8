"""Telling people once, by a row; what is urgent by an e-mail of its own that carries no detail."""

from datetime import timedelta

import pytest
from django.core import mail

from krscp_portal.foundation.context import tenant
from partnerships import selectors
from partnerships.models import Notice
from partnerships.services import digests, notices
from partnerships.tasks import deliver_all
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(in_north, manager, moment):
    def tell(key="k", **changes):
        facts = {
            "recipients": [manager],
            "subject": "A form is due on 8 June 2026",
            "path": "clock/",
            "urgent": True,
        }
        return notices.tell(key=key, at=moment, **(facts | changes))

    return tell


def test_nobody_is_told_twice_by_the_same_key(tell, manager, in_north):
    other = make.member(in_north, "auditor")

    assert tell() == 1
    assert tell() == 0
    assert tell(recipients=[manager, other]) == 1
    assert tell("another key") == 1
    assert Notice.objects.filter(recipient=manager).count() == 2


def test_the_e_mail_is_neutral_and_leads_to_the_page(tell, in_north, manager, moment):
    tell()
    [waiting] = notices.waiting_notices()

    assert notices.deliver_notice(notice_id=waiting, partnership=in_north, at=moment)

    [message] = mail.outbox
    assert message.to == [manager.email]
    assert message.subject == "Northshire: A form is due on 8 June 2026"
    assert "http://testserver/northshire/clock/" in message.body
    assert "this e-mail carries no detail" in message.body


def test_an_e_mail_goes_once(tell, in_north, moment):
    tell()
    [waiting] = notices.waiting_notices()
    notices.deliver_notice(notice_id=waiting, partnership=in_north, at=moment)

    assert notices.waiting_notices() == []
    assert not notices.deliver_notice(notice_id=waiting, partnership=in_north, at=moment)
    assert len(mail.outbox) == 1


def test_what_is_not_urgent_waits_for_the_mail_of_the_day(tell, manager):
    tell(urgent=False)

    assert notices.waiting_notices() == []
    assert len(selectors.unread_notices(user=manager)) == 1


def test_who_wants_everything_in_one_mail_gets_nothing_by_itself(tell, manager, moment):
    digests.choose_mail(weekdays=[0], urgent_at_once=False, by=manager, at=moment)
    tell()

    assert notices.waiting_notices() == []


def test_a_server_that_refuses_is_asked_again_but_not_for_ever(tell, in_north, moment, settings):
    settings.EMAIL_BACKEND = "tests.support.mail.RefusingBackend"
    tell()

    for turn in range(notices.ATTEMPTS):
        [waiting] = notices.waiting_notices()
        at = moment + timedelta(minutes=turn)
        assert not notices.deliver_notice(notice_id=waiting, partnership=in_north, at=at)

    assert notices.waiting_notices() == []
    assert Notice.objects.get().emailed_at is None
    assert len(selectors.unread_notices(user=Notice.objects.get().recipient)) == 1


def test_a_lost_wake_up_is_made_good(tell, in_north, south, moment):
    tell()
    with tenant(south.pk):
        other = make.member(south, "manager")
        facts = {"key": "k", "subject": "S", "path": "", "urgent": True}
        notices.tell(recipients=[other], **facts, at=moment)

    deliver_all()
    deliver_all()

    assert sorted(message.to[0] for message in mail.outbox) == [
        "manager@northshire.example",
        "manager@southshire.example",
    ]


def test_a_notice_is_put_away_by_the_page_that_it_leads_to(tell, manager, moment):
    tell()

    notices.mark_read(recipient=manager, path="clock/", at=moment)

    assert selectors.unread_notices(user=manager) == []
