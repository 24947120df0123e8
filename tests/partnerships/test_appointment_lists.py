"""What lists say of appointments, and what falls due."""

from datetime import date, timedelta

import pytest

from partnerships import provider, selectors
from partnerships.access import standing
from partnerships.enums import AppointmentKind
from partnerships.models import SupportRecord
from partnerships.roles import Permission
from partnerships.selectors.seats import SeatFilter, seat_rows
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 31)


# --- what the lists say


def test_a_vacancy_begins_the_day_after_the_last_holder(in_north):
    seat = make.seat("a", "LSP", speaks_for="police")
    make.appointment(seat, "Kim Lane", ends=date(2026, 5, 1))
    make.appointment(seat, "Sam Field", starts=date(2021, 1, 1), kind=AppointmentKind.DEPUTY)
    make.seat("b")

    left, never = seat_rows(on=JUNE)

    assert (left.gap, left.vacant_since) == ("Vacant", date(2026, 5, 1))
    assert (never.gap, never.vacant_since) == ("No holder recorded", None)
    page = selectors.seat_page(seat=seat, on=JUNE)
    assert page.vacant_since == date(2026, 5, 1)
    assert [(row.number, row.holder and row.holder.name) for row in page.timeline] == [
        (3, None),
        (2, "Sam Field"),
        (1, "Kim Lane"),
    ]
    assert page.chart.svg.count("timechart__gap") == 1


def test_a_closed_seat_is_not_called_vacant(in_north):
    seat = make.seat("a", closed_on=date(2026, 5, 1))
    make.appointment(seat, "Kim Lane", ends=date(2026, 5, 1))

    page = selectors.seat_page(seat=seat, on=JUNE)

    assert page.vacant_since is None
    assert [row.holder.name for row in page.timeline] == ["Kim Lane"]


def test_seats_are_filtered_by_role_organisation_and_state(in_north):
    body = make.organisation("A body")
    ending = make.seat("ending", organisation=body)
    make.appointment(ending, ends=date(2026, 7, 31))
    vacant = make.seat("vacant", "LAY_MEMBER")
    make.appointment(vacant, ends=date(2026, 5, 1))
    make.seat("unrecorded", closed_on=None)
    make.seat("closed", closed_on=JUNE)

    def found(**wanted):
        return [row.title for row in seat_rows(on=JUNE, wanted=SeatFilter(**wanted))]

    assert found() == ["Seat ending", "Seat unrecorded", "Seat vacant"]
    assert found(role="LAY_MEMBER") == ["Seat vacant"]
    assert found(organisation=str(body.public_id)) == ["Seat ending"]
    assert found(state="ends_soon") == ["Seat ending"]
    assert found(state="vacant") == ["Seat vacant"]
    assert found(state="unrecorded") == ["Seat unrecorded"]
    assert found(state="closed") == ["Seat closed"]


@pytest.mark.parametrize(
    ("last_day_after", "is_soon"),
    [
        (date(2026, 6, 2), True),  # ends today
        (date(2026, 8, 1), True),  # the sixtieth day
        (date(2026, 8, 2), False),
        (date(2026, 6, 1), False),  # ended yesterday
    ],
)
def test_an_end_is_told_sixty_days_before(in_north, manager, last_day_after, is_soon):
    appointment = make.appointment(make.seat("a"), "Kim Lane", ends=last_day_after)
    person = appointment.person
    person.user = make.member(in_north, "lay_member")
    person.save()

    told = provider.reminders(JUNE)

    assert bool(told) is is_soon
    needs = provider.needs(manager, standing(manager, on=JUNE), JUNE)
    assert [each.what for each in needs] == (["An appointment ends: Seat a"] if is_soon else [])
    if told:
        assert told[0].permission == Permission.PARTNERSHIP_EDIT
        assert told[0].also == (person.user_id,)
        assert told[0].key.endswith(str(last_day_after - timedelta(days=1)))
        assert "Kim" not in told[0].subject


def test_consent_that_runs_out_is_told_and_never_to_the_young_person(in_north, manager):
    young = make.appointment(make.seat("young", "YOUNG_SCRUTINEER"), "Y", ends=date(2026, 7, 1))
    young.person.user = make.member(in_north, "young_scrutineer")
    young.person.save()
    record = SupportRecord.objects.create(
        appointment=young,
        consent_by="parent",
        consent_on=date(2026, 1, 1),
        consent_until=date(2026, 5, 31),
    )

    ending, consent = provider.reminders(JUNE)

    assert ending.also == consent.also == ()
    assert consent.subject == "Consent to take part runs out on 31 May 2026"
    assert consent.path == f"appointments/{young.public_id}/support/"
    needs = provider.needs(manager, standing(manager, on=JUNE), JUNE)
    assert [(each.what, each.late) for each in needs if "consent" in each.what] == [
        ("Renew the consent of a young member: Seat young", True)
    ]
    record.consent_withdrawn_on = JUNE
    record.save()
    assert len(provider.reminders(JUNE)) == 1


def test_home_says_since_when_a_partners_seat_is_vacant(in_north, manager):
    seat = make.seat("a", "LSP", speaks_for="police")
    make.appointment(seat, ends=date(2026, 5, 1))
    make.seat("b", "DSP", speaks_for="police")

    needs = provider.needs(manager, standing(manager, on=JUNE), JUNE)

    assert [each.state for each in needs] == ["Vacant since 1 May 2026", "No holder recorded"]
    reader = make.member(in_north, "auditor")
    assert provider.needs(reader, standing(reader, on=JUNE), JUNE) == []
