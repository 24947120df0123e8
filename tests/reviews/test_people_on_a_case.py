from datetime import timedelta

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, Notice
from reviews import selectors, services, subject
from reviews.models import EmergencyAccess, Incident
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def other(north):
    return people.member(north, "manager", "other@north.example")


@pytest.fixture
def case(in_north, manager, moment):
    return make.case(by=manager, at=moment)


@pytest.fixture
def closed_case(in_north, manager, moment):
    return make.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")


def sees(person, case, at):
    standing = access.standing(person, on=at.date())
    return Incident.objects.visible_to(person, standing, at=at).filter(pk=case.pk).exists()


def events(verb):
    return AuditEvent.objects.filter(verb=verb, object_type="reviews.incident")


def refused(act, **said):
    before = AuditEvent.objects.count(), EmergencyAccess.objects.count()
    with pytest.raises(DomainError) as caught:
        act(**said)
    assert before == (AuditEvent.objects.count(), EmergencyAccess.objects.count())
    return caught.value


def test_somebody_named_sees_that_case_alone_and_is_told(case, in_north, manager, moment):
    chair = people.member(in_north, "group_chair")
    another = make.case(by=manager, at=moment)

    services.name_person(incident=case, person=chair, by=manager, at=moment)

    assert sees(chair, case, moment)
    assert not sees(chair, another, moment)
    assert events("granted").latest("number").facts == {"person": chair.pk}
    assert Notice.objects.get(recipient=chair).subject == (
        f"You have been given sight of a case: {case.reference}"
    )


def test_a_role_that_never_sees_a_case_cannot_be_named(case, in_north, manager, moment):
    lay = people.member(in_north, "lay_member")

    found = refused(services.name_person, incident=case, person=lay, by=manager, at=moment)
    assert (found.code, found.field) == ("never-sees-cases", "person")


def test_somebody_of_another_partnership_cannot_be_named(case, south, manager, moment):
    stranger = people.member(south, "manager")

    found = refused(services.name_person, incident=case, person=stranger, by=manager, at=moment)
    assert found.code == "not-a-member"


def test_nobody_is_named_twice(case, manager, moment):
    found = refused(services.name_person, incident=case, person=manager, by=manager, at=moment)
    assert found.code == "named-already"


def test_who_may_not_name_people_does_not(case, in_north, manager, moment):
    partner = people.member(in_north, "dsp")

    with pytest.raises(NotPermitted, match="Your role does not allow this"):
        services.name_person(incident=case, person=partner, by=partner, at=moment)


def test_sight_is_taken_back(case, in_north, manager, moment):
    chair = people.member(in_north, "group_chair")
    services.name_person(incident=case, person=chair, by=manager, at=moment)

    services.remove_person(incident=case, person=chair, by=manager, at=moment)

    assert not sees(chair, case, moment)
    assert events("grant_ended").get().facts == {"person": chair.pk}
    assert (
        refused(services.remove_person, incident=case, person=chair, by=manager, at=moment).code
        == "not-named"
    )


def test_the_last_who_may_name_others_stays_on_a_restricted_case(
    closed_case, in_north, manager, other, moment
):
    chair = people.member(in_north, "group_chair")
    services.name_person(incident=closed_case, person=chair, by=manager, at=moment)
    said = {"incident": closed_case, "person": manager, "by": manager, "at": moment}

    assert refused(services.remove_person, **said).code == "last-on-case"
    services.name_person(incident=closed_case, person=other, by=manager, at=moment)
    services.remove_person(**said)
    assert not sees(manager, closed_case, moment)


def test_restricting_closes_the_case_to_other_managers(case, manager, other, moment):
    assert sees(other, case, moment)

    services.restrict_case(incident=case, reason=" A conflict. ", by=manager, at=moment)

    case.refresh_from_db()
    assert case.restriction_reason == "A conflict."
    assert not sees(other, case, moment)
    assert events("changed").get().facts == {"restricted": True}


def test_whoever_restricts_a_case_is_named_on_it(case, other, moment):
    services.restrict_case(incident=case, reason="A conflict.", by=other, at=moment)

    assert sees(other, case, moment)


def test_a_restriction_needs_a_reason_and_is_not_repeated(case, manager, moment):
    said = {"incident": case, "by": manager, "at": moment}

    assert refused(services.restrict_case, reason=" ", **said).field == "reason"
    services.restrict_case(reason="A conflict.", **said)
    assert refused(services.restrict_case, reason="Again.", **said).code == "restricted-already"


