"""Somebody who leaves: what they hold, and how it is passed on."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError
from partnerships.models import (
    Appointment,
    AuditEvent,
    HandoverItem,
    Person,
    RoleAssignment,
)
from partnerships.services.handovers import Step
from tests.factories import partnerships as make

LAST = date(2026, 6, 30)


def seated(leaver, key="dsp-police"):
    """An appointment of the leaver without an end."""
    person, _ = Person.objects.get_or_create(user=leaver, defaults={"name": "Leaver"})
    seat = make.seat(key, "DSP", speaks_for="police")
    return Appointment.objects.create(seat=seat, person=person, period=(make.STARTED, None))


def step(kind, thing, to=None):
    return Step(kind, thing.public_id, to)


def refused(act, **said):
    before = (AuditEvent.objects.count(), HandoverItem.objects.count())
    with pytest.raises(DomainError) as caught:
        act(**said)
    assert before == (AuditEvent.objects.count(), HandoverItem.objects.count())
    return caught.value


def role_of(user):
    return RoleAssignment.objects.in_open_partnership().get(user=user, role="dsp")
