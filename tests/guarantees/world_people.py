"""A row of every table of people, seats and authority that the fictional example leaves empty."""

from datetime import datetime

from governance import services as governance
from governance.models import (
    Group,
    GroupAgency,
    GroupSeat,
    LinkedBoard,
    LinkedBoardArea,
)
from krscp_portal.foundation.context import current_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Appointment,
    Area,
    ChairReview,
    ChairRule,
    Delegation,
    Handover,
    LocalRule,
    Organisation,
    Participation,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.papers import Paper
from partnerships.services import (
    access_reviews,
    conflicts,
    delegations,
    directory,
    handovers,
    imports,
    responsibilities,
    support,
)
from partnerships.services.files import keep_file
from partnerships.services.support import SupportFacts
from publications.models import PublicPage


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership."""
    today = local_day(at)
    seat = Seat.objects.order_by("pk").first()
    agency = AgencyMembership.objects.order_by("pk").first()
    area = Area.objects.order_by("pk").first()
    group = Group.objects.order_by("pk").first()
    reviewed = {"reviewed_on": today, "recorded_at": at, "recorded_by": manager, "outcome": "Kept"}
    body = Organisation.objects.filter(registered_by=current_partnership_id()).first()
    directory.add_alias(organisation=body, name="Another name of a body", by=manager, at=at)
    directory.add_footprint(organisation=body, area=area, unit="A unit", by=manager, at=at)
    AgencyArea.objects.create(agency=agency, area=area)
    GroupSeat.objects.get_or_create(group=group, seat=seat, to_on=None)
    GroupAgency.objects.get_or_create(group=group, agency=agency)
    board = LinkedBoard.objects.order_by("pk").first()
    LinkedBoardArea.objects.get_or_create(board=board, area=area)
    facts = governance.ProtocolFacts("Working together", paper=Paper("a.pdf", b"%PDF-1.7\n%%EOF"))
    governance.add_protocol(board=board, facts=facts, by=manager, at=at)
    Participation.objects.create(body_id=current_partnership_id(), name="A place of theirs")
    lay = Appointment.objects.select_related("seat").filter(seat__role="LAY_MEMBER").get()
    facts = SupportFacts(tasks="Reads plans for plain words", mentor=seat, shadowing="A forum")
    support.record_support(appointment=lay, facts=facts, by=manager, at=at)
    _add_what_is_handed_on(manager, at)
    ChairReview.objects.create(rule=ChairRule.objects.first(), continues=True, **reviewed)
    LocalRule.objects.get_or_create(kind="media_needs_agreement", ended_on=None, text="A rule")
    _add_interest(at)
    content = b"Organisation,Kind of organisation,Basis\nA body of ours,Other,Adviser\n"
    imports.upload(kind="agencies", name="List.csv", content=content, by=manager, at=at)
    _add_a_leaver(manager, at)
    for kind in ("whos_who", "structure"):
        confirmed = {"shown": True, "confirmed_at": at, "confirmed_by": manager}
        PublicPage.objects.update_or_create(kind=kind, defaults=confirmed)


def _add_a_leaver(manager: User, at: datetime) -> None:
    """A complete handover with its note, one that goes on, and an open review of access."""
    who = {"by": manager, "at": at}
    role = RoleAssignment.objects.in_open_partnership().filter(role="auditor").first()
    done = handovers.start_handover(leaver=role.user, last_day=local_day(at), **who)
    handovers.change_handover(
        handover=done, last_day=done.last_day, note="Ask whoever keeps the minutes", **who
    )
    left = [
        handovers.Step(pile.kind.code, each.thing, None)
        for pile in handovers.what_is_left(handover=done, **who)
        for each in pile.things
    ]
    handovers.hand_over(handover=done, steps=left, **who)
    handovers.complete_handover(handover=done, **who)
    note = keep_file(
        name="handover.pdf", content_type="application/pdf", content=b"%PDF-1.7\n%%EOF", at=at
    )
    handovers.finish_note(subject_id=done.public_id, file=note, **who)
    Handover.objects.create(
        leaver=manager, last_day=local_day(at), started_at=at, started_by=manager
    )
    access_reviews.start_review(**who)


def _add_what_is_handed_on(manager: User, at: datetime) -> None:
    """A signed delegation that was looked at, and a table of tasks that was looked at."""
    who = {"by": manager, "at": at}
    today = local_day(at)
    delegation = Delegation.objects.select_related("from_seat", "to_seat").order_by("pk").first()
    facts = delegations.DelegationFacts(
        from_seat=delegation.from_seat,
        to_seat=delegation.to_seat,
        functions=delegation.functions,
        retained=delegation.retained,
        source=delegation.source,
        note="The board has seen it",
        document=Paper("letter.pdf", b"%PDF-1.7\n%%EOF"),
    )
    delegations.change_delegation(delegation=delegation, facts=facts, **who)
    looked = delegations.ReviewFacts(reviewed_on=today, outcome="Kept as it is")
    delegations.record_review(delegation=delegation, facts=looked, **who)
    task = responsibilities.ResponsibilityFacts(
        what="Plans the year", seat=delegation.to_seat, how="Twice a year"
    )
    responsibilities.add_responsibility(facts=task, **who)
    review = responsibilities.TableReviewFacts(reviewed_on=today, outcome="Kept as it is")
    responsibilities.review_table(facts=review, **who)


def _add_interest(at: datetime) -> None:
    """An interest of the scrutineer, and how the lead partner says that it is handled."""
    scrutineer = User.objects.get(email="scrutineer@demoborough.example")
    facts = conflicts.InterestFacts("other_role", "Mediates in a dispute of two partners")
    declared = conflicts.declare_interest(facts=facts, by=scrutineer, at=at)
    manager = User.objects.get(email="manager@demoborough.example")
    conflicts.decide_handling(
        declaration=declared, handling="Another person scrutinises that dispute", by=manager, at=at
    )
