"""A letter about the delay of a case and one of a review, as they are prepared."""

from reviews import models as r
from reviews.enums import DispatchKind, DispatchRecipient


def add_rows(manager, at):
    """Add the rows to the open partnership."""
    case = r.Incident.objects.order_by("pk").first()
    review = r.Review.objects.order_by("pk").last()
    for of in ({"incident": case}, {"review": review}):
        r.Dispatch.objects.create(
            kind=DispatchKind.DELAY,
            recipient=DispatchRecipient.PANEL,
            words="It is delayed because of a trial.",
            prepared_at=at,
            prepared_by=manager,
            **of,
        )
