"""Panels on a case or a review: who is expected, how each stands, what one page shows."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.attendance_rules import ATTENDED
from governance.enums import ActionSource, Presence
from governance.quorum import PARTNERS, Present
from governance.selectors.actions import ActionLine, actions_from
from krscp_portal.foundation.components import Status
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing as Held
from partnerships.enums import SeatRole
from partnerships.models import Organisation, Seat, User
from partnerships.roles import Permission
from reviews import panel_rules
from reviews.enums import PanelInvitationAnswer
from reviews.models import (
    AgencyRequest,
    Incident,
    PanelAttendance,
    PanelItem,
    PanelMeeting,
    Review,
)
from reviews.panel_rules import Standing

FILE: Final = Path(__file__).parent.parent / "data" / "panel_agenda.toml"
LONGEST_POST: Final = 160
LIKELY: Final[dict[str, Presence]] = {
    PanelInvitationAnswer.COMING: Presence.PRESENT,
    PanelInvitationAnswer.APOLOGIES: Presence.APOLOGIES,
}


@dataclass(frozen=True)
class AgendaLine:
    """One item of the agenda that stands ready."""

    title: str
    purpose: str


@dataclass(frozen=True)
class Expected:
    """A post of the register: whose it is, and how it was marked ("" where it was not).

    `email` is where the post is reached; `likely` is the mark that its answer to the invitation
    suggests.
    """

    key: str
    post: str
    partner: str = ""
    seat: Seat | None = None
    organisation: Organisation | None = None
    code: str = ""
    email: str = ""
    likely: str = ""

    @property
    def presence(self) -> str:
        """Return how the post was there, in words."""
        return str(Presence(self.code).label) if self.code else "Not marked"


@dataclass(frozen=True)
class PanelLine:
    """One meeting in the list."""

    meeting: PanelMeeting
    status: Status


@dataclass(frozen=True)
class PanelPage:
    """One meeting with its agenda, its register, its actions, and what may be done with it."""

    meeting: PanelMeeting
    status: Status
    items: tuple[PanelItem, ...]
    register: tuple[Expected, ...]
    quorum: dict[str, Any]
    actions: tuple[ActionLine, ...]
    may_change: bool
    may_register: bool
    may_minute: bool
    may_reopen: bool
    is_draft: bool


@cache
def ready_agenda() -> tuple[AgendaLine, ...]:
    """Return the items that an agenda starts with, from the data file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(AgendaLine(each["title"], each["purpose"]) for each in found["item"])


def panels_of(subject: Incident | Review) -> QuerySet[PanelMeeting]:
    """Return the meetings of the panel on this case or review, the newest first."""
    of = {"incident" if isinstance(subject, Incident) else "review": subject}
    return PanelMeeting.objects.filter(**of).order_by("-starts_at", "-pk")


def panel_lines(subject: Incident | Review, *, at: datetime) -> list[PanelLine]:
    """Return the meetings as they are listed; one query."""
    return [PanelLine(row, status_of(row, at=at)) for row in panels_of(subject)]


def panel(subject: Incident | Review, public_id: UUID) -> PanelMeeting | None:
    """Return a meeting on this case or review; None where there is none."""
    return panels_of(subject).filter(public_id=public_id).first()


def panel_page(
    meeting: PanelMeeting, subject: Incident | Review, user: User, held: Held, *, at: datetime
) -> PanelPage:
    """Return what the page of one meeting shows; six queries and those of the actions' sight."""
    today = local_day(at)
    stands = standing_of(meeting)
    register = register_of(meeting, subject)
    return PanelPage(
        meeting=meeting,
        status=status_of(meeting, at=at),
        items=tuple(meeting.items.order_by("order", "pk")),
        register=tuple(register),
        quorum=meeting.quorum or quorum_of(register),
        actions=actions_of(subject, user, held, on=today),
        may_change=bool(panel_rules.may_change(stands)),
        may_register=bool(panel_rules.may_register(stands, today=today)),
        may_minute=bool(panel_rules.may_minute(stands, today=today)),
        may_reopen=bool(panel_rules.may_reopen(stands)),
        is_draft=meeting.minutes_agreed_on is None,
    )


def actions_of(
    subject: Incident | Review, user: User, held: Held, *, on: date
) -> tuple[ActionLine, ...]:
    """Return the actions that came of the case or review, as far as the person may see them."""
    if not held.can(Permission.GOVERNANCE_VIEW):
        return ()
    source = ActionSource.REVIEW
    return actions_from(user, held, on=on, source=source, source_id=subject.public_id)


