"""Cases and deadlines pass on, and nobody learns what they may not see."""

import pytest

from deadlines.models import Deadline
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.models import (
    AuditEvent,
    HandoverItem,
    Notice,
)
from partnerships.services import handovers
from reviews import services as cases
from reviews.models.grants import SEE_CASE
from tests.factories import partnerships as make
from tests.factories import reviews as make_case
from tests.partnerships.handovers.leaving import refused, step

pytestmark = pytest.mark.django_db


# --- cases and deadlines


def test_a_case_passes_to_the_successor_who_is_told(handover, leaver, successor, manager, moment):
    case = make_case.case(by=manager, at=moment)
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)

    handovers.hand_over(
        handover=handover, steps=[step("case", case, successor)], by=manager, at=moment
    )

    assert access.is_named_on(successor, SEE_CASE, case)
    assert not access.is_named_on(leaver, SEE_CASE, case)
    assert Notice.objects.filter(recipient=successor, path=case.path).count() == 1
    assert HandoverItem.objects.get().text == case.reference


def test_a_case_passes_only_to_a_role_that_may_be_named(handover, leaver, manager, moment):
    case = make_case.case(by=manager, at=moment)
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    lay = make.member(handover.partnership, "lay_member")

    steps = [step("case", case, lay)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)

    assert found.code == "taker"


def test_a_restricted_case_is_kept_without_its_reference(
    handover, leaver, successor, manager, moment
):
    case = make_case.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    (pile,) = [
        pile
        for pile in handovers.what_is_left(handover=handover, by=manager, at=moment)
        if pile.kind.code == "case"
    ]
    assert (pile.things[0].text, pile.things[0].detail) == ("A restricted case", case.reference)

    handovers.hand_over(
        handover=handover, steps=[step("case", case, successor)], by=manager, at=moment
    )

    assert HandoverItem.objects.get().text == "A restricted case"


def test_a_restricted_case_that_the_manager_does_not_see_stays_nameless_and_closed(
    handover, leaver, successor, manager, in_north, moment
):
    other = make.member(in_north, "manager", "other@north.example")
    case = make_case.case(by=other, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=other, at=moment)

    (pile,) = [
        pile
        for pile in handovers.what_is_left(handover=handover, by=manager, at=moment)
        if pile.kind.code == "case"
    ]
    (thing,) = pile.things
    assert (thing.text, thing.detail, thing.path) == ("A restricted case", "", "")
    steps = [step("case", case, successor)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert found.code == "closed"
    assert not access.is_named_on(successor, SEE_CASE, case)


def test_a_deadline_passes_to_somebody_who_may_know_what_it_is_about(
    handover, leaver, manager, in_north, moment
):
    make_case.case(by=manager, at=moment)
    deadline = Deadline.objects.open().order_by("pk").first()
    Deadline.objects.filter(pk=deadline.pk).update(owner=leaver)
    lay = make.member(in_north, "lay_member")
    peer = make.member(in_north, "dsp", "peer@north.example")
    steps = [step("deadline", deadline, lay)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert found.code == "not-told"

    handovers.hand_over(
        handover=handover, steps=[step("deadline", deadline, peer)], by=manager, at=moment
    )

    deadline.refresh_from_db()
    assert deadline.owner == peer
    item = HandoverItem.objects.get()
    assert deadline.subject_reference not in item.text
    assert AuditEvent.objects.filter(
        verb=AuditVerb.REASSIGNED, object_type="deadlines.deadline"
    ).count()


def test_a_deadline_may_become_nobodys(handover, leaver, manager, moment):
    make_case.case(by=manager, at=moment)
    deadline = Deadline.objects.open().order_by("pk").first()
    Deadline.objects.filter(pk=deadline.pk).update(owner=leaver)

    handovers.hand_over(
        handover=handover, steps=[step("deadline", deadline)], by=manager, at=moment
    )

    deadline.refresh_from_db()
    assert deadline.owner is None
