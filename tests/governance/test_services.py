"""Groups and rules: what is added, changed and ended, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance import services
from governance.models import CycleEntry, Group, GroupAlias, Priority, QuorumRule
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db


def audited() -> list[tuple[str, str, dict]]:
    rows = AuditEvent.objects.order_by("number")
    return [(row.verb, row.object_type, row.facts) for row in rows]


def test_adding_a_group_stores_it_and_is_audited(in_north, manager, moment):
    group = services.add(
        row=Group(key="board", name="The Board", kind="board"), by=manager, at=moment
    )

    assert Group.objects.get() == group
    assert group.partnership == in_north
    assert audited() == [("created", "governance.group", {})]


def test_every_kind_of_row_is_added_the_same_way(in_north, manager, moment):
    group = make.group("board")

    for row in (
        GroupAlias(group=group, name="Old board", reason="name before 2023"),
        QuorumRule(group=group, minimum_partners=2, required_kinds=["police"]),
        CycleEntry(month=4, what="The year starts", group=group),
        Priority(title="Neglect", from_year=2026, to_year=2028),
    ):
        services.add(row=row, by=manager, at=moment)

    assert len(audited()) == 4


def test_a_scrutineer_may_not_change_groups(in_north, moment):
    scrutineer = people.member(in_north, "scrutineer")

    with pytest.raises(NotPermitted):
        services.add(row=Group(key="a", name="A", kind="board"), by=scrutineer, at=moment)

    assert not Group.objects.exists()


def test_the_same_key_twice_is_refused_in_words(in_north, manager, moment):
    make.group("board")

    with pytest.raises(DomainError, match="Another group already has this key"):
        services.add(row=Group(key="board", name="Other", kind="board"), by=manager, at=moment)


def test_a_change_says_which_columns_moved_and_an_idle_one_nothing(in_north, manager, moment):
    group = make.group("board", meets="Monthly")

    services.change(row=group, facts={"meets": "Quarterly", "key": "board"}, by=manager, at=moment)
    services.change(row=group, facts={"meets": "Quarterly"}, by=manager, at=moment)

    assert audited() == [("changed", "governance.group", {"changed": ["meets"]})]


def test_groups_cannot_report_to_each_other_in_a_circle(in_north, manager, moment):
    top = make.group("top")
    under = make.group("under", reports_to=make.group("middle", reports_to=top))

    with pytest.raises(DomainError) as refusal:
        services.change(row=top, facts={"reports_to": under}, by=manager, at=moment)

    assert (refusal.value.code, refusal.value.field) == ("circle", "reports_to")


def test_a_group_that_others_report_to_cannot_be_ended(in_north, manager, moment):
    top = make.group("top")
    under = make.group("under", reports_to=top)

    with pytest.raises(DomainError, match="Other groups still report"):
        services.end(row=top, on=date(2026, 6, 1), by=manager, at=moment)
    services.end(row=under, on=date(2026, 6, 1), by=manager, at=moment)
    services.end(row=top, on=date(2026, 6, 1), by=manager, at=moment)

    assert not Group.objects.current().exists()


def test_ending_twice_is_refused(in_north, manager, moment):
    group = services.end(row=make.group("a"), on=date(2026, 6, 1), by=manager, at=moment)

    with pytest.raises(DomainError, match="ended already"):
        services.end(row=group, on=date(2026, 6, 2), by=manager, at=moment)


def test_a_quorum_says_how_many_unless_none_is_stated(in_north, manager, moment):
    group = make.group("a")

    with pytest.raises(DomainError, match="Say how many of the three partners"):
        services.add(row=QuorumRule(group=group), by=manager, at=moment)

    services.add(row=QuorumRule(group=group, stated=False), by=manager, at=moment)


def test_the_database_refuses_a_kind_of_partner_that_the_law_does_not_know(in_north):
    group = make.group("a")

    with pytest.raises(IntegrityError), transaction.atomic():
        QuorumRule.objects.create(group=group, minimum_partners=1, required_kinds=["council"])


def test_two_steps_cannot_take_the_same_place_in_a_ladder(in_north):
    make.dispute_step(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.dispute_step(1)
    make.dispute_step(1, level="practice")
