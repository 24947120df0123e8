"""How long a group stands, and by whose agreement."""

from datetime import date, timedelta

import pytest

from governance import lasting, services, terms_provider
from governance.lasting import Span, may_extend, may_stand
from governance.models import Group, GroupExtension
from governance.services.extensions import ExtensionFacts, extend_group
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import LocalRule
from tests.factories import governance as make
from tests.factories import partnerships as people

JUNE = date(2026, 6, 1)
END = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("span", "options", "field"),
    [
        (Span("task_and_finish"), {}, "sunset_on"),
        (Span("subgroup", formed_on=END, sunset_on=JUNE), {}, "sunset_on"),
        (Span("task_and_finish", sunset_on=END), {"before": JUNE}, "sunset_on"),
        (Span("subgroup", sunset_on=None), {"before": JUNE}, "sunset_on"),
        (Span("subgroup", themed=True), {"themed_needs": "the executive"}, "agreed_by"),
        (
            Span("subgroup", themed=True, agreed_by="The executive"),
            {"themed_needs": "the executive"},
            "agreed_on",
        ),
        (Span("subgroup", agreed_on=JUNE), {}, "agreed_by"),
        (Span("subgroup", agreed_by="The executive", agreed_on=END), {}, "agreed_on"),
    ],
)
def test_a_group_is_refused_without_its_days(span, options, field):
    refused = may_stand(span, on=JUNE, **options)

    assert not refused
    assert refused.code == field


@pytest.mark.parametrize(
    ("span", "options"),
    [
        (Span("subgroup"), {}),
        (Span("subgroup", themed=True), {}),
        (Span("task_and_finish", sunset_on=END), {}),
        (Span("task_and_finish", sunset_on=JUNE), {"before": END}),
        (
            Span("subgroup", themed=True, agreed_by="The executive", agreed_on=JUNE),
            {"themed_needs": "the executive"},
        ),
    ],
)
def test_a_group_with_its_days_may_stand(span, options):
    assert may_stand(span, on=JUNE, **options)


@pytest.mark.parametrize(
    ("span", "to", "agreed_on", "field"),
    [
        (Span("subgroup"), END, JUNE, "sunset_to"),
        (Span("task_and_finish", sunset_on=END), END, JUNE, "sunset_to"),
        (Span("task_and_finish", sunset_on=date(2026, 1, 1)), JUNE, JUNE, "sunset_to"),
        (Span("task_and_finish", sunset_on=JUNE), END, date(2026, 6, 2), "agreed_on"),
    ],
)
def test_a_last_day_moves_only_forward_and_by_an_agreement_that_was_given(
    span, to, agreed_on, field
):
    refused = may_extend(span, to, agreed_on=agreed_on, on=JUNE)

    assert not refused
    assert refused.code == field


def test_a_last_day_that_is_near_or_over_is_worth_a_word():
    def said(on):
        return lasting.remark(Span("task_and_finish", sunset_on=END), on=on)

    assert said(JUNE) == ""
    assert said(END - lasting.NOTICE).startswith("It ends on 30 September 2026.")
    assert said(END + timedelta(days=1)).startswith("Its last day was 30 September 2026.")
    assert lasting.remark(Span("task_and_finish"), on=JUNE).startswith("No last day")
    assert lasting.remark(Span("board"), on=JUNE) == ""


@pytest.fixture
def short(in_north):
    return make.group("short", name="Short group", kind="task_and_finish", sunset_on=END)


def facts(**changes):
    said = {
        "sunset_to": date(2026, 12, 31),
        "reason": "The audit took longer",
        "agreed_by": "The executive",
        "agreed_on": JUNE,
    }
    return ExtensionFacts(**(said | changes))


@pytest.mark.django_db
def test_an_extension_keeps_the_day_that_it_moves(short, manager, moment):
    row = extend_group(group=short, facts=facts(), by=manager, at=moment)

    short.refresh_from_db()
    assert (row.sunset_from, short.sunset_on) == (END, date(2026, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["reason", "agreed_by"])
def test_an_extension_says_why_and_who_agreed(short, manager, moment, name):
    with pytest.raises(DomainError) as refused:
        extend_group(group=short, facts=facts(**{name: " "}), by=manager, at=moment)

    assert refused.value.field == name
    assert not GroupExtension.objects.exists()


@pytest.mark.django_db
def test_a_group_that_has_ended_is_not_extended(short, manager, moment):
    services.end(row=short, on=JUNE, by=manager, at=moment)

    with pytest.raises(DomainError, match="has been ended"):
        extend_group(group=short, facts=facts(), by=manager, at=moment)


@pytest.mark.django_db
def test_a_plain_change_shortens_a_group_and_never_lengthens_it(short, manager, moment):
    def change(day):
        services.change(row=short, facts={"sunset_on": day}, by=manager, at=moment)

    with pytest.raises(DomainError, match="Extend the group") as refused:
        change(date(2026, 12, 31))
    assert refused.value.field == "sunset_on"
    change(date(2026, 8, 31))

    short.refresh_from_db()
    assert short.sunset_on == date(2026, 8, 31)


@pytest.mark.django_db
@pytest.mark.parametrize(("stance", "names"), [("refuse", ["executive"]), ("refuse", [])])
def test_a_themed_group_needs_the_body_that_the_rule_names(
    in_north, manager, moment, stance, names
):
    make.group("executive", name="The Executive", kind="executive")
    LocalRule.objects.create(
        kind="themed_group_needs_executive", stance=stance, text="x", applies_to=names
    )
    whose = "The Executive" if names else "the executive"
    new = {"key": "theme", "name": "Theme", "kind": "subgroup", "themed": True}

    with pytest.raises(DomainError, match=f"needs the agreement of {whose}") as refused:
        services.add(row=Group(**new), by=manager, at=moment)

    assert refused.value.field == "agreed_by"
    agreed = {"agreed_by": "The Executive", "agreed_on": JUNE}
    assert services.add(row=Group(**new, **agreed), by=manager, at=moment).pk


@pytest.mark.django_db
def test_a_practice_that_is_only_recorded_refuses_nothing(in_north, manager, moment):
    LocalRule.objects.create(kind="themed_group_needs_executive", stance="record", text="x")
    new = Group(key="theme", name="Theme", kind="subgroup", themed=True)

    assert services.add(row=new, by=manager, at=moment).pk


@pytest.mark.django_db
def test_a_last_day_is_told_of_before_and_after(short, manager, moment):
    def told(on):
        return [
            (each.key.rpartition(":")[2], each.subject) for each in terms_provider.reminders(on)
        ]

    assert told(END - lasting.NOTICE - timedelta(days=1)) == []
    assert told(END) == [("near", "A group’s last day is near")]
    assert told(END + timedelta(days=1)) == [("over", "A group’s last day is over")]


@pytest.mark.django_db
def test_who_keeps_the_record_is_asked_to_end_or_extend_it(short, north, manager, moment):
    after = END + timedelta(days=1)
    lay = people.member(north, "lay_member")

    [need] = terms_provider.needs(manager, access.standing(manager, on=after), after)

    assert (need.what, need.late) == ("End or extend Short group", True)
    on = local_day(moment)
    assert terms_provider.needs(manager, access.standing(manager, on=on), on) == []
    assert terms_provider.needs(lay, access.standing(lay, on=after), after) == []
