"""The daily round: everybody concerned is told once, whatever happens to the round."""

from datetime import timedelta

import pytest
from django.core import mail

from krscp_portal.celery import app
from krscp_portal.foundation.context import tenant
from partnerships import reminders
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, Notice, Partnership, RoleAssignment
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.services.reminders import remind
from partnerships.tasks import remind_all
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def providers(monkeypatch):
    """The list of providers, empty for the test; append functions of a day to it."""
    found = []
    monkeypatch.setattr(reminders, "_providers", found)
    return found


def of_the_record(key="seat-ends", **facts):
    """A provider that always says the same."""
    facts = {"permission": Permission.PARTNERSHIP_EDIT} | facts
    return lambda on: [Reminder(key=key, subject="An appointment ends", path="seats/", **facts)]


def told():
    return sorted(Notice.objects.values_list("recipient__email", "key"))


def test_whoever_holds_the_permission_is_told_and_the_audit_says_so_once(
    in_north, manager, moment, providers
):
    make.member(in_north, "lay_member")
    providers.append(of_the_record())

    assert remind(at=moment) == 1

    assert told() == [("manager@northshire.example", "seat-ends")]
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_reference, event.facts) == (
        AuditVerb.WARNED,
        "An appointment ends",
        {"reminder": "seat-ends", "people": 1},
    )


def test_a_round_that_is_repeated_tells_nothing_and_writes_nothing(
    in_north, manager, moment, providers
):
    providers.append(of_the_record())
    remind(at=moment)

    assert remind(at=moment + timedelta(hours=1)) == 0
    assert remind(at=moment + timedelta(days=9)) == 0

    assert Notice.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_a_week_without_a_round_is_caught_up_and_somebody_new_is_told_too(
    in_north, manager, moment, providers
):
    def since_monday(on):
        days = (on - moment.date()).days
        return [
            Reminder(f"day-{n}", "Something is due", "", Permission.PARTNERSHIP_EDIT)
            for n in range(days + 1)
        ]

    providers.append(since_monday)
    remind(at=moment)
    make.member(in_north, "business_support")

    assert remind(at=moment + timedelta(days=7)) == 7 + 8
    assert Notice.objects.filter(recipient=manager).count() == 8


def test_a_moved_date_is_told_again(in_north, manager, moment, providers):
    providers.append(of_the_record("ends-2026-07-01"))
    remind(at=moment)
    providers[:] = [of_the_record("ends-2026-08-01")]

    assert remind(at=moment) == 1


def test_somebody_named_is_told_unless_their_role_has_ended(in_north, moment, providers):
    here = make.member(in_north, "lay_member")
    gone = make.member(in_north, "auditor")
    RoleAssignment.objects.filter(user=gone).update(to_on="2026-05-31")
    closed = make.member(in_north, "scrutineer")
    closed.is_active = False
    closed.save()
    stranger = make.user("nobody@x.example")
    providers.append(
        of_the_record(permission=None, also=(here.pk, gone.pk, closed.pk, stranger.pk))
    )

    assert remind(at=moment) == 1
    assert told() == [("lay_member@northshire.example", "seat-ends")]


def test_a_role_of_one_group_is_not_one_of_the_partnership(in_north, moment, providers):
    chair = make.member(in_north, "group_chair")
    RoleAssignment.objects.filter(user=chair).update(group_key="quality")
    providers.append(of_the_record(permission=Permission.GOVERNANCE_EDIT))

    assert remind(at=moment) == 0


def test_a_provider_that_fails_is_logged_and_does_not_stop_the_others(
    in_north, manager, moment, providers, caplog
):
    def broken(on):
        raise ZeroDivisionError

    def breaks_the_transaction(on):
        return list(Notice.objects.raw("SELECT no_such_column"))

    def half(on):
        yield from of_the_record("half")(on)
        raise ZeroDivisionError

    providers += [broken, breaks_the_transaction, half, of_the_record()]

    assert remind(at=moment) == 1

    assert told() == [("manager@northshire.example", "seat-ends")]
    assert AuditEvent.objects.count() == 1
    assert [each.message for each in caplog.records] == ["a provider of reminders failed"] * 3


def test_the_task_goes_through_every_partnership_and_tells_each_its_own(
    north, south, manager, providers, django_capture_on_commit_callbacks
):
    their_manager = make.member(south, "manager")

    def here(on):
        key = str(Partnership.objects.get(pk=reminders_of()).slug)
        return [Reminder(key, "Something is due", "", Permission.PARTNERSHIP_EDIT)]

    def reminders_of():
        return RoleAssignment.objects.in_open_partnership().first().partnership_id

    providers.append(here)

    with django_capture_on_commit_callbacks(execute=True):
        remind_all()
        remind_all()

    for partnership, person in ((north, manager), (south, their_manager)):
        with tenant(partnership.pk):
            assert told() == [(person.email, partnership.slug)]
    assert mail.outbox == []  # half an hour later they stand in the mail of the day


def test_the_round_stands_in_the_beat_table_for_the_morning():
    entry = app.conf.beat_schedule["remind of what falls due"]

    assert entry["task"] == remind_all.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({7}, {0})
