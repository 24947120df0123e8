"""What one person has been told."""

from partnerships.models import Notice, User

MOST = 10


def unread_notices(*, user: User) -> list[Notice]:
    """Return the person's latest notices in the open partnership that they have not put away."""
    mine = Notice.objects.filter(recipient=user, read_at__isnull=True)
    return list(mine.order_by("-created_at", "-pk")[:MOST])
