"""Invitations to the panels of a case and of a review."""

from datetime import datetime

from partnerships.models import User
from reviews.models import PanelInvitation, PanelMeeting


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership; the meetings must stand already."""
    for meeting in PanelMeeting.objects.order_by("pk"):
        PanelInvitation.objects.create(
            meeting=meeting,
            post="Director",
            email="director@example.org",
            told_of=meeting.starts_at,
            invited_at=at,
            invited_by=manager,
        )
