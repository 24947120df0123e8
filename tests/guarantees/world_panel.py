"""Invitations to the panels of a case and of a review, and a letter of the Panel."""

from datetime import datetime

from partnerships.models import User
from partnerships.papers import Paper
from partnerships.services.uploads import keep_paper
from reviews.models import PanelInvitation, PanelMeeting, PanelResponse


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership; the meetings must stand already."""
    for meeting in PanelMeeting.objects.order_by("pk"):
        asked = {"told_of": meeting.starts_at, "invited_at": at, "invited_by": manager}
        PanelInvitation.objects.create(
            meeting=meeting, post="Director", email="director@example.org", **asked
        )
        PanelInvitation.objects.create(meeting=meeting, post="Manager", account=manager, **asked)
    answer = PanelResponse.objects.order_by("pk").first()
    paper = Paper("letter.pdf", b"%PDF-1.7\n%%EOF")
    answer.letter = keep_paper(paper=paper, name="panel-letter", at=at)
    answer.save(update_fields=["letter"])
