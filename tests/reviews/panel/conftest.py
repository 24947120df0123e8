"""A panel's meeting of this morning, with a seat for each of the three partners."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import Person
from reviews.services import panel as services
from reviews.services.panel import MeetingFacts
from tests.factories import partnerships as people
from tests.reviews.chronology.conftest import (  # noqa: F401 -- fixtures of the same case
    case,
    now,
    on_a_wednesday,
    signed_in,
    who,
)

PARTNERS = {"local_authority": "The council", "icb": "The board", "police": "The force"}


@pytest.fixture
def seats(north):
    """The lead safeguarding partners' seats, by kind of partner."""
    with tenant(north.pk):
        made = {}
        for kind, name in PARTNERS.items():
            body = people.agency(name).organisation
            made[kind] = people.seat(
                f"lead-{kind}",
                role="LSP",
                organisation=body,
                speaks_for=kind,
            )
        return made


@pytest.fixture
def meeting(north, case, seats, who, now):  # noqa: F811 -- the fixtures above
    with tenant(north.pk):
        facts = MeetingFacts(starts_at=now - timedelta(hours=2), place="Room 1")
        return services.plan_meeting(subject=case, facts=facts, **who)


@pytest.fixture
def to_come(north, case, seats, who, now):  # noqa: F811 -- the fixtures above
    """A meeting of tomorrow, at noon in England."""
    with tenant(north.pk):
        facts = MeetingFacts(starts_at=now + timedelta(hours=24), place="Room 1")
        return services.plan_meeting(subject=case, facts=facts, **who)


@pytest.fixture
def officer(north, seats):
    """Who holds the police's seat, and sees cases."""
    user = people.member(north, "lsp")
    sit(north, seats["police"], user)
    return user


@pytest.fixture
def mailbox(north, seats):
    with tenant(north.pk):
        seats["icb"].contact_email = "board@example.org"
        seats["icb"].save(update_fields=["contact_email"])


def sit(north, seat, user):
    with tenant(north.pk):
        held = people.appointment(seat, user.display_name)
        Person.objects.filter(pk=held.person_id).update(user=user)
