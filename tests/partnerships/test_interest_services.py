"""The register of interests: declaring, deciding, renewing, ending, and who sees what."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access, reminders
from partnerships.enums import AuditVerb
from partnerships.interests import Subject, may_approve
from partnerships.models import AuditEvent, ConflictDeclaration, Notice, Person
from partnerships.selectors import interests as reads
from partnerships.services import conflicts
from partnerships.services.conflicts import InterestFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
WORKED = InterestFacts("employment", "Worked for the council until 2024")
NOTHING = InterestFacts("nothing")


@pytest.fixture
def scrutineer(in_north):
    return make.member(in_north, "scrutineer")


@pytest.fixture
def declared(scrutineer, moment):
    return conflicts.declare_interest(facts=WORKED, by=scrutineer, at=moment)


def seat_for(user, role="SCRUTINEER", **fields):
    seat = make.seat(role.lower(), role, **fields)
    person = Person.objects.filter(user=user).first() or Person.objects.create(
        name=user.display_name, user=user
    )
    seat.appointments.create(person=person, period=(date(2020, 1, 1), None))
    return person


def refused(act, **facts):
    with pytest.raises(DomainError) as refusal:
        act(**facts)
    return refusal.value.code, refusal.value.field


def told():
    rows = Notice.objects.order_by("pk").values_list("recipient__email", "subject")
    return list(rows)


# --- declaring


def test_somebody_with_an_account_declares_and_is_put_on_record(in_north, declared, scrutineer):
    person = Person.objects.get(user=scrutineer)

    assert (person.name, person.name_published) == (scrutineer.display_name, False)
    assert person.registered_by == in_north
    assert (declared.person, declared.state) == (person, "declared")
    assert declared.renew_on == date(2027, 6, 1)
    assert [event.verb for event in AuditEvent.objects.order_by("number")] == [
        AuditVerb.CREATED,
        AuditVerb.DECLARED,
    ]


def test_the_audit_says_nothing_of_the_matter(declared):
    assert AuditEvent.objects.last().facts == {}
    assert AuditEvent.objects.last().object_reference == ""


def test_a_manager_is_told_of_an_interest_and_not_of_nothing(in_north, manager, moment):
    member = make.member(in_north, "lay_member")
    conflicts.declare_interest(facts=NOTHING, by=member, at=moment)
    assert told() == []

    conflicts.declare_interest(facts=WORKED, by=member, at=moment)

    assert told() == [(manager.email, "A declared interest waits for a decision")]


def test_where_the_manager_declares_whoever_else_may_decide_is_told(in_north, by_manager):
    partner = make.member(in_north, "dsp")
    make.member(in_north, "business_support")

    conflicts.declare_interest(facts=WORKED, **by_manager)

    assert told() == [(partner.email, "A declared interest waits for a decision")]


def test_what_cannot_be_declared_is_refused(declared, scrutineer, moment):
    who = {"by": scrutineer, "at": moment}
    for facts, said in (
        (InterestFacts("guild", "x"), ("kind-unknown", "kind")),
        (InterestFacts("family", "  "), ("matter-missing", "matter")),
        (InterestFacts("nothing", "x"), ("nothing-described", "matter")),
        (NOTHING, ("interest-open", "kind")),
        (WORKED, ("declared-already", "kind")),
    ):
        assert refused(conflicts.declare_interest, facts=facts, **who) == said

    assert ConflictDeclaration.objects.count() == 1


def test_an_interest_takes_the_place_of_nothing(scrutineer, moment):
    who = {"by": scrutineer, "at": moment}
    nothing = conflicts.declare_interest(facts=NOTHING, **who)
    assert refused(conflicts.declare_interest, facts=NOTHING, **who)[0] == "declared-already"

    conflicts.declare_interest(facts=WORKED, **who)

    nothing.refresh_from_db()
    assert (nothing.state, nothing.ended_on) == ("ended", JUNE)
    assert nothing.ended_because == "Replaced by a later declaration"


def test_a_manager_records_for_somebody_who_holds_a_seat(by_manager, scrutineer):
    stranger = Person.objects.create(name="No seat")
    person = seat_for(scrutineer)
    record = conflicts.record_interest

    said = refused(record, person=stranger, facts=WORKED, **by_manager)
    assert said == ("no-seat", "person")
    made = record(person=person, facts=WORKED, **by_manager)

    assert (made.person, made.declared_by) == (person, by_manager["by"])
    assert told() == [(scrutineer.email, "A declaration of interests was recorded for you")]


def test_where_a_manager_records_partners_are_told_to_decide(by_manager, in_north, scrutineer):
    partner = make.member(in_north, "dsp")

    conflicts.record_interest(person=seat_for(scrutineer), facts=WORKED, **by_manager)

    assert (partner.email, "A declared interest waits for a decision") in told()


# --- deciding


def test_somebody_else_decides(declared, by_manager, scrutineer, moment, in_north):
    decide = conflicts.decide_handling
    with pytest.raises(NotPermitted):
        decide(declaration=declared, handling="x", by=scrutineer, at=moment)
    make.give_role(in_north, scrutineer, "dsp")
    said = refused(decide, declaration=declared, handling="x", by=scrutineer, at=moment)
    assert said == ("own-interest", "handling")
    said = refused(decide, declaration=declared, handling=" ", **by_manager)
    assert said == ("handling-missing", "handling")

    row = decide(declaration=declared, handling="Leaves the room", **by_manager)

    assert (row.state, row.handling) == ("managed", "Leaves the room")
    assert (row.decided_by, row.decided_at) == (by_manager["by"], moment)
    assert told()[-1] == (
        scrutineer.email,
        "How your declared interest is handled was decided",
    )


def test_whoever_recorded_it_does_not_decide(by_manager, scrutineer, in_north, moment):
    person = seat_for(scrutineer)
    row = conflicts.record_interest(person=person, facts=WORKED, **by_manager)

    said = refused(conflicts.decide_handling, declaration=row, handling="x", **by_manager)
    assert said == ("own-declaration", "handling")

    partner = make.member(in_north, "lsp")
    conflicts.decide_handling(declaration=row, handling="x", by=partner, at=moment)
    assert reads.undecided(user=partner) == []


def test_nothing_and_what_ended_are_not_decided(by_manager, scrutineer, moment):
    row = conflicts.declare_interest(facts=NOTHING, by=scrutineer, at=moment)
    decide = {"handling": "x", **by_manager}
    assert refused(conflicts.decide_handling, declaration=row, **decide)[0] == "no-interest"
    conflicts.end_declaration(declaration=row, reason="Left", by=scrutineer, at=moment)
    assert refused(conflicts.decide_handling, declaration=row, **decide)[0] == "interest-ended"


def test_what_waits_for_somebody_is_what_they_may_decide(declared, by_manager, scrutineer):
    conflicts.declare_interest(facts=InterestFacts("family", "A cousin"), **by_manager)

    assert reads.undecided(user=by_manager["by"]) == [declared]


# --- renewing and ending


def test_a_declaration_is_renewed_for_a_year_by_the_person_or_the_keeper(
    declared, scrutineer, by_manager, moment
):
    renew = conflicts.renew_declaration
    said = refused(renew, declaration=declared, by=scrutineer, at=moment)
    assert said == ("renewed-today", None)
    later = moment + timedelta(days=360)
    assert renew(declaration=declared, by=scrutineer, at=later).renew_on == date(2028, 5, 27)
    later += timedelta(days=300)
    assert renew(declaration=declared, by=by_manager["by"], at=later).renew_on == date(2029, 3, 22)

    assert AuditEvent.objects.last().facts == {"renew_on": "2029-03-22"}


def test_a_declaration_ends_with_a_reason_and_whoever_decided_is_told(
    declared, scrutineer, by_manager, moment
):
    conflicts.decide_handling(declaration=declared, handling="x", **by_manager)
    end = {"declaration": declared, "by": scrutineer, "at": moment}

    assert refused(conflicts.end_declaration, reason=" ", **end) == ("reason-missing", "reason")
    row = conflicts.end_declaration(reason="The post ended", **end)

    assert (row.state, row.ended_on, row.ended_because) == ("ended", JUNE, "The post ended")
    assert told()[-1] == (
        by_manager["by"].email,
        "A declared interest that you decided on has ended",
    )
    assert refused(conflicts.end_declaration, reason="x", **end)[0] == "interest-ended"
    renew = {"declaration": declared, "by": scrutineer, "at": moment}
    assert refused(conflicts.renew_declaration, **renew)[0] == "interest-ended"


def test_nobody_else_renews_ends_or_records(declared, in_north, moment):
    by = {"by": make.member(in_north, "dsp"), "at": moment}
    for act in (
        lambda: conflicts.renew_declaration(declaration=declared, **by),
        lambda: conflicts.end_declaration(declaration=declared, reason="x", **by),
        lambda: conflicts.record_interest(person=declared.person, facts=NOTHING, **by),
        lambda: conflicts.remind_to_declare(person=declared.person, **by),
    ):
        with pytest.raises(NotPermitted):
            act()

    declared.refresh_from_db()
    assert declared.state == "declared"


# --- who sees what


def test_every_member_reads_the_register(declared, in_north):
    member = make.member(in_north, "lay_member")

    shown = reads.register(user=member, standing=access.standing(member, on=JUNE), show="", on=JUNE)

    assert shown == [declared]


@pytest.mark.parametrize("by_seat", [True, False])
def test_a_young_persons_declaration_is_for_them_and_for_who_keeps_or_decides(
    in_north, manager, moment, by_seat
):
    young = make.member(in_north, "lay_member" if by_seat else "young_scrutineer", "y@x.example")
    if by_seat:
        seat_for(young, "YOUNG_SCRUTINEER")
    row = conflicts.declare_interest(facts=InterestFacts("family", "A carer"), by=young, at=moment)
    readers = {
        role: make.member(in_north, role) for role in ("auditor", "scrutineer", "dsp", "lsp")
    } | {"themselves": young, "manager": manager}

    seen = {
        name: row in reads.visible_to(user, access.standing(user, on=JUNE))
        for name, user in readers.items()
    }

    assert seen == {
        "auditor": False,
        "scrutineer": False,
        "dsp": True,
        "lsp": True,
        "themselves": True,
        "manager": True,
    }


def test_the_filters_of_the_register(declared, by_manager, scrutineer, moment, manager):
    standing = access.standing(manager, on=JUNE)
    other = conflicts.declare_interest(facts=NOTHING, **by_manager)
    ended = conflicts.declare_interest(facts=InterestFacts("family", "x"), by=scrutineer, at=moment)
    conflicts.end_declaration(declaration=ended, reason="x", by=scrutineer, at=moment)

    def shown(show, on=JUNE):
        found = reads.register(user=manager, standing=standing, show=show, on=on)
        return {row.pk for row in found}

    assert shown("") == {declared.pk, other.pk}
    assert shown("waiting") == {declared.pk}
    assert shown("ended") == {ended.pk}
    assert shown("late") == set()
    assert shown("late", on=date(2027, 6, 2)) == {declared.pk, other.pk}
    assert [part.code for part in reads.parts("made up") if part.is_shown] == [""]


def test_another_partnership_has_another_register(declared, scrutineer, south, moment):
    assert reads.open_interests(who=scrutineer, on=JUNE) == [
        reads.as_interest(ConflictDeclaration.objects.select_related("person").get())
    ]


# --- approvals


def test_approvals_ask_for_the_open_interests(declared, scrutineer, by_manager, moment):
    interests = reads.open_interests(who=scrutineer, on=JUNE)
    assert reads.open_interests(who=declared.person, on=JUNE) == interests
    assert may_approve(scrutineer.pk, interests, Subject("it")).code == "interest-undecided"

    conflicts.decide_handling(declaration=declared, handling="Stays out", **by_manager)
    interests = reads.open_interests(who=scrutineer, on=date(2030, 1, 1))
    assert may_approve(scrutineer.pk, interests, Subject("it")).reason == "Stays out"

    conflicts.end_declaration(declaration=declared, reason="x", by=scrutineer, at=moment)
    assert reads.open_interests(who=scrutineer, on=JUNE) == []


def test_a_declaration_counts_for_a_year(declared):
    current = reads.has_current_declaration
    assert current(person=declared.person, on=date(2027, 6, 1))
    assert not current(person=declared.person, on=date(2027, 6, 2))


# --- who has not declared


def test_who_is_expected_to_declare_and_has_not(declared, scrutineer, in_north, manager):
    lead = make.seat("lead", "LSP", speaks_for="police")
    make.appointment(lead, "Kim Lane")
    make.appointment(make.seat("m"), "Only a member")
    seat_for(scrutineer)
    seat_for(manager, "CHAIR")

    def gaps(on):
        return [(gap.person.name, gap.seats, gap.has_account) for gap in reads.gaps(on=on)]

    assert gaps(JUNE) == [
        ("Kim Lane", ("Seat lead",), False),
        (manager.display_name, ("Seat chair",), True),
    ]
    late = date(2027, 6, 2)
    assert (scrutineer.display_name, ("Seat scrutineer",), True) in gaps(late)
    assert {gap.last for gap in reads.gaps(on=late)} == {None, declared}


def test_a_reminder_goes_once_a_day(by_manager, scrutineer, moment):
    person = seat_for(scrutineer)
    remind = {"person": person, **by_manager}

    conflicts.remind_to_declare(**remind)

    assert told() == [(scrutineer.email, "Please declare your interests, or that you have none")]
    assert [gap.told_today for gap in reads.gaps(on=JUNE)] == [True]
    assert refused(conflicts.remind_to_declare, **remind)[0] == "reminded-today"
    conflicts.remind_to_declare(**remind | {"at": moment + timedelta(days=1)})
    assert len(told()) == 2
    conflicts.declare_interest(facts=NOTHING, by=scrutineer, at=moment)
    assert refused(conflicts.remind_to_declare, **remind)[0] == "nothing-missing"


def test_somebody_without_an_account_cannot_be_reminded(by_manager):
    appointed = make.appointment(make.seat("chair", "CHAIR"), "Kim Lane")

    said = refused(conflicts.remind_to_declare, person=appointed.person, **by_manager)
    assert said == ("no-account", None)


def test_the_daily_round_hears_of_renewals(declared, scrutineer):
    def due(on):
        found = [each for each in reminders.due(on) if each.key.startswith("interest-renewal")]
        return [(each.permission, each.also) for each in found]

    assert due(date(2027, 5, 1)) == []
    assert due(date(2027, 5, 2)) == [(None, (scrutineer.pk,))]
    assert due(date(2027, 6, 2)) == [("partnership.edit", (scrutineer.pk,))]
