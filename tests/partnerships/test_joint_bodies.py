"""Who shares a joint body: how it begins, who takes part, and what is refused."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import order
from partnerships.models import AuditEvent, Invitation, Participation, Partnership
from partnerships.order_rules.terms import State
from partnerships.services.beginning import begin_joint_body
from partnerships.services.joint import add_participation, end_participation
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
GIVEN = {"slug": "two-shires", "name": "Child deaths of the two shires", "short_name": "Two"}


@pytest.fixture
def body(north, south):
    """A joint body of Northshire and Southshire, open."""
    made = make.partnership("two-shires", kind="joint_body")
    with tenant(made.pk):
        Participation.objects.create(body=made, participant=north, name=north.name)
        yield made


@pytest.fixture
def keeper(body):
    return make.member(body, "manager")


def test_a_joint_body_begins_with_who_shares_it(north, moment):
    made = begin_joint_body(**GIVEN, participants=[north], others=["Westshire"], at=moment)

    assert made.kind == "joint_body"
    assert list(made.participations.order_by("pk").values_list("name", "participant")) == [
        (north.name, north.pk),
        ("Westshire", None),
    ]
    with tenant(made.pk):
        verbs = AuditEvent.objects.order_by("number").values_list("verb", "object_type")
        assert list(verbs) == [
            ("created", "partnerships.partnership"),
            ("created", "partnerships.participation"),
            ("created", "partnerships.participation"),
        ]
        assert not Invitation.objects.exists()


def test_one_partnership_alone_is_no_joint_body(north, moment):
    with pytest.raises(DomainError, match="shared by two partnerships or more"):
        begin_joint_body(**GIVEN, participants=[north], at=moment)

    assert not Partnership.objects.filter(slug="two-shires").exists()


def test_the_command_begins_a_joint_body(north, south, capsys):
    call_command(
        *("begin_partnership", "two-shires", "Two shires", "Two", "--kind", "joint_body"),
        *("--participant", "northshire", "--participant", "southshire", "--other", "Westshire"),
        *("--manager", "m@two.example", "--manager-name", "Keeper"),
    )

    body = Partnership.objects.get(slug="two-shires")
    assert body.participations.count() == 3
    with tenant(body.pk):
        assert Invitation.objects.get().email == "m@two.example"
    assert capsys.readouterr().out == "Two shires begins. m@two.example is invited by e-mail.\n"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--kind", "joint_body", "--participant", "nowhere"], "no partnership at the address"),
        (["--participant", "northshire"], "Only a joint body is shared"),
    ],
)
def test_the_command_refuses_what_cannot_be(north, more, sentence):
    manager = ("--manager", "m@two.example", "--manager-name", "Keeper")

    with pytest.raises(CommandError, match=sentence):
        call_command("begin_partnership", "two-shires", "Two", "Two", *manager, *more)


def test_a_partnership_is_added_and_audited(body, south, keeper, moment):
    row = add_participation(body=body, participant=south, by=keeper, at=moment)

    assert (row.name, row.participant) == (south.name, south)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_reference, event.facts) == (
        "created",
        south.name,
        {"participant": "southshire"},
    )


def test_one_that_does_not_use_the_portal_is_added_by_name(body, keeper, moment):
    row = add_participation(
        body=body, name=" Westshire ", from_on=date(2024, 4, 1), by=keeper, at=moment
    )

    assert (row.name, row.participant, row.from_on) == ("Westshire", None, date(2024, 4, 1))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "participant-missing", "participant"),
        ({"name": "Somewhere else", "participant": "southshire"}, "two-names", "name"),
        ({"participant": "northshire"}, "takes-part", "participant"),
        (
            {"name": "northshire safeguarding children partnership"},
            "takes-part",
            "name",
        ),
        ({"participant": "two-shires"}, "joint-in-joint", "participant"),
    ],
)
def test_what_cannot_take_part_is_refused(body, keeper, moment, given, code, field):
    if "participant" in given:
        given = {**given, "participant": Partnership.objects.get(slug=given["participant"])}

    with pytest.raises(DomainError) as refusal:
        add_participation(body=body, by=keeper, at=moment, **given)

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Participation.objects.count() == 1


def test_a_partnership_of_one_area_has_no_participants(in_north, south, manager, moment):
    with pytest.raises(DomainError, match="Only a joint body has participating partnerships"):
        add_participation(body=in_north, participant=south, by=manager, at=moment)


def test_only_the_body_that_is_open_can_be_changed(body, in_north, south, manager, moment):
    with pytest.raises(DomainError, match="Open the joint body first"):
        add_participation(body=body, participant=south, by=manager, at=moment)


def test_a_lay_member_may_not_say_who_takes_part(body, south, moment):
    with pytest.raises(NotPermitted):
        add_participation(
            body=body, participant=south, by=make.member(body, "lay_member"), at=moment
        )


def test_a_participation_ends_and_may_begin_again(body, north, keeper, moment):
    row = body.participations.get()

    ended = end_participation(participation=row, to_on=date(2026, 5, 31), by=keeper, at=moment)
    again = add_participation(body=body, participant=north, by=keeper, at=moment)

    assert ended.to_on == date(2026, 5, 31)
    assert again.pk != row.pk
    with pytest.raises(DomainError, match="ended already"):
        end_participation(participation=row, to_on=date(2026, 6, 1), by=keeper, at=moment)


def test_an_end_before_the_start_is_refused(body, keeper, moment):
    row = body.participations.get()
    row.from_on = date(2026, 1, 1)
    row.save()

    with pytest.raises(DomainError) as refusal:
        end_participation(participation=row, to_on=date(2025, 12, 31), by=keeper, at=moment)

    assert refusal.value.field == "to_on"


def test_who_still_holds_seats_there_goes_on_taking_part(body, keeper, moment):
    row = body.participations.get()
    make.seat("member", on_behalf_of=row)

    with pytest.raises(DomainError, match="Seats are still held on its behalf"):
        end_participation(participation=row, to_on=date(2026, 6, 1), by=keeper, at=moment)


def test_the_participation_of_another_body_is_not_ended(body, in_north, manager, moment):
    row = body.participations.get()

    with pytest.raises(Participation.DoesNotExist):
        end_participation(participation=row, to_on=date(2026, 6, 1), by=manager, at=moment)


def test_what_the_law_asks_of_partnerships_is_not_asked_of_a_joint_body(body, moment):
    found = {each.key: each for each in order.findings(on=moment.date())}

    assert found["three_kinds"].state == State.DOES_NOT_APPLY
    assert found["three_kinds"].why == order.OF_EACH
    assert [each.key for each in found.values() if each.is_broken and each.is_required] == []


def test_the_same_is_asked_of_a_partnership(in_north, moment):
    found = {each.key: each for each in order.findings(on=moment.date())}

    assert found["three_kinds"].is_broken
