"""A handover ends: completed with its note, or withdrawn."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.models import (
    Appointment,
    AuditEvent,
    Handover,
    Notice,
)
from partnerships.services import handovers, work
from partnerships.services.files import read_file
from reviews import services as cases
from reviews.models import Incident
from tests.factories import partnerships as make
from tests.factories import reviews as make_case
from tests.partnerships.handovers.leaving import LAST, refused, role_of, seated, step

pytestmark = pytest.mark.django_db


# --- note, completion, withdrawal


def test_the_last_day_stays_once_something_was_handed_over(handover, leaver, manager, moment):
    new = date(2026, 7, 31)
    said = {"handover": handover, "by": manager, "at": moment}
    handovers.change_handover(last_day=new, note=" Ask the clerk. ", **said)
    handover.refresh_from_db()
    assert (handover.last_day, handover.note) == (new, "Ask the clerk.")

    handovers.hand_over(steps=[step("role", role_of(leaver))], **said)

    found = refused(handovers.change_handover, last_day=LAST, note="", **said)
    assert (found.code, found.field) == ("day-used", "last_day")


def test_a_handover_is_complete_only_when_nothing_is_left(
    handover, leaver, successor, manager, moment
):
    seated(leaver)
    found = refused(handovers.complete_handover, handover=handover, by=manager, at=moment)
    assert str(found) == "2 things are left to hand over."

    seat = Appointment.objects.get()
    steps = [step("role", role_of(leaver)), step("seat", seat, successor)]
    handovers.hand_over(handover=handover, steps=steps, by=manager, at=moment)
    handovers.complete_handover(handover=handover, by=manager, at=moment)

    told = Notice.objects.get(key=f"handover:{handover.public_id}")
    assert (told.recipient, told.path) == (successor, f"access/handovers/{handover.public_id}/")
    done = AuditEvent.objects.get(verb=AuditVerb.COMPLETED)
    assert done.facts == {"user": leaver.pk, "things": 2}
    again = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert again.code == "handover-complete"


def test_a_handover_by_mistake_is_withdrawn_while_nothing_was_handed_over(
    handover, leaver, manager, moment
):
    handovers.withdraw_handover(handover=handover, by=manager, at=moment)
    assert not Handover.objects.exists()

    second = handovers.start_handover(leaver=leaver, last_day=LAST, by=manager, at=moment)
    handovers.hand_over(
        handover=second, steps=[step("role", role_of(leaver))], by=manager, at=moment
    )
    found = refused(handovers.withdraw_handover, handover=second, by=manager, at=moment)
    assert found.code == "handover-begun"


@pytest.fixture
def complete(handover, leaver, successor, manager, moment):
    """A complete handover with a note, a seat that passed and a restricted case."""
    seat = seated(leaver)
    case = make_case.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    said = {"handover": handover, "by": manager, "at": moment}
    note = "The clerk knows.\n\nThe <room> is booked."
    handovers.change_handover(last_day=LAST, note=note, **said)
    steps = [
        step("seat", seat, successor),
        step("role", role_of(leaver)),
        step("case", case, successor),
    ]
    handovers.hand_over(steps=steps, **said)
    return handovers.complete_handover(**said)


def test_the_note_is_a_pdf_that_everybody_can_read_and_names_no_restricted_case(
    complete, moment, north
):
    reference = Incident.objects.get().reference
    job = handovers.note_job(complete)

    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: moment)

    with tenant(north.pk):
        complete.refresh_from_db()
        content = read_file(file=complete.file)
    reader = PdfReader(BytesIO(content))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert pdf.problems(content) == ()
    assert reader.metadata.title == "Handover of Northshire dsp"
    for words in ("The clerk knows.", "The <room> is booked.", "Seat dsp-police", "30 June 2026"):
        assert words in said
    assert "A restricted case" in said
    assert reference not in said


def test_the_note_is_given_to_successors_and_managers_with_an_audit_row(
    complete, successor, manager, leaver, moment, north
):
    job = handovers.note_job(complete)
    with pytest.raises(DomainError, match="There is no note yet"):
        handovers.give_note(handover=complete, by=manager, at=moment)
    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: moment)
    with tenant(north.pk):
        complete.refresh_from_db()
        assert handovers.give_note(handover=complete, by=successor, at=moment)[:5] == b"%PDF-"
        assert handovers.give_note(handover=complete, by=manager, at=moment)
        with pytest.raises(NotPermitted):
            handovers.give_note(handover=complete, by=leaver, at=moment)
        given = AuditEvent.objects.filter(verb=AuditVerb.DOWNLOADED)
        assert [each.by_id for each in given.order_by("number")] == [successor.pk, manager.pk]
        found = refused(handovers.request_note, handover=complete, by=manager, at=moment)
        assert found.code == "no-retry"


def test_who_took_nothing_over_may_not_read_the_note(complete, in_north):
    assert not selectors.may_read_note(complete, make.member(in_north, "dsp", "x@north.example"))
