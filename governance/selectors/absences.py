"""Reviews of absences, for whoever keeps the record of the group."""

from datetime import date

from django.db.models import QuerySet

from governance.enums import AbsenceState
from governance.models import AbsenceReview, Letter
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT


def reviews_seen(standing: Standing) -> QuerySet[AbsenceReview]:
    """Return the reviews of the groups whose record somebody keeps, open ones first."""
    rows = AbsenceReview.objects.select_related(
        "group", "seat__organisation", "last_meeting", "risk"
    )
    if not standing.can(EDIT):
        kept = [group for group, held in standing.in_groups if held == EDIT]
        rows = rows.filter(group__key__in=kept)
    return rows.order_by("-state", "-opened_at", "-pk")


def letter_of(review: AbsenceReview) -> Letter | None:
    """Return the letter that was drafted for a review; one query."""
    found: Letter | None = Letter.objects.filter(key=f"absence-review:{review.public_id}").first()
    return found


def needs(_user: User, standing: Standing, _on: date) -> list[Need]:
    """Return the reviews that wait, for whoever keeps the record; one query, none for others."""
    if not standing.can_in_some_group(EDIT):
        return []
    rows = reviews_seen(standing).filter(state=AbsenceState.OPEN)
    return [
        Need(
            what=f"Review {row.absences} absences running at {row.group.name}",
            path=f"absences/{row.public_id}/",
            state="To be reviewed",
        )
        for row in rows[:MOST]
    ]
