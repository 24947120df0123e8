"""The pages of groups and rules."""

import pytest
from django.test import Client
from django.urls import reverse

from governance.forms import RULES
from governance.models import CycleEntry, DisputeStep, Group, LinkedBoard, Priority, QuorumRule
from krscp_portal.foundation.context import tenant
from tests.factories import governance as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db


def at(name: str, partnership: str = "northshire", **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": partnership, **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_asks_the_database_the_same_however_much_there_is(
    rows, signed_in, north, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(1, rows + 1):
            group = make.group(f"g{number}", meets="Monthly")
            QuorumRule.objects.create(group=group, minimum_partners=3)
            make.dispute_step(number)
            CycleEntry.objects.create(month=4, what=f"Event {number}", group=group)
            LinkedBoard.objects.create(key=f"b{number}", name=f"Board {number}")
            Priority.objects.create(title=f"Priority {number}", from_year=2026)

    with django_assert_num_queries(13):
        response = signed_in.get(at("overview"))

    page = text(response)
    for words in (f"Group g{rows}", f"Event {rows}", "April", f"{rows} board", f"Priority {rows}"):
        assert words in page
    assert "All three safeguarding partners must be present." in page


def test_an_empty_record_says_so(signed_in):
    page = text(signed_in.get(at("overview")))

    assert "No group is recorded yet." in page
    assert page.count("Nothing is recorded yet.") == 2
    assert "none is recorded yet" in page


def test_a_group_is_added_changed_and_ended(signed_in, north):
    facts = {"name": "The Board", "key": "board", "kind": "board"}
    page = signed_in.post(at("group-add"), facts).url
    assert "The Board" in text(signed_in.get(page))
    with tenant(north.pk):
        group = Group.objects.get()

    signed_in.post(
        at("group-edit", group=group.public_id), {**facts, "purpose": "Sets the direction."}
    )
    assert "Sets the direction." in text(signed_in.get(page))
    signed_in.post(at("group-end", group=group.public_id))

    assert "Ended" in text(signed_in.get(page))
    assert "The Board" not in text(signed_in.get(at("overview"))).split("</nav>")[-1].replace(
        "“The Board”", ""
    )


def test_a_refusal_stands_beside_its_field(signed_in, north):
    with tenant(north.pk):
        top = make.group("top")
        under = make.group("under", reports_to=top)

    response = signed_in.post(
        at("group-edit", group=top.public_id),
        {"name": "Top", "key": "top", "kind": "board", "reports_to": str(under.public_id)},
    )

    assert "would report to each other in a circle" in text(response)


def test_a_group_with_others_under_it_is_not_ended(signed_in, north):
    with tenant(north.pk):
        top = make.group("top")
        make.group("under", reports_to=top)

    response = signed_in.post(at("group-end", group=top.public_id), follow=True)

    assert "Other groups still report to this one." in text(response)
    assert "Group under" in text(response)


def test_a_quorum_is_written_down_and_changed(signed_in, north):
    with tenant(north.pk):
        group = make.group("board")
    address = at("quorum-edit", group=group.public_id)

    signed_in.post(
        address, {"minimum_partners": "2", "required_kinds": ["police"], "deputies_count": "yes"}
    )
    page = text(signed_in.get(at("group", group=group.public_id)))
    assert "At least two of the three safeguarding partners must be present, always" in page
    signed_in.post(address, {"minimum_partners": "", "deputies_count": "not_stated"})

    assert "No quorum is stated." in text(signed_in.get(at("group", group=group.public_id)))
    assert "No quorum is stated" in text(signed_in.get(address))


def test_a_quorum_that_names_a_partner_says_how_many(signed_in, north):
    with tenant(north.pk):
        group = make.group("board")

    response = signed_in.post(
        at("quorum-edit", group=group.public_id),
        {"minimum_partners": "", "required_kinds": ["police"], "deputies_count": "no"},
    )

    assert "Select how many partners must be present." in text(response)


EXAMPLES = {
    "steps": ({"level": "strategic", "order": "1", "who": "The two", "what": "They meet."}, "who"),
    "cycle": ({"month": "4", "what": "The year starts"}, "what"),
    "priorities": ({"title": "Neglect", "from_year": "2026", "to_year": "2028"}, "title"),
}


def test_every_kind_of_rule_has_an_example_here():
    assert set(EXAMPLES) == set(RULES)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_rule_is_added_changed_and_ended(kind, signed_in, north):
    facts, named = EXAMPLES[kind]
    signed_in.post(at("rule-add", kind=kind), facts)
    assert facts[named] in text(signed_in.get(at("overview")))
    with tenant(north.pk):
        row = RULES[kind].model.objects.get()
    address = at("rule-edit", kind=kind, row=row.public_id)
    assert facts[named] in text(signed_in.get(address))

    signed_in.post(address, {**facts, named: "Something else"})
    assert "Something else" in text(signed_in.get(at("overview")))
    signed_in.post(at("rule-end", kind=kind, row=row.public_id))

    assert "Something else" not in text(signed_in.get(at("overview")))
    with tenant(north.pk):
        assert RULES[kind].model.objects.count() == 1


def test_two_steps_in_one_place_are_refused_on_the_form(signed_in, north):
    with tenant(north.pk):
        make.dispute_step(1)

    response = signed_in.post(at("rule-add", kind="steps"), EXAMPLES["steps"][0])

    assert "Another step already has this place in the ladder." in text(response)
    with tenant(north.pk):
        assert DisputeStep.objects.count() == 1


def test_an_unknown_kind_of_rule_is_not_found(signed_in):
    assert signed_in.get(at("rule-add", kind="nonsense")).status_code == 404


def test_a_reader_sees_everything_and_changes_nothing(client, north):
    client.force_login(partnerships.member(north, "lay_member"))
    with tenant(north.pk):
        group = make.group("board")

    page = text(client.get(at("overview")))
    assert "Group board" in page
    assert "Add a group" not in page
    assert client.post(at("group-end", group=group.public_id)).status_code == 403


def test_another_partnership_sees_nothing(client, south, north):
    client.force_login(partnerships.member(south, "manager"))
    with tenant(north.pk):
        group = make.group("board")

    assert client.get(at("overview")).status_code == 404
    address = at("group", partnership="southshire", group=group.public_id)
    assert client.get(address).status_code == 404
