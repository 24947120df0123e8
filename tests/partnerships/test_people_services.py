"""Names, agreement and accounts of people who may sit in several partnerships."""

from datetime import date

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Person
from partnerships.selectors.persons import PeopleFilter, people_rows, person_page
from partnerships.services import people, seats
from partnerships.services.seats import AppointmentFacts, NewPerson
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def by_manager(manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def shared(north, south, by_manager):
    """Somebody with an account whom Northshire put on record and who sits in Southshire too."""
    user = make.member(north, "dsp")
    make.give_role(south, user, "dsp")
    with tenant(north.pk):
        facts = AppointmentFacts(NewPerson("Kim Lane", user=user), JUNE)
        person = seats.appoint(seat=make.seat("a"), facts=facts, **by_manager).person
    with tenant(south.pk):
        by = {"by": make.member(south, "manager"), "at": by_manager["at"]}
        facts = AppointmentFacts(NewPerson("Kim Lane", user=user), JUNE)
        assert seats.appoint(seat=make.seat("b"), facts=facts, **by).person == person
    return person


def correct(person, by, *, name="Kim Lane-Reed", published=False):
    return people.correct_person(person=person, name=name, name_published=published, **by)


def south_manager(south, moment):
    return {"by": make.member(south, "business_support"), "at": moment}


def test_a_name_is_corrected_where_the_person_was_put_on_record(north, shared, by_manager):
    with tenant(north.pk):
        correct(shared, by_manager, published=True)

        shared.refresh_from_db()
        assert (shared.name, shared.name_published) == ("Kim Lane-Reed", True)
        event = AuditEvent.objects.order_by("number").last()
        assert event.facts == {"fields": ["name"], "name_published": True}
        before = AuditEvent.objects.count()
        correct(shared, by_manager, published=True)
        assert AuditEvent.objects.count() == before


def test_elsewhere_the_name_is_left_alone_and_agreement_is_only_taken_back(south, shared, moment):
    by = south_manager(south, moment)
    with tenant(south.pk):
        for change, field in (
            ({"name": "Somebody"}, "name"),
            ({"name": "Kim Lane", "published": True}, "name_published"),
        ):
            with pytest.raises(DomainError) as refusal:
                correct(shared, by, **change)
            assert str(refusal.value) == (
                "This name came with the person’s own account, so it is not changed from here. "
                "Ask them to correct it."
            )
            assert refusal.value.field == field
        with pytest.raises(DomainError) as refusal:
            people.link_account(person=shared, user=None, **by)
        assert refusal.value.field == "account"

        Person.objects.filter(pk=shared.pk).update(name_published=True)
        correct(shared, by, name="Kim Lane", published=False)
    shared.refresh_from_db()
    assert shared.name_published is False


def test_people_correct_their_own_name_wherever_they_sit(south, shared, moment):
    with tenant(south.pk):
        correct(shared, {"by": shared.user, "at": moment}, name="Kim Reed", published=True)
        shared.refresh_from_db()
        assert (shared.name, shared.name_published) == ("Kim Reed", True)
        with pytest.raises(NotPermitted):
            correct(shared, {"by": make.member(south, "auditor"), "at": moment})


def test_somebody_without_an_account_is_of_this_partnership_alone(north, by_manager):
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Robin Hill").person

        assert people.is_kept_here(person)
        with pytest.raises(DomainError) as refusal:
            correct(person, by_manager, name="  ")
        assert refusal.value.field == "name"
        assert correct(person, by_manager, name=" Robin Vale ").name == "Robin Vale"


def test_somebody_who_holds_no_seat_here_cannot_be_corrected_from_here(
    north, south, by_manager, manager
):
    with tenant(south.pk):
        stranger = make.appointment(make.seat("b"), "Stranger").person
    with tenant(north.pk):
        with pytest.raises(DomainError, match="holds no seat here"):
            correct(stranger, by_manager)
        page = person_page(holder=stranger.public_id, reader=manager, on=JUNE, names_young=True)
        assert page is None


def test_a_young_scrutineers_agreement_is_refused_while_they_sit(north, by_manager):
    with tenant(north.pk):
        young = make.appointment(make.seat("y", "YOUNG_SCRUTINEER"), "Y", ends=date(2026, 6, 2))
        with pytest.raises(DomainError) as refusal:
            correct(young.person, by_manager, name="Y", published=True)
        assert refusal.value.field == "name_published"

        young.period = (date(2026, 1, 1), JUNE)
        young.save()
        assert correct(young.person, by_manager, name="Y", published=True).name_published


def test_an_account_is_linked_once_and_only_of_somebody_with_a_role_here(
    north, south, by_manager, manager
):
    outsider = make.member(south, "auditor")
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Robin Hill").person
        with pytest.raises(DomainError, match="no role here"):
            people.link_account(person=person, user=outsider, **by_manager)
        people.link_account(person=person, user=manager, **by_manager)
        people.link_account(person=person, user=manager, **by_manager)
        assert AuditEvent.objects.get().facts == {"user": manager.pk}

        other = make.appointment(make.seat("b"), "Ash Reed").person
        with pytest.raises(DomainError, match="belongs to another person"):
            people.link_account(person=other, user=manager, **by_manager)
        people.link_account(person=person, user=None, **by_manager)
        people.link_account(person=other, user=manager, **by_manager)
    other.refresh_from_db()
    assert other.user == manager


# --- lists


def test_a_person_is_shown_with_the_seats_of_this_partnership_alone(north, south, shared, manager):
    with tenant(north.pk):
        (row,) = people_rows(on=JUNE)
        page = person_page(holder=shared.public_id, reader=manager, on=JUNE, names_young=True)

    assert [each.title for each in row.held] == ["Seat a"]
    assert [each.title for each in page.now] == ["Seat a"]
    assert "Seat b" not in page.chart.svg


def test_people_are_filtered(in_north):
    body = make.organisation("A body")
    make.appointment(make.seat("a", organisation=body), "Ash Reed", ends=date(2026, 7, 1))
    make.appointment(make.seat("b", "LAY_MEMBER"), "Kim Lane")
    make.appointment(make.seat("c"), "Sam Field", ends=JUNE)
    make.appointment(make.seat("d"), "Robin Hill", starts=date(2026, 9, 1))

    def found(**wanted):
        return [row.name for row in people_rows(on=JUNE, wanted=PeopleFilter(**wanted))]

    assert found() == ["Ash Reed", "Kim Lane", "Robin Hill"]
    assert found(name="lane") == ["Kim Lane"]
    assert found(role="LAY_MEMBER") == ["Kim Lane"]
    assert found(organisation=str(body.public_id)) == ["Ash Reed"]
    assert found(when="ends_soon") == ["Ash Reed"]
    assert found(when="past") == ["Sam Field"]
    assert found(when="all") == ["Ash Reed", "Kim Lane", "Robin Hill", "Sam Field"]


def test_somebody_who_left_one_seat_and_sits_in_another_is_not_past(in_north):
    first = make.appointment(make.seat("a"), "Kim Lane", ends=JUNE)
    again = make.appointment(make.seat("b"), "Placeholder")
    again.person = first.person
    again.save()

    assert people_rows(on=JUNE, wanted=PeopleFilter(when="past")) == []


def test_a_young_scrutineer_is_named_to_who_keeps_the_record_and_to_themselves(in_north, manager):
    young = make.appointment(make.seat("y", "YOUNG_SCRUTINEER"), "Y").person
    own = make.member(in_north, "young_scrutineer")
    young.user = own
    young.save()
    stranger = make.member(in_north, "lay_member")

    def page(reader, *, edits=False):
        return person_page(holder=young.public_id, reader=reader, on=JUNE, names_young=edits)

    assert people_rows(on=JUNE) == []
    assert [row.name for row in people_rows(on=JUNE, names_young=True)] == ["Y"]
    assert page(stranger) is None
    assert page(own).is_young
    assert page(manager, edits=True).is_young
