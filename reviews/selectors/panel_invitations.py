"""Who may be invited to a panel's meeting, how each is told, what each answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from governance import ics
from krscp_portal.foundation.components import Status
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment
from partnerships import access
from partnerships.enums import AppointmentKind, JobState
from partnerships.models import Appointment, Job, Partnership, User
from reviews import panel_rules
from reviews.enums import PanelInvitationAnswer
from reviews.models import Incident, PanelInvitation, PanelMeeting, Review
from reviews.selectors.panel import Expected, expected_at, standing_of

MAIL: Final = "reviews.panel_mail"
TONES: Final = {
    PanelInvitationAnswer.WAITING: "yellow",
    PanelInvitationAnswer.COMING: "green",
    PanelInvitationAnswer.APOLOGIES: "grey",
}
NEITHER: Final = "No account and no e-mail address: tell them yourselves"


@dataclass(frozen=True)
class Invitable:
    """A post that belongs at the meeting and was not invited yet, and how it would be told.

    `account` is of somebody who sees the case; everybody else is told by e-mail alone.
    """

    expected: Expected
    account: User | None
    email: str

    @property
    def key(self) -> str:
        return self.expected.key

    @property
    def post(self) -> str:
        return self.expected.post

    @property
    def how(self) -> str:
        """Return how the post would be told."""
        if self.account is not None:
            return f"By a notice in the portal, to {self.account.display_name}"
        return f"By a neutral e-mail to {self.email}" if self.email else NEITHER


@dataclass(frozen=True)
class Invited:
    """Who was invited, the reader's own invitation, and whether more may be invited now."""

    lines: list["InvitedLine"]
    own: PanelInvitation | None
    may_invite: bool


@dataclass(frozen=True, kw_only=True)
class InvitedLine:
    """One invitation on the meeting's page: how it was told, and what came back."""

    public_id: UUID
    post: str
    how: str
    status: Status
    answered: str
    by_mail: bool


def invitables(
    meeting: PanelMeeting, subject: Incident | Review, *, at: datetime
) -> list[Invitable]:
    """Return the posts that were not invited yet; four queries, and two for each account."""
    asked = set(meeting.invitations.values_list("post", flat=True))
    rows = [each for each in expected_at(meeting, subject) if each.post not in asked]
    accounts = _accounts(rows, on=local_day(meeting.starts_at))
    return [_invitable(row, accounts.get(row.key), subject, at=at) for row in rows]


def invited_to(meeting: PanelMeeting, user: User, *, at: datetime) -> Invited:
    """Return who was invited, in the order of inviting; one query, and one where e-mails went."""
    rows = list(meeting.invitations.select_related("account").order_by("pk"))
    mail = _mail_of(rows)
    has_begun = meeting.starts_at <= at
    return Invited(
        lines=[_line(row, mail.get(row.public_id)) for row in rows],
        own=next((row for row in rows if row.account_id == user.pk), None),
        may_invite=bool(panel_rules.may_invite(standing_of(meeting), has_begun=has_begun)),
    )


def own_invitation(meeting: PanelMeeting, user: User) -> PanelInvitation | None:
    """Return the person's own invitation to the meeting, if they were invited by their account."""
    return meeting.invitations.filter(account=user).order_by("pk").first()


def calendar_of(meeting: PanelMeeting, *, partnership: Partnership, at: datetime) -> bytes:
    """Return the meeting for somebody's calendar: when and where, and nothing of the case.

    A panel keeps no count of its moves, so the number is the minutes since it was planned.
    """
    entry = ics.Entry(
        uid=f"{meeting.public_id}@{partnership.slug}.meetings",
        title="Meeting",
        starts=meeting.starts_at,
        changed_at=at,
        sequence=max(0, int((at - meeting.planned_at).total_seconds() // 60)),
        cancelled=bool(meeting.cancelled_because),
        place=meeting.place,
    )
    return ics.calendar(name=partnership.short_name, entries=[entry])


def _invitable(
    row: Expected, account: User | None, subject: Incident | Review, *, at: datetime
) -> Invitable:
    if account is None:
        return Invitable(row, None, row.email)
    if _sees(account, subject, at=at):
        return Invitable(row, account, "")
    return Invitable(row, None, account.email)


def _sees(user: User, subject: Incident | Review, *, at: datetime) -> bool:
    """Say whether somebody sees the case, but for an emergency's day."""
    standing = access.standing(user, on=local_day(at))
    rows: Iterable[Incident | Review]
    if isinstance(subject, Incident):
        rows = Incident.objects.visible_to(user, standing).filter(pk=subject.pk)
    else:
        rows = Review.objects.visible_to(user, standing).filter(pk=subject.pk)
    return bool(rows)


def _accounts(rows: Iterable[Expected], *, on: date) -> dict[str, User]:
    """Return for each post the account that it is reached by.

    Of a seat that of whoever holds it on the meeting's day, an acting holder first; of an agency
    that of its address.
    """
    posts = list(rows)
    seats = {each.seat.pk: each.key for each in posts if each.seat is not None}
    held = Appointment.objects.filling().filter(seat__in=seats, period__contains=on)
    found: dict[str, User] = {}
    for row in held.select_related("person__user").order_by("pk"):
        user = row.person.user
        first = row.kind == AppointmentKind.ACTING
        if user is not None and user.is_active and (first or seats[row.seat_id] not in found):
            found[seats[row.seat_id]] = user
    mails = {each.email.lower(): each.key for each in posts if each.seat is None and each.email}
    for user in User.objects.filter(email__in=mails, is_active=True):
        found[mails[user.email.lower()]] = user
    return found


def _mail_of(rows: Iterable[PanelInvitation]) -> dict[UUID, Job]:
    """Return the last e-mail of each invitation that has one."""
    ids = [row.public_id for row in rows if row.email]
    if not ids:
        return {}
    jobs = Job.objects.filter(kind=MAIL, subject_id__in=ids).order_by("requested_at", "pk")
    return {job.subject_id: job for job in jobs}


def _line(row: PanelInvitation, mail: Job | None) -> InvitedLine:
    answer = PanelInvitationAnswer(row.answer)
    return InvitedLine(
        public_id=row.public_id,
        post=row.post,
        how=_how(row, mail),
        status=Status(str(answer.label), TONES[answer]),
        answered=moment(row.answered_at) if row.answered_at else "",
        by_mail=row.account_id is None,
    )


def _how(row: PanelInvitation, mail: Job | None) -> str:
    if row.account is not None:
        return f"Notice to {row.account.display_name}"
    if not row.email:
        return NEITHER
    if mail is None:
        return f"E-mail to {row.email}"
    match mail.state:
        case JobState.DONE:
            return f"E-mail to {row.email}, sent {moment(mail.finished_at)}"
        case JobState.FAILED:
            return f"E-mail to {row.email} could not be sent"
        case _:
            return f"E-mail to {row.email}, about to leave"