def test_a_restriction_is_lifted(closed_case, manager, other, moment):
    services.lift_restriction(incident=closed_case, by=manager, at=moment)

    assert sees(other, closed_case, moment)
    assert (
        refused(services.lift_restriction, incident=closed_case, by=manager, at=moment).code
        == "not-restricted"
    )


def test_emergency_access_lasts_a_day_and_tells_the_others(
    closed_case, in_north, manager, other, moment
):
    third = people.member(in_north, "manager", "third@north.example")
    said = {"reference": closed_case.reference.lower(), "reason": "A child may be at risk."}

    opened = services.open_emergency_access(**said, by=other, at=moment)

    assert opened.expires_at == moment + timedelta(hours=24)
    assert sees(other, closed_case, moment + 23 * HOUR)
    assert not sees(other, closed_case, moment + 24 * HOUR)
    told = dict(Notice.objects.filter(key__startswith="emergency").values_list("recipient", "path"))
    assert told == {manager.pk: closed_case.path, third.pk: "audit/"}
    assert events("emergency").get().by_id == other.pk


def test_emergency_access_is_no_way_to_stay(closed_case, other, moment):
    services.open_emergency_access(
        reference=closed_case.reference, reason="A risk.", by=other, at=moment
    )

    with pytest.raises(NotPermitted, match="no such case"):
        services.name_person(incident=closed_case, person=other, by=other, at=moment)
    with pytest.raises(NotPermitted, match="no such case"):
        services.lift_restriction(incident=closed_case, by=other, at=moment)


def test_emergency_access_does_not_reach_the_sweep(closed_case, other, manager, moment):
    services.open_emergency_access(
        reference=closed_case.reference, reason="A risk.", by=other, at=moment
    )

    assert subject.may_be_told(manager, closed_case.public_id)
    assert not subject.may_be_told(other, closed_case.public_id)


@pytest.mark.parametrize(
    ("reference", "reason", "code"),
    [
        ("NORT-2026-001", " ", "reason-needed"),
        ("NORT-2026-999", "A risk.", "no-such-case"),
        ("NORT-2026-001", "A risk.", "seen-already"),
    ],
)
def test_emergency_access_that_makes_no_sense_is_refused(
    reference, reason, code, case, other, moment
):
    found = refused(
        services.open_emergency_access, reference=reference, reason=reason, by=other, at=moment
    )
    assert found.code == code


def test_a_role_that_does_not_see_cases_opens_none_in_an_emergency(closed_case, in_north, moment):
    chair = people.member(in_north, "group_chair")

    with pytest.raises(NotPermitted):
        services.open_emergency_access(
            reference=closed_case.reference, reason="A risk.", by=chair, at=moment
        )


def test_the_people_page_knows_who_is_named_and_who_read(case, in_north, manager, moment):
    chair = people.member(in_north, "group_chair")
    services.name_person(incident=case, person=chair, by=manager, at=moment)
    services.note_reading(incident=case, page="case", by=chair, at=moment)

    page = selectors.people_page(incident=case, at=moment)

    assert [(each.person, each.roles) for each in page.named] == [
        (chair, "Group chair"),
        (manager, "Partnership manager"),
    ]
    assert [(each.who, each.page) for each in page.readings] == [(chair.display_name, "case")]


def test_who_may_be_named_leaves_out_the_named_and_the_roles_that_never_see_cases(
    case, in_north, other, moment
):
    people.member(in_north, "auditor")
    chair = people.member(in_north, "group_chair")

    found = selectors.nameable_people(incident=case, at=moment)

    assert found == [(chair, "Group chair"), (other, "Partnership manager")]


def test_the_home_page_says_what_needs_whom(case, in_north, manager, moment):
    partner = people.member(in_north, "lsp")
    contact = people.member(in_north, "agency_contact")

    def needs(person):
        standing = access.standing(person, on=moment.date())
        return selectors.needs_on_cases(person, standing, moment.date())

    (mine,) = needs(manager)
    assert mine.what == f"{case.reference}: record the partners’ views"
    assert (mine.path, mine.state, mine.late) == (case.path, "Due in 5 working days", False)
    assert needs(partner) == [mine]
    assert needs(contact) == []
