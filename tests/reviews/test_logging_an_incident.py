import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from deadlines.models import Deadline
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, Notice
from reviews import services
from reviews.enums import CareStatus, CaseState, Harm
from reviews.models import CaseCounter, Incident
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def clocks_of(case):
    rows = Deadline.objects.filter(subject_id=case.public_id).order_by("rule_key")
    return {row.rule_key: row.due_on for row in rows}


def refusal(facts, *, by, at):
    before = Incident.objects.count(), Deadline.objects.count(), AuditEvent.objects.count()
    with pytest.raises(DomainError) as caught:
        services.log_incident(facts=facts, by=by, at=at)
    assert before == (
        Incident.objects.count(),
        Deadline.objects.count(),
        AuditEvent.objects.count(),
    )
    return caught.value


def test_logging_starts_the_clocks_from_the_moment_of_awareness(in_north, manager, moment):
    case = make.case(by=manager, at=moment + 3 * DAY, aware_at=moment)

    assert case.state == CaseState.LOGGED
    assert clocks_of(case) == {
        "notify_panel": date(2026, 6, 8),
        "notify_partners": date(2026, 6, 8),
    }


def test_the_reference_counts_within_the_partnership_and_the_year(in_north, manager, moment):
    first = make.case(by=manager, at=moment)
    second = make.case(by=manager, at=moment)
    next_year = make.case(by=manager, at=datetime(2027, 1, 4, 9, 0, tzinfo=UTC))

    assert [first.reference, second.reference, next_year.reference] == [
        "NORT-2026-001",
        "NORT-2026-002",
        "NORT-2027-001",
    ]


def test_the_year_of_a_reference_is_the_year_in_england(in_north, manager):
    new_year_by_london_is_still_old_in_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    case = make.case(by=manager, at=new_year_by_london_is_still_old_in_utc)

    assert case.reference == "NORT-2026-001"


def test_a_refused_incident_leaves_no_gap_in_the_references(in_north, manager, moment):
    good = make.facts(moment)
    refusal(replace(good, aware_at=moment + DAY), by=manager, at=moment)

    assert make.case(by=manager, at=moment).reference == "NORT-2026-001"
    assert CaseCounter.objects.get().last == 1


def test_the_audit_says_who_logged_what_without_a_word_about_the_child(in_north, manager, moment):
    case = make.case(by=manager, at=moment)

    event = AuditEvent.objects.get(object_id=str(case.public_id), verb="logged")
    assert (event.by_id, event.at, event.object_reference) == (manager.pk, moment, case.reference)
    assert event.facts == {"move": "log", "from": "logged", "to": "logged", "children": 1}


def test_an_agency_contact_may_log_and_sees_that_case_alone(in_north, manager, moment):
    contact = people.member(in_north, "agency_contact")
    make.case(by=manager, at=moment)

    mine = make.case(by=contact, at=moment)

    standing = access.standing(contact, on=moment.date())
    assert list(Incident.objects.visible_to(contact, standing, at=moment)) == [mine]
    assert Deadline.objects.filter(subject_id=mine.public_id, owner=None).count() == 2


def test_the_manager_is_told_in_neutral_words(in_north, manager, moment):
    contact = people.member(in_north, "agency_contact")

    case = make.case(by=contact, at=moment)

    notice = Notice.objects.get(recipient=manager)
    assert notice.subject == f"An incident was logged: {case.reference}"
    assert notice.path == f"clock/{case.public_id}/"


def test_nobody_is_told_of_a_restricted_case(in_north, manager, moment):
    other = people.member(in_north, "manager", "other@north.example")

    make.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")

    assert not Notice.objects.filter(recipient=other).exists()


def test_only_who_may_name_people_restricts_a_case(in_north, moment):
    support = people.member(in_north, "business_support")

    with pytest.raises(NotPermitted, match="Your role does not allow this"):
        make.case(by=support, at=moment, restricted=True)
    assert not Incident.objects.exists()


@pytest.mark.parametrize("role", ["group_chair", "scrutineer", "lay_member", "auditor"])
def test_other_roles_log_nothing(role, in_north, moment):
    member = people.member(in_north, role)

    with pytest.raises(NotPermitted, match="Your role does not allow this"):
        make.case(by=member, at=moment)


