"""A panel's meeting planned, registered, minuted, agreed and cancelled."""

from datetime import timedelta

import pytest

from governance.models import Action, Meeting
from governance.selectors.acting import actions_seen_by
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent
from reviews.models import PanelItem
from reviews.selectors.panel import register_of
from reviews.services import panel as services
from reviews.services import panel_minutes as minutes
from reviews.services.panel import MeetingFacts
from reviews.services.panel_minutes import MinutedMeanwhile, Typed
from tests.factories import partnerships as people
from tests.factories import requests as asking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(north):
    with tenant(north.pk):
        yield


def codes_for(meeting, case, **by_kind):
    """Marks by the keys of the register: all three there unless said otherwise."""
    said = {"local_authority": "present", "icb": "virtual", "police": "present", **by_kind}
    return {each.key: said[each.partner] for each in register_of(meeting, case) if each.partner}


def typed(text, revision=0, over=None):
    return Typed(text=text, revision=revision, over=over)


def minute_all(meeting, who):
    for item in meeting.items.exclude(purpose=""):
        minutes.save_minutes(item=item, typed=typed("Said."), **who)


def close(meeting, case, who, **by_kind):
    codes = codes_for(meeting, case, **by_kind)
    services.save_register(meeting=meeting, codes=codes, **who)
    return services.close_register(meeting=meeting, **who)


def test_a_meeting_begins_with_the_four_purposes_and_is_no_meeting_of_governance(meeting):
    titles = list(meeting.items.order_by("order").values_list("title", flat=True))

    assert titles == [
        "What is known",
        "Immediate action and learning",
        "What could be improved",
        "Next steps",
        "Improvements that agencies begin now",
        "Decision and its reasons",
    ]
    assert meeting.items.exclude(purpose="").count() == 4
    assert Meeting.objects.count() == 0


def test_the_register_expects_the_partners_and_the_agencies_that_were_asked(meeting, case, who):
    asking.asked(case, name="Hospital", **who)

    assert [(each.post, each.partner) for each in register_of(meeting, case)] == [
        ("Seat lead-local_authority, The council", "local_authority"),
        ("Seat lead-icb, The board", "icb"),
        ("Seat lead-police, The force", "police"),
        ("Named doctor, Hospital", ""),
    ]


def test_a_closed_register_keeps_the_quorum_and_names_who_was_missing(meeting, case, who):
    held = close(meeting, case, who, police="apologies")

    assert held.quorum == {
        "is_met": False,
        "said": "Not quorate. Nobody was there for The force.",
        "present": ["local_authority", "icb"],
        "missing": ["The force"],
    }
    with pytest.raises(DomainError, match="its register is closed"):
        services.save_register(meeting=meeting, codes={}, **who)


def test_all_three_partners_are_a_quorum(meeting, case, who):
    assert close(meeting, case, who).quorum["is_met"]


def test_a_mark_is_changed_and_taken_away(meeting, case, who):
    codes = codes_for(meeting, case)
    assert services.save_register(meeting=meeting, codes=codes, **who) == 3
    key = next(iter(codes))
    assert services.save_register(meeting=meeting, codes={**codes, key: "deputy"}, **who) == 1
    assert services.save_register(meeting=meeting, codes={key: ""}, **who) == 1
    assert meeting.attendance.count() == 2


def test_nobody_marked_closes_no_register(meeting, who):
    with pytest.raises(DomainError, match="Mark who was there first"):
        services.close_register(meeting=meeting, **who)


def test_a_post_that_was_not_expected_is_added_once(meeting, who):
    said = {"meeting": meeting, "post": "Head teacher", "code": "present"}
    services.add_guest(**said, **who)

    with pytest.raises(DomainError, match="stands on the register already"):
        services.add_guest(**{**said, "post": "head teacher"}, **who)


