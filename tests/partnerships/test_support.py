"""What must stand behind lay and young members: the rules alone, then the record."""

from datetime import date
from types import SimpleNamespace

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb, ConsentGiver, SeatRole
from partnerships.models import AuditEvent, SupportRecord
from partnerships.selectors import persons
from partnerships.services import support as services
from partnerships.services.support import SupportFacts
from partnerships.support import missing_for
from tests.factories import partnerships as make

JUNE = date(2026, 6, 1)
EMPTY = {
    "tasks": "",
    "mentor_id": None,
    "induction_on": None,
    "consent_by": "",
    "consent_on": None,
    "consent_until": None,
    "consent_withdrawn_on": None,
    "safeguarding_seat_id": None,
    "risk_assessed_on": None,
    "credited_as": "",
}
YOUNG = {
    "consent_by": ConsentGiver.PARENT,
    "consent_on": date(2026, 1, 1),
    "safeguarding_seat_id": 1,
    "risk_assessed_on": date(2026, 1, 2),
    "credited_as": "A young scrutineer",
}


def record(**fields):
    return SimpleNamespace(**{**EMPTY, **fields})


def test_other_roles_need_no_record():
    assert missing_for(None, SeatRole.MEMBER) == []


@pytest.mark.parametrize("role", [SeatRole.LAY_MEMBER, SeatRole.YOUNG_SCRUTINEER])
def test_a_record_that_nobody_began_is_missing(role):
    assert missing_for(None, role) == ["There is no support record yet."]


def test_a_lay_member_needs_tasks_a_mentor_and_an_induction():
    assert missing_for(record(), SeatRole.LAY_MEMBER) == [
        "What they do is not recorded.",
        "Nobody is named as their mentor.",
        "No day of an induction is recorded.",
    ]
    full = record(tasks="Reads", mentor_id=1, induction_on=JUNE)
    assert missing_for(full, SeatRole.LAY_MEMBER) == []


def test_a_young_scrutineer_needs_consent_and_safeguarding_first():
    assert missing_for(record(), SeatRole.YOUNG_SCRUTINEER) == [
        "Consent to take part is not recorded.",
        "No adult seat is named that looks after them.",
        "No risk assessment is recorded.",
        "It is not agreed how they are credited.",
    ]
    assert missing_for(record(**YOUNG), SeatRole.YOUNG_SCRUTINEER, on=JUNE) == []


@pytest.mark.parametrize(
    ("consent", "found"),
    [
        ({"consent_until": JUNE}, []),
        ({"consent_until": date(2026, 5, 31)}, ["Consent to take part has run out."]),
        (
            {"consent_withdrawn_on": JUNE},
            ["Consent to take part was withdrawn, so the appointment should end."],
        ),
    ],
)
def test_consent_counts_until_it_runs_out_or_is_withdrawn(consent, found):
    full = record(**YOUNG, **consent)

    assert missing_for(full, SeatRole.YOUNG_SCRUTINEER, on=JUNE) == found


def test_without_a_day_nobody_asks_whether_consent_has_run_out():
    full = record(**YOUNG, consent_until=date(2026, 2, 1))

    assert missing_for(full, SeatRole.YOUNG_SCRUTINEER) == []


# --- the record itself


@pytest.fixture
def young(in_north):
    return make.appointment(make.seat("young", "YOUNG_SCRUTINEER"), "Y")


@pytest.mark.django_db
def test_a_record_is_begun_and_changed_and_the_audit_says_which_fields(by_manager, young):
    adult = make.seat("adult", "MANAGER")
    facts = SupportFacts(
        consent_by="parent", consent_on=JUNE, safeguarding_seat=adult, credited_as="A voice"
    )

    services.record_support(appointment=young, facts=facts, **by_manager)
    services.record_support(appointment=young, facts=facts, **by_manager)

    assert SupportRecord.objects.get().safeguarding_seat == adult
    event = AuditEvent.objects.get()
    assert event.verb == AuditVerb.CREATED
    assert event.facts == {
        "fields": ["consent_by", "consent_on", "safeguarding_seat", "credited_as"]
    }
    assert "A voice" not in str(event.facts)

    less = SupportFacts(consent_by="parent", consent_on=JUNE, safeguarding_seat=adult)
    services.record_support(appointment=young, facts=less, **by_manager)
    assert AuditEvent.objects.order_by("number").last().facts == {"fields": ["credited_as"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"consent_by": "parent"}, "consent_on"),
        ({"consent_on": JUNE}, "consent_by"),
        ({"consent_until": JUNE}, "consent_on"),
        ({"consent_withdrawn_on": JUNE}, "consent_on"),
        (
            {"consent_by": "parent", "consent_on": JUNE, "consent_until": date(2026, 5, 1)},
            "consent_until",
        ),
        (
            {"consent_by": "parent", "consent_on": JUNE, "consent_withdrawn_on": date(2026, 5, 1)},
            "consent_withdrawn_on",
        ),
        ({"consent_by": "parent", "consent_on": date(2026, 6, 2)}, "consent_on"),
        ({"risk_assessed_on": date(2026, 6, 2)}, "risk_assessed_on"),
    ],
)
def test_days_of_consent_follow_each_other_and_have_come(by_manager, young, facts, field):
    with pytest.raises(DomainError) as refusal:
        services.record_support(appointment=young, facts=SupportFacts(**facts), **by_manager)

    assert refusal.value.field == field
    assert not SupportRecord.objects.exists()


@pytest.mark.django_db
def test_an_adults_open_seat_looks_after_them(by_manager, young):
    other_young = make.seat("other", "YOUNG_SCRUTINEER")
    closed = make.seat("closed", "MANAGER", closed_on=JUNE)
    for seat in (young.seat, other_young, closed):
        for field in ("safeguarding_seat", "mentor"):
            facts = SupportFacts(**{field: seat})
            with pytest.raises(DomainError) as refusal:
                services.record_support(appointment=young, facts=facts, **by_manager)
            assert refusal.value.field == field
    fitting = make.seat("fitting", "MANAGER")

    assert persons.adult_seats(but=young.seat, on=JUNE) == [fitting]


@pytest.mark.django_db
def test_a_record_says_when_nobody_holds_the_seat_that_looks_after_them(by_manager, young):
    adult = make.seat("adult", "MANAGER")
    facts = SupportFacts(
        **{name: value for name, value in YOUNG.items() if name != "safeguarding_seat_id"},
        safeguarding_seat=adult,
    )
    services.record_support(appointment=young, facts=facts, **by_manager)

    page = persons.support_page(appointment=young, on=JUNE)
    assert page.missing == ("Nobody holds the seat that looks after them.",)
    make.appointment(adult)
    assert persons.support_page(appointment=young, on=JUNE).missing == ()


@pytest.mark.django_db
def test_consent_is_of_the_young_and_a_record_of_the_lay_and_young(by_manager):
    lay = make.appointment(make.seat("lay", "LAY_MEMBER"))
    member = make.appointment(make.seat("member"))

    with pytest.raises(DomainError, match="young members alone"):
        services.record_support(
            appointment=lay,
            facts=SupportFacts(consent_by="parent", consent_on=JUNE),
            **by_manager,
        )
    with pytest.raises(DomainError, match="of a lay member or a young scrutineer"):
        services.record_support(appointment=member, facts=SupportFacts(), **by_manager)


@pytest.mark.django_db
def test_only_who_keeps_the_record_writes_one(in_north, moment, young):
    by = make.member(in_north, "auditor")
    with pytest.raises(NotPermitted):
        services.record_support(appointment=young, facts=SupportFacts(), by=by, at=moment)
