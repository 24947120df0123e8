"""The quorum of the four real partnerships, asked at a meeting of the groups that the files load.

The seats, the groups and the rules are those of the documents. No document names a person, so each
test puts somebody into the seats that it needs.
"""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from governance import services
from governance.models import Group, QuorumRule
from governance.selectors.quorum_live import quorum_live
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.foundation.context import tenant
from partnerships.models import Delegation, Partnership, Seat, User
from tests.examples.conftest import LOADED_AT
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = ("krscp", "kent", "kirklees", "merton")
TEN = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)  # ten o'clock in England
NHS = "NHS South West London Integrated Care Board"
MET = "Metropolitan Police Service"
QUALITY = "Director of Quality, NHS South West London ICB"
NONE = ("none", "No quorum is stated for this group.", "")
ONE_OF_TWO = (
    "Not quorate. One of the three safeguarding partners present, two needed. "
    "Absent: integrated care board, police."
)
EVERYBODY = ("local_authority", "icb", "police")


@pytest.fixture
def of():
    """Step into one of the partnerships, and return its manager."""
    with ExitStack() as stack:

        def enter(slug):
            stack.enter_context(tenant(Partnership.objects.get(slug=slug).pk))
            return User.objects.get(email=f"manager@{slug}.example")

        yield enter


def fill(*keys):
    for key in keys:
        people.appointment(Seat.objects.get(key=key), f"Holder of {key}")


def stand_in(key):
    people.appointment(Seat.objects.get(key=key), f"Deputy for {key}", kind="deputy")


def live(group, by, *, led_by, **marks):
    """Open a meeting of the group, keep the register as said, and return how its quorum stands."""
    seats = {seat.key: seat for seat in Seat.objects.all()}
    meeting = make.open_meeting(
        Group.objects.get(key=group), starts_at=TEN, by=by, at=LOADED_AT, presiding=seats[led_by]
    )
    named = {key.replace("_", "-"): said for key, said in marks.items()}
    said = [
        MarkFacts(seats[key], each) if isinstance(each, str) else MarkFacts(seats[key], **each)
        for key, each in named.items()
    ]
    save_register(meeting=meeting, marks=said, by=by, at=TEN)
    (found,) = quorum_live(meeting, at=TEN)
    return found


def verdict(found):
    return found.state, found.said, found.would_do


def test_merton_s_board_needs_any_two_of_the_three(of):
    by = of("merton")
    fill("lsp-la", "dsp-la", "lsp-icb", "lsp-police")

    two = live("main-board", by, led_by="lsp-la", lsp_la="present", lsp_police="virtual")

    assert two.rule == (
        "At least two of the three safeguarding partners must be present. Deputies count."
    )
    assert verdict(two) == ("quorate", "", "")
    assert two.present == ("local_authority", "police")
    assert two.remarks == ("The chair is present.",)


def test_two_of_the_council_are_one_partner_on_merton_s_board(of):
    by = of("merton")
    fill("lsp-la", "dsp-la", "lsp-icb", "lsp-police")

    one = live("main-board", by, led_by="lsp-la", lsp_la="present", dsp_la="present")

    assert verdict(one) == (
        "not-quorate",
        ONE_OF_TWO,
        f"Quorate if {NHS} or {MET} joins.",
    )
    assert one.present == ("local_authority",)


def test_a_standing_deputy_counts_on_merton_s_board(of):
    by = of("merton")
    fill("lsp-la", "lsp-icb", "lsp-police")
    stand_in("lsp-police")

    found = live("main-board", by, led_by="lsp-la", lsp_la="present", lsp_police="deputy")

    assert verdict(found) == ("quorate", "", "")


def test_whoever_is_left_on_merton_s_board_with_two_vacant_seats_cannot_be_quorate(of):
    by = of("merton")
    fill("lsp-la", "dsp-la")

    found = live("main-board", by, led_by="lsp-la", lsp_la="present", dsp_la="present")

    assert found.would_do == (
        f"Cannot be quorate: the seat for {NHS} is vacant; the seat for {MET} is vacant."
    )


def test_merton_s_executive_needs_all_three(of):
    by = of("merton")
    fill("lsp-la", "lsp-icb", "lsp-police")

    two = live("executive", by, led_by="lsp-la", lsp_la="present", lsp_icb="present")

    assert two.rule == "All three safeguarding partners must be present. Deputies count."
    assert verdict(two) == (
        "not-quorate",
        "Not quorate. Nobody is present for: police.",
        f"Quorate if {MET} joins.",
    )


def test_merton_s_executive_is_quorate_with_a_deputy_for_the_police(of):
    by = of("merton")
    fill("lsp-la", "lsp-icb", "lsp-police")
    stand_in("lsp-police")

    found = live(
        "executive", by, led_by="lsp-la",
        lsp_la="present", lsp_icb="virtual", lsp_police="deputy",
    )  # fmt: skip

    assert verdict(found) == ("quorate", "", "")
    assert found.present == ("icb", "local_authority", "police")