def test_two_who_write_the_same_item_are_both_kept(meeting, who):
    item = meeting.items.first()
    minutes.save_minutes(item=item, typed=typed("The first"), **who)

    with pytest.raises(MinutedMeanwhile) as other:
        minutes.save_minutes(item=item, typed=typed("The second"), **who)
    assert other.value.item.minutes == "The first"
    both = typed("Both", revision=0, over=1)
    assert minutes.save_minutes(item=item, typed=both, **who).revision == 2


def test_minutes_are_agreed_when_the_purposes_are_answered_and_then_stand(meeting, case, who, now):
    close(meeting, case, who)
    with pytest.raises(DomainError, match="Nothing is minuted yet of: What is known"):
        minutes.agree_minutes(meeting=meeting, agreed_on=now.date(), **who)
    minute_all(meeting, who)
    minutes.agree_minutes(meeting=meeting, agreed_on=now.date(), **who)

    with pytest.raises(DomainError, match="have been agreed and are not changed"):
        minutes.save_minutes(item=meeting.items.first(), typed=typed("More", 1), **who)


def test_the_agenda_is_added_to_and_only_what_has_no_purpose_is_taken_off(meeting, who):
    item = services.add_item(meeting=meeting, title="Media", **who)
    services.remove_item(item=item, **who)
    assert not PanelItem.objects.filter(title="Media").exists()

    with pytest.raises(DomainError, match="This item stays"):
        services.remove_item(item=meeting.items.order_by("order").first(), **who)


def test_a_meeting_is_moved_and_cancelled_with_its_reason(meeting, who, now):
    later = MeetingFacts(starts_at=now + timedelta(days=2), place="Room 2", chair_post="Director")
    moved = services.change_meeting(meeting=meeting, facts=later, **who)
    assert (moved.place, moved.chair_post) == ("Room 2", "Director")
    with pytest.raises(DomainError, match="The register is kept from 5 June 2026 on"):
        services.save_register(meeting=meeting, codes={}, **who)

    with pytest.raises(DomainError, match="Say why it is cancelled"):
        services.cancel_meeting(meeting=meeting, reason=" ", **who)
    services.cancel_meeting(meeting=meeting, reason="Two partners cannot come", **who)
    with pytest.raises(DomainError, match="was cancelled"):
        services.change_meeting(meeting=meeting, facts=later, **who)


def test_a_held_meeting_is_neither_moved_nor_cancelled(meeting, case, who, now):
    close(meeting, case, who)

    with pytest.raises(DomainError, match="was held"):
        services.cancel_meeting(meeting=meeting, reason="By mistake", **who)


def test_an_action_names_the_reference_and_is_confidential(meeting, case, seats, who, now, north):
    made = minutes.open_immediate_action(
        meeting=meeting,
        title="Check the other children",
        owner=seats["police"],
        due_on=now.date() + timedelta(days=1),
        **who,
    )

    assert (made.source, made.source_label, made.confidential) == ("review", case.reference, True)
    assert made.source_path == f"{case.path}panel/{meeting.public_id}/"
    reader = people.member(north, "lay_member")
    standing = access.standing(reader, on=now.date())
    assert not actions_seen_by(reader, standing, on=now.date()).exists()
    assert Action.objects.count() == 1


def test_who_does_not_work_on_the_case_keeps_no_panel(meeting, case, north, now):
    stranger = people.member(north, "lay_member")
    said = {"by": stranger, "at": now}

    with pytest.raises(NotPermitted):
        services.plan_meeting(subject=case, facts=MeetingFacts(starts_at=now), **said)
    with pytest.raises(NotPermitted):
        services.close_register(meeting=meeting, **said)


def test_the_audit_names_no_post_and_no_word_of_the_minutes(meeting, case, who):
    close(meeting, case, who)
    minute_all(meeting, who)

    told = " ".join(str(event.facts) for event in AuditEvent.objects.all())
    assert "Said." not in told
    assert "Seat lead" not in told