def standing_of(meeting: PanelMeeting) -> Standing:
    """Return how the meeting stands, for the rules."""
    return Standing(
        on=local_day(meeting.starts_at),
        is_held=meeting.held_at is not None,
        is_cancelled=bool(meeting.cancelled_because),
        is_agreed=meeting.minutes_agreed_on is not None,
    )


def status_of(meeting: PanelMeeting, *, at: datetime) -> Status:
    """Return how the meeting stands in a word."""
    if meeting.cancelled_because:
        return Status("Cancelled", "grey")
    if meeting.minutes_agreed_on:
        return Status("Minutes agreed", "green")
    if meeting.held_at:
        return Status("Held", "blue")
    if local_day(meeting.starts_at) <= local_day(at):
        return Status("Register open", "yellow")
    return Status("Planned", "blue")


def register_of(meeting: PanelMeeting, subject: Incident | Review) -> list[Expected]:
    """Return the posts of the register: the three partners', the agencies asked, then others.

    Others are those who were invited besides, or added. Once the register is closed, only what was
    marked. Four queries.
    """
    marked = list(meeting.attendance.select_related("seat", "organisation").order_by("post", "pk"))
    by_post = {row.post: row for row in marked}
    expected = [] if meeting.held_at else expected_at(meeting, subject)
    asked = [] if meeting.held_at else list(meeting.invitations.order_by("pk"))
    likely = {row.post: LIKELY.get(row.answer, "") for row in asked}
    there = {each.post for each in expected}
    expected += [
        Expected(f"invited-{row.public_id}", row.post) for row in asked if row.post not in there
    ]
    known: dict[str, Expected] = {}
    for each in expected:
        marked_as = by_post[each.post].code if each.post in by_post else ""
        known[each.post] = replace(each, code=marked_as, likely=likely.get(each.post, ""))
    for row in marked:
        if row.post not in known:
            known[row.post] = _of_row(row)
    return sorted(known.values(), key=_place)


def expected_at(meeting: PanelMeeting, subject: Incident | Review) -> list[Expected]:
    """Return the posts that belong at the meeting: the three partners', then the agencies asked."""
    return sorted([*_partners(meeting), *_agencies(subject)], key=_place)


def quorum_of(register: Iterable[Expected]) -> dict[str, Any]:
    """Return whether the panel is quorate by its register as it stands."""
    rows = list(register)
    present = [
        Present(row.partner, is_deputy=row.code == Presence.DEPUTY)
        for row in rows
        if row.partner and row.code in ATTENDED
    ]
    return panel_rules.quorum(present, names=_names(rows))


def _place(row: Expected) -> tuple[int, str]:
    kinds = list(PARTNERS)
    if row.partner:
        return kinds.index(row.partner), row.post
    return len(kinds) + (0 if row.organisation else 1), row.post


def _partners(meeting: PanelMeeting) -> list[Expected]:
    """Return the posts of the three partners that speak on cases: lead and delegated."""
    there = Q(closed_on__isnull=True) | Q(closed_on__gt=local_day(meeting.starts_at))
    seats = Seat.objects.filter(
        there, speaks_for__in=PARTNERS, role__in=[SeatRole.LSP, SeatRole.DSP]
    )
    rows = seats.select_related("organisation").order_by("title", "pk")
    return [
        Expected(
            key=f"seat-{row.public_id}",
            post=_named(row.title, row.organisation),
            partner=row.speaks_for,
            seat=row,
            organisation=row.organisation,
            email=row.contact_email,
        )
        for row in rows
    ]


def _agencies(subject: Incident | Review) -> list[Expected]:
    of = {"incident" if isinstance(subject, Incident) else "review": subject}
    asked = AgencyRequest.objects.filter(**of, cancelled_because="", asked_at__isnull=False)
    return [
        Expected(
            key=f"agency-{row.public_id}",
            post=_named(row.to_post, row.organisation),
            organisation=row.organisation,
            email=row.to_email,
        )
        for row in asked.select_related("organisation").order_by("organisation__name", "pk")
    ]


def _named(post: str, organisation: Organisation | None) -> str:
    """Call a post with its body, so that two of one name stand apart; never with the body twice."""
    if organisation is None or organisation.name.casefold() in post.casefold():
        return post
    return f"{post}, {organisation.name}"[:LONGEST_POST]


def _of_row(row: PanelAttendance) -> Expected:
    return Expected(
        f"other-{row.public_id}", row.post, row.partner, row.seat, row.organisation, row.code
    )


def _names(register: Iterable[Expected]) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for row in register:
        if row.partner and row.organisation:
            names.setdefault(row.partner, []).append(row.organisation.name)
    return {kind: " or ".join(dict.fromkeys(each)) for kind, each in names.items()}
