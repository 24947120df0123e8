"""Inviting posts to a panel's meeting, and keeping what they answered."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.services.work import request_job
from reviews import panel_rules
from reviews.enums import PanelInvitationAnswer
from reviews.models import Incident, PanelInvitation, PanelMeeting, Review
from reviews.selectors.panel import standing_of
from reviews.selectors.panel_invitations import MAIL, Invitable, invitables
from reviews.services.panel import hold_meeting, record, refuse
from reviews.services.panel_telling import refuse_while_leaving, tell_invited
from reviews.services.steps import NOT_YOURS

SUBJECT = "You are asked to a meeting"
ANSWERS = frozenset({PanelInvitationAnswer.COMING, PanelInvitationAnswer.APOLOGIES})


@transaction.atomic
def invite_posts(
    *, meeting: PanelMeeting, keys: Collection[str], by: User, at: datetime
) -> list[PanelInvitation]:
    """Invite posts that belong at the meeting, by their keys; each once.

    Whoever sees the case gets a notice, everybody else a neutral e-mail; a post without either is
    kept as invited by the unit itself. Refuses nobody chosen, a post that was invited meanwhile or
    does not belong, and a meeting that has begun, was held or is cancelled.
    """
    row = _hold_to_come(meeting, by=by, at=at)
    subject = row.incident or row.review
    assert subject is not None  # noqa: S101 -- a constraint says so, for the type checker
    if not keys:
        raise DomainError("Choose at least one post.", code="none", field="posts")
    open_ = {each.key: each for each in invitables(row, subject, at=at)}
    if set(keys) - open_.keys():
        raise DomainError(
            "Somebody was invited meanwhile. Look at the posts again.", code="stale", field="posts"
        )
    chosen = [each for key, each in open_.items() if key in keys]
    made = [_make(row, each, by=by, at=at) for each in chosen]
    tell_invited(made, subject=SUBJECT, by=by, at=at)
    _note(row, made, by=by, at=at)
    return made


@transaction.atomic
def invite_another(
    *, meeting: PanelMeeting, post: str, email: str = "", by: User, at: datetime
) -> PanelInvitation:
    """Invite a post that is not expected, by e-mail where an address is given.

    Refuses no post, one that is invited or expected already, an address that is none, and what
    `invite_posts` refuses of the meeting.
    """
    row = _hold_to_come(meeting, by=by, at=at)
    subject = row.incident or row.review
    assert subject is not None  # noqa: S101 -- a constraint says so, for the type checker
    named = post.strip()
    if not named:
        raise DomainError("Name the post.", code="post-needed", field="post")
    there = {each.post.casefold() for each in invitables(row, subject, at=at)}
    asked = {name.casefold() for name in row.invitations.values_list("post", flat=True)}
    if named.casefold() in there | asked:
        raise DomainError(
            "This post stands among those invited already.", code="there-already", field="post"
        )
    made = PanelInvitation(
        meeting=row,
        post=named,
        email=email.strip(),
        told_of=row.starts_at,
        invited_at=at,
        invited_by=by,
    )
    clean(made)
    made.save(force_insert=True)
    tell_invited([made], subject=SUBJECT, by=by, at=at)
    _note(row, [made], by=by, at=at)
    return made


@transaction.atomic
def send_again(
    *, invitation: PanelInvitation, email: str, by: User, at: datetime
) -> PanelInvitation:
    """Send an invitation's e-mail again, perhaps to another address.

    Refuses one that was told by a notice, an address that is none, an e-mail that is leaving just
    now, and what `invite_posts` refuses of the meeting.
    """
    meeting = _hold_to_come(invitation.meeting, by=by, at=at)
    row = meeting.invitations.select_for_update().get(pk=invitation.pk)
    if row.account_id is not None:
        raise DomainError("They were told by a notice in the portal.", code="by-notice")
    if not email.strip():
        raise DomainError("Enter the address.", code="email-needed", field="email")
    refuse_while_leaving([row])
    is_another = row.email.lower() != email.strip().lower()
    row.email = email.strip()
    clean(row)
    row.save(update_fields=["email"])
    request_job(kind=MAIL, subject_id=row.public_id, by=by, at=at)
    facts = {"invitation": str(row.public_id), "another_address": is_another}
    record(meeting, AuditVerb.INVITED, by=by, at=at, **facts)
    return row


@transaction.atomic
def answer_invitation(
    *, invitation: PanelInvitation, answer: str, by: User, at: datetime
) -> PanelInvitation:
    """Keep whether somebody comes: their own answer, or one that the unit was told.

    A later answer takes the place of an earlier one. Refuses whoever neither was invited nor works
    on the case, an answer that is none, and a meeting that has begun, was held or is cancelled.
    """
    meeting = _hold_for_answer(invitation, by=by, at=at)
    refuse(panel_rules.may_invite(standing_of(meeting), has_begun=meeting.starts_at <= at))
    if answer not in ANSWERS:
        raise DomainError("Say whether they come.", code="answer", field="answer")
    row = meeting.invitations.select_for_update().get(pk=invitation.pk)
    row.answer, row.answered_at, row.answered_by = answer, at, by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    facts = {"invitation": str(row.public_id), "answer": row.answer}
    record(meeting, AuditVerb.CHANGED, by=by, at=at, **facts)
    return row


def note_calendar_taken(*, meeting: PanelMeeting, by: User, at: datetime) -> None:
    """Write down that somebody took the meeting for their calendar. Refuses nobody: the page did."""
    record(meeting, AuditVerb.DOWNLOADED, by=by, at=at, format="ics")


def _hold_to_come(meeting: PanelMeeting, *, by: User, at: datetime) -> PanelMeeting:
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_invite(standing_of(row), has_begun=row.starts_at <= at))
    return row


def _hold_for_answer(invitation: PanelInvitation, *, by: User, at: datetime) -> PanelMeeting:
    """Return the meeting locked, for the person invited who sees the case, else for the unit."""
    if invitation.account_id != by.pk:
        return hold_meeting(invitation.meeting, by=by, at=at)
    rows = PanelMeeting.objects.select_for_update(of=("self",))
    meeting = rows.select_related("incident", "review").get(pk=invitation.meeting_id)
    standing = access.standing(by, on=local_day(at))
    seen: bool
    if meeting.incident is not None:
        cases = Incident.objects.visible_to(by, standing, at=at)
        seen = cases.filter(pk=meeting.incident.pk).exists()
    else:
        reviews = Review.objects.visible_to(by, standing, at=at)
        seen = reviews.filter(pk=meeting.review_id or 0).exists()
    if not seen:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return meeting


def _make(meeting: PanelMeeting, post: Invitable, *, by: User, at: datetime) -> PanelInvitation:
    return PanelInvitation.objects.create(
        meeting=meeting,
        seat=post.expected.seat,
        organisation=post.expected.organisation,
        post=post.post,
        account=post.account,
        email=post.email,
        told_of=meeting.starts_at,
        invited_at=at,
        invited_by=by,
    )


def _note(meeting: PanelMeeting, made: list[PanelInvitation], *, by: User, at: datetime) -> None:
    by_notice = sum(row.account_id is not None for row in made)
    by_mail = sum(bool(row.email) for row in made)
    facts = {"invited": len(made), "by_notice": by_notice, "by_mail": by_mail}
    record(meeting, AuditVerb.INVITED, by=by, at=at, **facts)
