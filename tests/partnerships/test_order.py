"""Are we in order? The page, what the home page and the daily round say of it, and the rule pages."""

from datetime import date

import pytest
from django.urls import reverse

from governance.models import GroupSeat
from krscp_portal.foundation.context import tenant
from partnerships import order, order_notes
from partnerships.access import Standing
from partnerships.enums import RuleKind
from partnerships.models import (
    Appointment,
    ChairReview,
    ChairRule,
    ConflictDeclaration,
    Delegation,
    LocalRule,
    Responsibility,
    SupportRecord,
)
from partnerships.order_rules.terms import Check, Source, State, kept
from partnerships.roles import Permission
from tests.factories import governance as groups
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"partnership:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: str) -> dict[str, str]:
    year, month, number = value.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def fill(rows: int, by) -> None:
    """As many rows of everything that the rules read."""
    kinds = list(RuleKind.values)
    for n in range(rows):
        lead = make.seat(f"lead-{n}", "LSP", speaks_for="police")
        chair = make.seat(f"chair-{n}", "SUBGROUP_CHAIR", organisation=make.organisation(f"B{n}"))
        held = make.appointment(lead, starts=date(2025, 1, 1))
        make.appointment(chair)
        SupportRecord.objects.create(appointment=held)
        make.agency(f"A{n}", "statutory_partner", partner_kind="police")
        Delegation.objects.create(from_seat=lead, to_seat=chair, functions="All")
        rule = ChairRule.objects.create(body=f"Body {n}", chosen_from="x", seat=lead)
        reviewed = {"reviewed_on": JUNE, "outcome": "Kept", "continues": True}
        recorded = {"recorded_at": "2026-06-01T09:00Z", "recorded_by": by}
        ChairReview.objects.create(rule=rule, **reviewed, **recorded)
        LocalRule.objects.create(kind=kinds[n], text="A rule", stance="warn")
        ConflictDeclaration.objects.create(
            person=held.person,
            kind="nothing",
            declared_at="2026-06-01T09:00Z",
            declared_by=by,
            renew_on=date(2027, 6, 1),
        )
        Responsibility.objects.create(what="Plans", led_by="The manager")
        group = groups.group(f"group-{n}", kind="executive")
        GroupSeat.objects.create(group=group, seat=chair, chairing="chair")


# --- the page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_of_everything_as_for_one(
    as_manager, north, manager, django_assert_num_queries, rows
):
    with tenant(north.pk):
        fill(rows, manager)

    with django_assert_num_queries(23):
        assert as_manager.get(at("order")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("local-rules", 10), ("details", 10)])
