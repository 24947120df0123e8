"""Actions that are opened from a line of a plan, and stand with it afterwards."""

import pytest
from django.urls import reverse

from governance.models import Action
from governance.selectors.actions import actions_from
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import plans

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def line(north):
    with tenant(north.pk):
        seat = people.seat("nurse", organisation=people.organisation("The trust"))
        group = make.group("board", name="The Board")
        priority = plans.priority("Neglect")
        return plans.line(plans.plan(group, "Board plan"), seat, "Train them", priority=priority)


def given(north, line, manager, number=1, **facts):
    with tenant(north.pk):
        return [
            Action.objects.create(
                reference=f"A-{nth}",
                title=f"Do {nth}",
                source="workplan",
                source_id=line.public_id,
                owner=line.owner,
                due_on=clock.today(),
                opened_at=clock.now(),
                opened_by=manager,
                **facts,
            )
            for nth in range(number)
        ]


def test_an_action_is_opened_from_a_line_with_group_priority_and_owner_filled_in(
    signed_in, north, line, manager
):
    opener = f"{at('action-add')}?line={line.public_id}"
    page = text(signed_in.get(at("workplan", plan=line.plan.public_id)))
    form = signed_in.get(opener)
    initial = form.context["form"].initial

    facts = {**{key: str(value) for key, value in initial.items()}, "working_days": "10"}
    answer = signed_in.post(opener, {**facts, "title": "Book a room"}, follow=True)

    assert opener in page
    assert "Give an action for “Train them”" in text(form)
    assert initial == {
        "group": line.plan.group.public_id,
        "priority": line.priority.public_id,
        "owner": line.owner.public_id,
    }
    assert "Workplan: Train them" in text(answer)
    with tenant(north.pk):
        made = Action.objects.get()
        standing = access.standing(manager, on=clock.today())
        found = actions_from(
            manager, standing, on=clock.today(), source="workplan", source_id=line.public_id
        )
    assert [each.action for each in found] == [made]
    assert made.source_path == f"workplans/{line.plan.public_id}/#line-{line.public_id}"
    shown = text(signed_in.get(at("workplan", plan=line.plan.public_id)))
    assert "Book a room</a>, Seat nurse" in shown


def test_a_long_title_is_cut_to_what_an_action_keeps(signed_in, north, line):
    with tenant(north.pk):
        line.title = "Long " * 40
        line.save()
    facts = {"title": "Book a room", "owner": str(line.owner.public_id), "working_days": "10"}

    signed_in.post(f"{at('action-add')}?line={line.public_id}", facts)

    with tenant(north.pk):
        assert len(Action.objects.get().source_label) == 160


def test_a_line_that_was_taken_out_or_is_none_opens_no_action(signed_in, north, line):
    with tenant(north.pk):
        line.ended_on = clock.today()
        line.save()

    assert signed_in.get(at("action-add"), {"line": str(line.public_id)}).status_code == 404
    assert signed_in.get(at("action-add"), {"line": "x"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_asks_the_same_however_many_actions_its_line_has(
    rows, signed_in, north, line, manager, django_assert_num_queries
):
    given(north, line, manager, rows)

    with django_assert_num_queries(15):
        page = text(signed_in.get(at("workplan", plan=line.plan.public_id)))

    assert f"Do {rows - 1}" in page


def test_an_action_of_part_b_stands_with_its_line_for_its_readers_alone(
    client, signed_in, north, line, manager
):
    given(north, line, manager, confidential=True)

    assert "Do 0" in text(signed_in.get(at("workplan", plan=line.plan.public_id)))
    client.force_login(people.member(north, "lay_member"))
    page = text(client.get(at("workplan", plan=line.plan.public_id)))
    assert "Train them" in page
    assert "Do 0" not in page
    assert "Open an action" not in page


def test_a_chair_opens_one_from_the_page_of_updates(client, north, line, manager):
    given(north, line, manager)
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        RoleAssignment.objects.filter(user=chair).update(group_key="board")
    client.force_login(chair)

    page = text(client.get(at("plan-update")))

    assert f"{at('action-add')}?line={line.public_id}" in page
    assert "Do 0</a>" in page
    assert client.get(f"{at('action-add')}?line={line.public_id}").status_code == 200
