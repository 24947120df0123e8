"""Who is invited to a panel's meeting, and what they answer."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from reviews.forms.panel_invitations import (
    AnswerForm,
    InviteAnotherForm,
    InviteForm,
    OwnAnswerForm,
    SendAgainForm,
)
from reviews.models import PanelInvitation, PanelMeeting
from reviews.selectors.panel_invitations import calendar_of, invitables, own_invitation
from reviews.services import panel_invitations as services
from reviews.services.panel_telling import message_of
from reviews.views.desks import Desk, on_desk
from reviews.views.downloads import as_download
from reviews.views.panel import meeting_on, to_meeting

TRAIL = "Meeting of the panel"
ICS_TYPE = "text/calendar; charset=utf-8"


@on_desk("panel", edit=True)
def invite(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    """Show who would be invited and how, and the e-mail; then invite those who are ticked."""
    meeting, now = meeting_on(desk, panel_meeting), moment.now()
    posts = invitables(meeting, desk.subject, at=now)
    form = InviteForm(request.POST if request.method == "POST" else None, posts=posts)
    if form.is_valid():
        with refusals_on(form):
            keys = form.cleaned_data["posts"]
            made = services.invite_posts(meeting=meeting, keys=keys, by=request.user, at=now)
            said = "1 post is invited." if len(made) == 1 else f"{len(made)} posts are invited."
            return desk.go(to_meeting(desk, meeting), said)
    by_mail = next((each for each in posts if each.email), None)
    return desk.ask(
        form,
        heading="Invite to the meeting",
        submit="Invite them",
        back=to_meeting(desk, meeting),
        trail=TRAIL,
        template="reviews/panel/invite.html",
        posts=posts,
        preview=_preview(request, meeting, by_mail.post) if by_mail else "",
    )


@on_desk("panel", edit=True)
def invite_guest(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = InviteAnotherForm(request.POST or None)
    back = to_meeting(desk, meeting)
    if form.is_valid():
        with refusals_on(form):
            services.invite_another(
                meeting=meeting, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return desk.go(back, "The post is invited.")
    return desk.ask(form, heading="Invite another post", submit="Invite it", back=back, trail=TRAIL)


@on_desk("panel", edit=True)
def send_again(
    request: PortalRequest, desk: Desk, panel_meeting: UUID, panel_invitation: UUID
) -> HttpResponse:
    row = _invitation(meeting_on(desk, panel_meeting), panel_invitation)
    form = SendAgainForm(request.POST or None, initial={"email": row.email})
    back = to_meeting(desk, row.meeting)
    if form.is_valid():
        with refusals_on(form):
            services.send_again(
                invitation=row, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return desk.go(back, "The e-mail is about to leave.")
    return desk.ask(
        form, heading=f"Send again: {row.post}", submit="Send it", back=back, trail=TRAIL
    )


@on_desk("panel")
def answer(
    request: PortalRequest, desk: Desk, panel_meeting: UUID, panel_invitation: UUID
) -> HttpResponse:
    """Keep an answer: of the person who was invited, or for them by whoever works on the case."""
    row = _invitation(meeting_on(desk, panel_meeting), panel_invitation)
    is_own = row.account_id == request.user.pk
    if not is_own and not desk.may_edit:
        raise PermissionDenied("This invitation is somebody else’s to answer.")
    asked = OwnAnswerForm if is_own else AnswerForm
    form = asked(request.POST or None, initial={"answer": row.answer})
    back = to_meeting(desk, row.meeting)
    if form.is_valid():
        with refusals_on(form):
            services.answer_invitation(
                invitation=row, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return desk.go(back, "The answer is kept.")
    heading = "Your invitation" if is_own else f"Answer: {row.post}"
    return desk.ask(form, heading=heading, submit="Keep the answer", back=back, trail=TRAIL)


@on_desk("panel")
def calendar(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    """Give the meeting for the calendar of somebody who was invited by their account."""
    meeting, now = meeting_on(desk, panel_meeting), moment.now()
    if own_invitation(meeting, request.user) is None:
        raise Http404(NOT_FOUND)
    services.note_calendar_taken(meeting=meeting, by=request.user, at=now)
    content = calendar_of(meeting, partnership=request.partnership, at=now)
    return as_download(content, content_type=ICS_TYPE, name="meeting.ics")


def _invitation(meeting: PanelMeeting, public_id: UUID) -> PanelInvitation:
    rows = meeting.invitations.select_related("meeting")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def _preview(request: PortalRequest, meeting: PanelMeeting, post: str) -> str:
    row = PanelInvitation(meeting=meeting, post=post)
    message = message_of(row, partnership=request.partnership, at=moment.now())
    return f"{message.subject}\n\n{message.body}"
