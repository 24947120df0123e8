"""Telling whoever was invited to a panel: a notice to those who see the case, else a neutral e-mail.

An e-mail says when and where, and nothing of the case; it is carried in the background and reads
the meeting as it then stands, so a meeting that moved while an e-mail waited is told once, rightly.
"""

import smtplib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON
from partnerships.enums import JobState
from partnerships.jobs import Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.services.notices import tell
from partnerships.services.work import request_job
from reviews.enums import PanelInvitationAnswer
from reviews.models import PanelInvitation, PanelMeeting
from reviews.selectors.panel_invitations import MAIL, calendar_of

ASKED = "You are asked to a meeting of {partnership}.\n\n{when}\n{place}\nAs: {post}\n\n"
GONE = "A meeting of {partnership} that you were asked to is cancelled.\n\n{when}\n\n"
LAST = (
    "{answer}This takes the place of anything that you were sent before. For safety this e-mail "
    "carries no detail.\n"
)
ANSWER = "Please tell the partnership’s office whether you come.\n"
REFUSED = "The mail server did not take the e-mail. It can be sent again."


def tell_invited(rows: Iterable[PanelInvitation], *, subject: str, by: User, at: datetime) -> None:
    """Tell each of these invitations; a part of inviting, moving and cancelling.

    Refuses while an e-mail to one of them is leaving, because nobody could say what it will say.
    """
    told = list(rows)
    refuse_while_leaving(told)
    for row in told:
        if row.account is not None:
            tell(
                recipients=[row.account],
                key=f"panel:{row.public_id}:{at.isoformat()}",
                subject=subject,
                path=path_of(row.meeting),
                at=at,
                urgent=True,
            )
        elif row.email:
            request_job(kind=MAIL, subject_id=row.public_id, by=by, at=at)


def tell_of_move(*, meeting: PanelMeeting, by: User, at: datetime) -> None:
    """Tell whoever was invited that the time or the place is another; a part of `change_meeting`.

    At another time their answers no longer hold and are asked for again. Of a meeting that is over
    nobody is told.
    """
    rows = list(_invited(meeting))
    moved = [row for row in rows if row.told_of != meeting.starts_at]
    for row in moved:
        row.told_of = meeting.starts_at
        row.answer, row.answered_at, row.answered_by = PanelInvitationAnswer.WAITING, None, None
    changed = ["told_of", "answer", "answered_at", "answered_by"]
    PanelInvitation.objects.bulk_update(moved, changed)
    if meeting.starts_at > at:
        tell_invited(rows, subject="A meeting that you are asked to has changed", by=by, at=at)


def tell_of_cancelling(*, meeting: PanelMeeting, by: User, at: datetime) -> None:
    """Tell whoever was invited that the meeting is cancelled; a part of `cancel_meeting`."""
    if meeting.starts_at > at:
        said = "A meeting that you are asked to is cancelled"
        tell_invited(_invited(meeting), subject=said, by=by, at=at)


def refuse_while_leaving(rows: Iterable[PanelInvitation]) -> None:
    """Refuse while an e-mail is on its way; one that still waits is held until this act is done."""
    ids = [row.public_id for row in rows if row.email]
    jobs = Job.objects.select_for_update().filter(
        kind=MAIL, subject_id__in=ids, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    if any(job.state == JobState.RUNNING for job in jobs.order_by("pk")):
        raise DomainError(
            "An e-mail about this meeting is leaving just now. Try again in a few minutes.",
            code="leaving",
        )


def path_of(meeting: PanelMeeting) -> str:
    """Return the path of the meeting's page in the partnership."""
    subject = meeting.incident or meeting.review
    assert subject is not None  # noqa: S101 -- a constraint says so, for the type checker
    return f"{subject.path}panel/{meeting.public_id}/"


def carry_mail(partnership_id: int, subject_id: UUID, progress: Progress) -> None:
    """Send one invitation's e-mail as the meeting stands now; it leaves no file.

    Refuses where the mail server does. A worker that is killed in between repeats it once at most.
    """
    with tenant(partnership_id):
        rows = PanelInvitation.objects.select_related("meeting")
        row = rows.get(public_id=subject_id)
        job = Job.objects.get(kind=MAIL, subject_id=subject_id, state=JobState.RUNNING)
        partnership = Partnership.objects.get(pk=partnership_id)
        message = message_of(row, partnership=partnership, at=job.beat_at or job.requested_at)
    progress("Sending the e-mail", 50)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as fault:
        raise DomainError(REFUSED, code="mail-refused") from fault


def finish_mail(*, subject_id: UUID, file: StoredFile | None, by: User, at: datetime) -> None:
    """Nothing follows from an e-mail that was sent: its job says that it was, and when."""


def message_of(row: PanelInvitation, *, partnership: Partnership, at: datetime) -> EmailMessage:
    """Return the e-mail: when and where, with a file for the calendar, and nothing of the case."""
    meeting = row.meeting
    gone = bool(meeting.cancelled_because)
    starts = meeting.starts_at.astimezone(LONDON)
    said = (GONE if gone else ASKED).format(
        partnership=partnership.name,
        when=f"{starts:%A %-d %B %Y}, {starts:%H:%M}",
        place=f"Place: {meeting.place}" if meeting.place else "The place is not known yet.",
        post=row.post,
    )
    what = "a meeting is cancelled" if gone else "you are asked to a meeting"
    message = EmailMessage(
        subject=f"{partnership.short_name}: {what}",
        body=said + LAST.format(answer="" if gone else ANSWER),
        to=[row.email],
    )
    calendar = calendar_of(meeting, partnership=partnership, at=at)
    message.attach("meeting.ics", calendar.decode(), "text/calendar")
    return message


def _invited(meeting: PanelMeeting) -> Iterable[PanelInvitation]:
    rows = meeting.invitations.select_for_update(of=("self",)).select_related("account")
    for row in rows.order_by("pk"):
        row.meeting = meeting
        yield row