def test_a_vacant_seat_stops_merton_s_executive_and_is_named(of):
    by = of("merton")
    fill("lsp-la", "lsp-icb")

    found = live("executive", by, led_by="lsp-la", lsp_la="present", lsp_icb="present")

    assert found.would_do == f"Cannot be quorate: the seat for {MET} is vacant."
    assert found.remarks == (
        "The chair is present.",
        "The seat Commander, Basic Command Unit is vacant, so nobody counts for it.",
    )


def test_kirklees_executive_needs_all_three_however_many_come_of_the_council(of):
    by = of("kirklees")
    fill("lsp-la", "dsp-la", "lsp-icb", "lsp-police")

    found = live(
        "executive", by, led_by="lsp-la",
        lsp_la="present", dsp_la="present", lsp_icb="present", lsp_police="apologies",
    )  # fmt: skip

    assert found.rule == "All three safeguarding partners must be present."
    assert verdict(found) == (
        "not-quorate",
        "Not quorate. Nobody is present for: police.",
        "Quorate if West Yorkshire Police joins.",
    )


def test_kirklees_executive_is_quorate_with_all_three(of):
    by = of("kirklees")
    fill("lsp-la", "dsp-la", "lsp-icb", "lsp-police")

    found = live(
        "executive", by, led_by="lsp-la",
        dsp_la="present", lsp_icb="present", lsp_police="virtual", lsp_la="absent",
    )  # fmt: skip

    assert verdict(found) == ("quorate", "", "")
    assert found.remarks == ("The chair is not marked as present.",)


def test_kirklees_does_not_say_whether_a_deputy_counts_and_that_is_minuted(of):
    by = of("kirklees")
    fill("lsp-la", "dsp-la", "lsp-icb", "lsp-police")

    found = live(
        "executive", by, led_by="lsp-la",
        lsp_la="present", lsp_icb="present",
        lsp_police={"presence": "deputy", "deputy_post": "A superintendent"},
    )  # fmt: skip

    assert verdict(found) == (
        "remark",
        "Met only with a deputy for: police. The arrangements do not say whether deputies count.",
        "",
    )


@pytest.mark.parametrize(
    ("slug", "group", "seat", "present"),
    [
        ("krscp", "oseg", "dsp-dcs", ("local_authority",)),
        ("krscp", "wseg", "scrutineer", ()),
        ("kent", "executive-board", "dsp-la", ("local_authority",)),
        ("kent", "scrutiny-challenge", "scrutineer", ()),
        ("kirklees", "partnership", "lsp-la", ("local_authority",)),
    ],
)
def test_where_the_document_states_none_nobody_is_missing(slug, group, seat, present, of):
    by = of(slug)
    fill(seat)

    found = live(group, by, led_by=seat, **{seat: "present"})

    assert found.rule == "No quorum is stated."
    assert verdict(found) == NONE
    assert found.present == present


def test_krscp_s_vacant_seats_are_named_though_no_quorum_asks_for_them(of):
    by = of("krscp")
    fill("dsp-dcs", "dsp-police", "chair-oseg")

    found = live(
        "oseg", by, led_by="chair-oseg", dsp_dcs="present", chair_oseg="present"
    )  # fmt: skip

    assert found.remarks == (
        "The chair is present.",
        f"The seat {QUALITY} is vacant, so nobody counts for it.",
    )


def test_krscp_s_one_delegate_of_two_councils_is_one_partner_if_it_sets_a_quorum(of):
    by = of("krscp")
    fill("dsp-dcs", "dsp-icb", "dsp-police")
    givers = Delegation.objects.filter(to_seat__key="dsp-dcs").values_list(
        "from_seat__key", flat=True
    )
    rule = QuorumRule.objects.get(group__key="oseg")
    services.change(row=rule, facts={"stated": True, "minimum_partners": 2}, by=by, at=LOADED_AT)

    found = live("oseg", by, led_by="dsp-dcs", dsp_dcs="present")

    assert set(givers) == {"lsp-richmond", "lsp-kingston"}
    assert found.present == ("local_authority",)
    assert verdict(found) == (
        "not-quorate",
        ONE_OF_TWO,
        f"Quorate if {NHS} or {MET} joins.",
    )


@pytest.mark.parametrize(
    ("slug", "group", "rule"),
    [
        ("krscp", "oseg", (False, None, (), "not_stated")),
        ("kent", "executive-board", (False, None, (), "not_stated")),
        ("kirklees", "executive", (True, 3, EVERYBODY, "not_stated")),
        ("merton", "main-board", (True, 2, (), "yes")),
        ("merton", "executive", (True, 3, EVERYBODY, "yes")),
    ],
)
def test_the_rules_are_those_of_the_documents(slug, group, rule, of):
    of(slug)

    stored = QuorumRule.objects.get(group__key=group)

    kinds = tuple(stored.required_kinds)
    assert (stored.stated, stored.minimum_partners, kinds, stored.deputies_count) == rule
