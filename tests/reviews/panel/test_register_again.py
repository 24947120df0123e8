"""A closed register is put right: opened again with a reason, until its minutes are agreed."""

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.models import PanelMeeting
from reviews.services import panel as services
from reviews.services import panel_minutes as minutes
from tests.factories import partnerships as people
from tests.reviews.chronology.conftest import address, words
from tests.reviews.panel.test_services import close, codes_for, minute_all

pytestmark = pytest.mark.django_db
WHY = "The force came after all"


def test_a_register_that_is_put_right_is_closed_anew(north, meeting, case, who, now):
    with tenant(north.pk):
        close(meeting, case, who, police="apologies")
        opened = services.reopen_register(meeting=meeting, reason=f" {WHY} ", **who)

        assert (opened.held_at, opened.held_by, opened.quorum) == (None, None, {})
        assert opened.attendance.count() == 3
        codes = codes_for(opened, case)
        assert services.save_register(meeting=opened, codes=codes, **who) == 1
        assert services.close_register(meeting=opened, **who).quorum["is_met"] is True


def test_the_audit_keeps_what_was_closed(north, meeting, case, manager, who, now):
    with tenant(north.pk):
        close(meeting, case, who, police="apologies")
        services.reopen_register(meeting=meeting, reason=WHY, **who)

        said = AuditEvent.objects.get(verb="corrected").facts
        marks = {str(row.public_id): row.code for row in meeting.attendance.all()}
    assert said == {
        "because": WHY,
        "closed_at": now.isoformat(),
        "closed_by": str(manager.public_id),
        "quorate": False,
        "present": ["local_authority", "icb"],
        "marks": marks,
    }
    assert sorted(marks.values()) == ["apologies", "present", "virtual"]


def test_an_open_register_is_not_opened(north, meeting, who):
    with tenant(north.pk), pytest.raises(DomainError, match="The register is open"):
        services.reopen_register(meeting=meeting, reason=WHY, **who)


def test_no_reason_opens_nothing(north, meeting, case, who):
    with tenant(north.pk):
        close(meeting, case, who)
        with pytest.raises(DomainError, match="Say what has to be put right") as refused:
            services.reopen_register(meeting=meeting, reason=" ", **who)

        assert refused.value.field == "reason"
        assert PanelMeeting.objects.get(pk=meeting.pk).held_at is not None


def test_agreed_minutes_keep_the_register_as_it_is(north, meeting, case, who, now):
    with tenant(north.pk):
        close(meeting, case, who)
        minute_all(meeting, who)
        minutes.agree_minutes(meeting=meeting, agreed_on=now.date(), **who)

        with pytest.raises(DomainError, match="The minutes have been agreed"):
            services.reopen_register(meeting=meeting, reason=WHY, **who)


def test_who_does_not_work_on_the_case_opens_no_register(north, meeting, case, who, now):
    with tenant(north.pk):
        close(meeting, case, who)
        stranger = people.member(north, "lay_member")
        with pytest.raises(NotPermitted):
            services.reopen_register(meeting=meeting, reason=WHY, by=stranger, at=now)


def test_the_page_offers_it_while_the_minutes_are_open(signed_in, north, meeting, case, who, now):
    at = {"case": case.public_id, "panel_meeting": meeting.public_id}
    assert "Put the register right" not in words(signed_in.get(address("case-panel-meeting", **at)))
    with tenant(north.pk):
        close(meeting, case, who, police="apologies")

    assert "Put the register right" in words(signed_in.get(address("case-panel-meeting", **at)))
    empty = signed_in.post(address("case-panel-reopen", **at), {"reason": ""})
    assert set(empty.context["form"].errors) == {"reason"}
    opened = signed_in.post(address("case-panel-reopen", **at), {"reason": WHY}, follow=True)
    assert "The register is open again. Put it right and close it." in words(opened)
    with tenant(north.pk):
        close(meeting, case, who)
        minute_all(meeting, who)
        minutes.agree_minutes(meeting=meeting, agreed_on=now.date(), **who)
    assert "Put the register right" not in words(signed_in.get(address("case-panel-meeting", **at)))
