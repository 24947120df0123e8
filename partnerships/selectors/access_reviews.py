"""Reviews of access: the open one with what each line tells, and those that are complete."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import day
from partnerships import authority, group_names
from partnerships.enums import ReviewDecision
from partnerships.models import (
    AccessReview,
    AccessReviewLine,
    Appointment,
    RoleAssignment,
)
from partnerships.roles import ROLES
from partnerships.selectors.access import scope_in_words

WORDS = {ReviewDecision.KEEP: "Kept", ReviewDecision.END: "Ended"}


@dataclass(frozen=True)
class LineRow:
    """One role in a review, with what helps to decide: who, since when, last seen, which seats."""

    line: AccessReviewLine
    public_id: UUID
    person: str
    user_id: UUID
    role: str
    scope: str
    from_on: date
    to_on: date | None
    last_sign_in: datetime | None
    seats: str
    decision: str
    note: str

    @property
    def is_open(self) -> bool:
        """Say whether the role is still to be decided."""
        return not self.decision


@dataclass(frozen=True)
class ReviewRow:
    """One review in the history."""

    public_id: UUID
    started_at: datetime
    started_by: str
    completed_at: datetime | None
    kept: int
    ended: int


def open_review() -> AccessReview | None:
    """Return the review that goes on in the open partnership, or None."""
    return AccessReview.objects.filter(completed_at__isnull=True).first()


def review_lines(review: AccessReview, *, on: date) -> list[LineRow]:
    """Return the roles of a review by person; three queries, however many there are."""
    lines = review.lines.select_related(
        "assignment__user", "assignment__organisation", "decided_by"
    ).order_by("assignment__user__display_name", "assignment__user_id", "pk")
    groups = group_names.current_groups()
    seats = _seats_by_user(review)
    return [_row(each, groups, seats, on=on) for each in lines]


def reviews_so_far() -> list[ReviewRow]:
    """Return the complete reviews, newest first; one query."""
    rows = AccessReview.objects.filter(completed_at__isnull=False).select_related("started_by")
    counted = rows.annotate(
        kept=Count("lines", filter=Q(lines__decision=ReviewDecision.KEEP)),
        ended=Count("lines", filter=Q(lines__decision=ReviewDecision.END)),
    )
    return [
        ReviewRow(
            public_id=row.public_id,
            started_at=row.started_at,
            started_by=row.started_by.display_name,
            completed_at=row.completed_at,
            kept=row.kept,
            ended=row.ended,
        )
        for row in counted.order_by("-completed_at")
    ]


def review_wanted_since(*, on: date) -> date | None:
    """Return the day from which everybody's access is to be looked at again, or None if not yet.

    A year after the last complete look, or where there was none, after the first role. Two queries.
    """
    last = AccessReview.objects.filter(completed_at__isnull=False).order_by("-completed_at").first()
    last_on = local_day(last.completed_at) if last and last.completed_at else None
    held = RoleAssignment.objects.in_open_partnership()
    first = held.aggregate(first=Min("from_on"))["first"]
    if not authority.review_is_due(last_on=last_on, first_role_on=first, on=on):
        return None
    since: date = (last_on or first) + authority.REVIEW_EVERY
    return since


def _seats_by_user(review: AccessReview) -> dict[int, list[str]]:
    on = local_day(review.started_at)
    users = review.lines.values("assignment__user_id")
    held = Appointment.objects.filter(period__contains=on, person__user_id__in=users)
    found: dict[int, list[str]] = defaultdict(list)
    for user_id, title in held.order_by("seat__title").values_list(
        "person__user_id", "seat__title"
    ):
        found[user_id].append(title)
    return found


def _row(
    line: AccessReviewLine, groups: dict[str, str], seats: dict[int, list[str]], *, on: date
) -> LineRow:
    held = line.assignment
    return LineRow(
        line=line,
        public_id=line.public_id,
        person=held.user.display_name,
        user_id=held.user.public_id,
        role=ROLES[held.role].name if held.role in ROLES else held.role,
        scope=scope_in_words(held, groups),
        from_on=held.from_on,
        to_on=held.to_on,
        last_sign_in=held.user.last_login,
        seats=", ".join(seats.get(held.user_id, [])),
        decision=_decision(line, on=on),
        note=_note(line),
    )


def _decision(line: AccessReviewLine, *, on: date) -> str:
    if line.decision:
        return WORDS[ReviewDecision(line.decision)]
    held = line.assignment
    return "Ended otherwise" if held.ended_at or (held.to_on and held.to_on < on) else ""


def _note(line: AccessReviewLine) -> str:
    if line.decided_by is None or line.decided_at is None:
        return ""
    if line.decided_by_id == line.assignment.user_id:
        return f"Confirmed by themselves on {day(line.decided_at)}: there was no other manager"
    return f"By {line.decided_by.display_name} on {day(line.decided_at)}"