def test_a_list_of_rules_asks_as_much_for_three_as_for_one(
    as_manager, north, manager, django_assert_num_queries, page, queries, rows
):
    with tenant(north.pk):
        fill(rows, manager)

    with django_assert_num_queries(queries):
        assert as_manager.get(at(page)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_chairs_page_asks_as_much_for_three_reviews_as_for_one(
    as_manager, north, manager, django_assert_num_queries, rows
):
    with tenant(north.pk):
        fill(1, manager)
        rule = ChairRule.objects.get()
        for _ in range(rows - 1):
            ChairReview.objects.create(
                rule=rule,
                reviewed_on=JUNE,
                outcome="Kept",
                continues=True,
                recorded_at="2026-06-01T09:00Z",
                recorded_by=manager,
            )

    with django_assert_num_queries(15):
        assert as_manager.get(at("chair-rule", rule=rule.public_id)).status_code == 200


def test_what_is_required_and_broken_comes_first_with_what_to_do(as_manager):
    page = text(as_manager.get(at("order")))

    assert page.index("Not in order</h2>") < page.index("Cannot tell</h2>")
    assert (
        'What to do: <a class="govuk-link" href="/northshire/agencies/">Record the organisation '
        "among the agencies, as a safeguarding partner."
    ) in page
    assert "Required. Source: Children Act 2004 s.16E(3) (checked)" in page
    assert "Nothing that is required is broken" not in page


def test_a_page_without_anything_broken_says_so(as_manager, north):
    with tenant(north.pk):
        for kind in ("local_authority", "icb", "police"):
            body = make.agency(f"{kind} body", "statutory_partner", partner_kind=kind).organisation
            lead = make.seat(f"l-{kind}", "LSP", speaks_for=kind, organisation=body)
            delegate = make.seat(f"d-{kind}", "DSP", speaks_for=kind)
            Delegation.objects.create(from_seat=lead, to_seat=delegate, functions="All")

    page = text(as_manager.get(at("order")))

    assert "Nothing that is required is broken." in page
    assert "Some of it cannot be told from the record." in page


def test_a_rule_that_no_check_reads_is_shown_as_recorded(as_manager, north):
    with tenant(north.pk):
        LocalRule.objects.create(kind="media_needs_agreement", text="Nobody answers alone.")
        found = [each for each in order.findings(on=JUNE) if each.state == State.RECORDED]

    assert [(each.key, each.title, each.why) for each in found] == [
        ("media_needs_agreement", "The media", "Nobody answers alone.")
    ]
    assert "Nobody answers alone." in text(as_manager.get(at("order")))


def test_a_rule_that_refuses_and_is_broken_already_shows_at_once(in_north):
    in_north.edition = "wt2018"
    in_north.save()
    person = make.appointment(make.seat("dsp", "DSP", speaks_for="police")).person
    seat = make.seat("scrutineer", "SCRUTINEER")
    Appointment.objects.create(seat=seat, person=person, period=(date(2026, 1, 1), None))

    def stands():
        return next(
            (each.state, each.stance, each.source)
            for each in order.findings(on=JUNE)
            if each.key == "scrutineer_stands_apart"
        )

    assert stands() == (
        State.NOT_KEPT,
        "warn",
        "Working Together 2023 ch.2, independent scrutiny",
    )
    rule = LocalRule.objects.create(
        kind="scrutineer_holds_no_other_role", text="None.", stance="refuse", source="Our 3.1"
    )
    assert stands() == (State.NOT_KEPT, "refuse", "Our 3.1")

    rule.confirmed, rule.stance = False, "warn"
    rule.save()
    assert stands() == (State.NOT_KEPT, "record", "Our 3.1")


def test_an_ended_rule_no_longer_counts(in_north):
    LocalRule.objects.create(kind="media_needs_agreement", text="Old.", ended_on=JUNE)

    assert [each for each in order.findings(on=JUNE) if each.state == State.RECORDED] == []
    before = [each.key for each in order.findings(on=date(2026, 5, 31))]
    assert "media_needs_agreement" in before


def test_any_app_may_add_its_own_checks(in_north, monkeypatch):
    def always(_):
        return [kept("Always.")]

    monkeypatch.setattr(order, "_parts", [])
    check = Check("mine", "Mine", "Mine is kept", Source("Us"), order.RuleStance.WARN, always)
    order.register(order.Part((check,), lambda record: record))

    (found,) = order.findings(on=JUNE)
    assert (found.key, found.state_words, found.stance_words, found.checked) == (
        "mine",
        "In order",
        "Expected",
        "",
    )


def test_every_check_has_a_key_of_its_own_and_says_what_it_asks():
    keys = [check.key for check in order.catalogue()]

    assert len(keys) == len(set(keys))
    assert all(check.title and check.source.cites for check in order.catalogue())
    documented = [getattr(check.run, "func", check.run) for check in order.catalogue()]
    assert all(each.__doc__ for each in documented)


# --- what needs the manager


def standing(*permissions):
    return Standing(frozenset(), frozenset(permissions))


def test_required_rules_that_are_broken_are_one_entry_on_the_home_page(as_manager, in_north):
    make.seat("scrutineer", "SCRUTINEER")
    gone = make.seat("lead", "LSP", speaks_for="police")
    make.appointment(gone, ends=date(2021, 1, 1))

    keeper = standing(Permission.PARTNERSHIP_EDIT)
    (need,) = order_notes.needs(None, keeper, JUNE)

    assert (need.what, need.path) == ("3 required rules are not kept: see what to do", "order/")
    assert order_notes.needs(None, standing(), JUNE) == []


def test_one_broken_rule_is_said_in_the_singular(in_north):
    (need,) = order_notes.needs(None, standing(Permission.PARTNERSHIP_EDIT), JUNE)

    assert need.what == "A required rule is not kept: see what to do"


@pytest.mark.parametrize(
    ("began", "told"),
    [("2025-07-02", []), ("2025-07-01", ["2026-07-01"]), ("2025-01-01", ["2026-01-01"])],
)
def test_a_look_at_a_chair_is_told_of_thirty_days_ahead(in_north, began, told):
    chair = make.seat("chair", "CHAIR")
    make.appointment(chair, starts=date.fromisoformat(began))
    rule = ChairRule.objects.create(body="Executive", chosen_from="x", seat=chair, review_months=12)

    found = order_notes.reminders(JUNE)

    assert [each.key for each in found] == [f"chair-review:{rule.public_id}:{day}" for day in told]
    assert all(each.path == f"details/chair-rules/{rule.public_id}/" for each in found)


def test_a_late_look_at_a_chair_needs_the_manager(in_north):
    chair = make.seat("chair", "CHAIR")
    make.appointment(chair, starts=date(2024, 1, 1))
    ChairRule.objects.create(body="Executive", chosen_from="x", seat=chair, review_months=12)

    needs = order_notes.needs(None, standing(Permission.PARTNERSHIP_EDIT), JUNE)

    assert "Look at who chairs next, and record it" in [need.what for need in needs]


# --- the rules' own pages


def test_a_rule_is_added_changed_and_ended_on_its_pages(as_manager, north):
    typed = {
        "kind": "lay_members",
        "text": "Two sit.",
        "stance": "warn",
        "number": "2",
        "confirmed": "on",
        "source": "Agreement 1",
    }
    answer = as_manager.post(at("local-rule-add"), typed, follow=True)
    assert "Two sit." in text(answer)
    assert "In the arrangements: Agreement 1. Number: 2" in text(answer)
    with tenant(north.pk):
        rule = LocalRule.objects.get().public_id

    changed = {**typed, "text": "Three sit.", "confirmed": ""}
    answer = as_manager.post(at("local-rule-edit", local_rule=rule), changed, follow=True)
    assert "Three sit." in text(answer)
    assert "Practice only" in text(answer)

    as_manager.post(at("local-rule-end", local_rule=rule), day("ended_on", "2026-01-01"))
    page = text(as_manager.get(at("local-rules")))
    assert "No rules yet" in page
    assert "Lay members: Three sit. Until 1 January 2026." in page


def test_a_refused_rule_keeps_what_was_typed(as_manager, north):
    with tenant(north.pk):
        LocalRule.objects.create(kind="lay_members", text="One sits.")

    typed = {"kind": "lay_members", "text": "Typed words", "stance": "warn"}
    page = text(as_manager.post(at("local-rule-add"), typed))

    assert '<a href="#id_kind">There is a rule about this already: Lay members.' in page
    assert "Typed words" in page


def test_a_rule_names_groups_where_there_are_some(as_manager, north):
    with tenant(north.pk):
        groups.group("board", name="The Board")
    assert "The Board" in text(as_manager.get(at("local-rule-add")))

    typed = {"kind": "lay_members", "text": "x", "stance": "record", "applies_to": ["board"]}
    assert "The Board" in text(as_manager.post(at("local-rule-add"), typed, follow=True))


def test_a_look_at_a_chair_is_recorded_on_its_page(as_manager, north):
    with tenant(north.pk):
        chair = make.seat("chair", "CHAIR")
        delegate = make.seat("dsp", "DSP", speaks_for="police")
        make.appointment(chair, starts=date(2020, 1, 1))
        rule = ChairRule.objects.create(
            body="Executive", chosen_from="x", seat=chair, from_roles=["DSP"], review_months=12
        )
    page = at("chair-rule", rule=rule.public_id)
    assert "Review overdue" in text(as_manager.get(page))

    typed = {
        "decision": "changes",
        "outcome": "The police chair next.",
        **day("reviewed_on", "2026-01-05"),
    }
    add = at("chair-review-add", rule=rule.public_id)
    assert "Select whose holder chairs next." in text(as_manager.post(add, typed))

    answer = text(
        as_manager.post(add, {**typed, "next_seat": str(delegate.public_id)}, follow=True)
    )
    assert "5 January 2026: Seat dsp chairs next" in answer


def test_a_chair_rule_is_changed_with_what_the_portal_checks(as_manager, north):
    with tenant(north.pk):
        chair = make.seat("chair", "CHAIR")
        rule = ChairRule.objects.create(body="Executive", chosen_from="x", source="Ours 1")
    typed = {
        "body": "Executive",
        "chosen_from": "the delegates",
        "source": "Ours 2",
        "seat": str(chair.public_id),
        "from_roles": ["DSP"],
        "method": "rotation",
        "minimum_months": "12",
        "review_months": "12",
    }

    answer = as_manager.post(at("chair-rule-edit", rule=rule.public_id), typed, follow=True)

    page = text(answer)
    assert all(each in page for each in ("Seat chair", "In rotation", "12 months", "Ours 2"))


def test_the_edition_is_said_among_the_details(as_manager, north):
    as_manager.post(
        at("details-edit"), {"name": north.name, "short_name": "North", "edition": "wt2023"}
    )

    assert "Working Together 2023" in text(as_manager.get(at("details")))