def test_a_looked_after_childs_death_has_a_clock_of_its_own(in_north, manager, moment):
    children = (make.child(harm=Harm.DIED.value, care=CareStatus.LOOKED_AFTER.value),)

    case = make.case(by=manager, at=moment, children=children)

    assert clocks_of(case)["notify_looked_after_death"] == date(2026, 6, 8)


def test_a_care_leavers_death_has_a_clock_of_its_own(in_north, manager, moment):
    children = (
        make.child(age_band="18_to_24", harm=Harm.DIED.value, care=CareStatus.CARE_LEAVER.value),
    )

    case = make.case(by=manager, at=moment, children=children)

    assert clocks_of(case)["notify_care_leaver_death"] == date(2026, 6, 8)


def test_a_looked_after_child_who_was_harmed_has_not(in_north, manager, moment):
    children = (make.child(care=CareStatus.LOOKED_AFTER.value),)

    assert set(clocks_of(make.case(by=manager, at=moment, children=children))) == {
        "notify_panel",
        "notify_partners",
    }


def test_awareness_in_the_future_is_refused(in_north, manager, moment):
    found = refusal(make.facts(moment + timedelta(seconds=1)), by=manager, at=moment)

    assert (found.code, found.field) == ("in-the-future", "aware_at")


def test_awareness_before_the_incident_is_refused(in_north, manager, moment):
    facts = make.facts(moment, occurred_on=date(2026, 6, 2))

    assert refusal(facts, by=manager, at=moment + 2 * DAY).code == "aware-before-incident"


def test_an_area_of_another_partnership_is_refused(in_north, south, manager, moment):
    with tenant(south.pk):
        elsewhere = make.area("South Borough")

    found = refusal(make.facts(moment, area=elsewhere), by=manager, at=moment)

    assert (found.code, found.field) == ("not-our-area", "place")


def test_an_incident_outside_england_belongs_to_where_the_child_lives(in_north, manager, moment):
    case = make.case(by=manager, at=moment, outside_england=True, residence_area=make.area())

    assert case.area is None
    assert case.residence_area.name == "North Borough"


def test_an_incident_without_an_authority_is_refused(in_north, manager, moment):
    facts = make.facts(moment, outside_england=True, residence_elsewhere="Somewhere")

    assert (found := refusal(facts, by=manager, at=moment)).code == "no-authority"
    assert found.field == "residence"


@pytest.mark.parametrize(
    ("children", "code"),
    [
        ((), "no-child"),
        ((make.child("Oak"), make.child(" oak")), "pseudonym-twice"),
        ((make.child(age_band="18_to_24", harm="died"),), "not-a-child"),
        ((make.child(age_band="18_to_24", care="care_leaver"),), "not-a-child"),
    ],
)
def test_children_who_cannot_be_are_refused(children, code, in_north, manager, moment):
    assert refusal(make.facts(moment, children=children), by=manager, at=moment).code == code


def test_an_unborn_child_may_be_recorded(in_north, manager, moment):
    case = make.case(by=manager, at=moment, children=(make.child(age_band="unborn"),))

    assert case.children.get().age_band == "unborn"


def test_a_case_is_called_by_its_reference(in_north, manager, moment):
    case = make.case(by=manager, at=moment, summary="A word nobody may log.")

    assert str(case) == case.reference
    assert "Oak" not in str(case.children.get())


@pytest.mark.django_db(transaction=True)
def test_two_who_log_at_once_never_get_the_same_reference(north, manager, moment):
    with tenant(north.pk):
        make.area()
    together = threading.Barrier(4)

    def log():
        try:
            together.wait(timeout=20)
            for _ in range(3):
                with tenant(north.pk):
                    make.case(by=manager, at=moment)
        finally:
            connection.close()

    threads = [threading.Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with tenant(north.pk):
        references = sorted(Incident.objects.values_list("reference", flat=True))
    assert references == [f"NORT-2026-{number:03d}" for number in range(1, 13)]
