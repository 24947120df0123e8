"""One case's plan of days: each step with its dates, counted now, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from deadlines.selectors.calendars import calendar
from krscp_portal.foundation.components import Status
from krscp_portal.foundation.moment import local_day
from reviews import plan_days
from reviews.models import Incident, PlanStep, RapidReview


@dataclass(frozen=True)
class PlanLine:
    """One step as the page shows it."""

    step: PlanStep
    first: date | None
    last: date | None
    status: Status
    is_open: bool

    @property
    def is_one_day(self) -> bool:
        """Say whether the step begins and ends on the same day."""
        return self.first == self.last

    @property
    def working_days(self) -> str:
        """Return the days as the template counts them."""
        step = self.step
        if step.from_day == step.to_day:
            return f"Day {step.from_day}"
        return f"Days {step.from_day} to {step.to_day}"


def plan_of(incident: Incident, *, at: datetime) -> list[PlanLine]:
    """Return the steps of a case in the order of their days; three queries, however many.

    Without a notification nothing can be counted, and the lines have no dates.
    """
    opened = RapidReview.objects.filter(incident=incident).values_list("opened_at", flat=True)
    notified = opened.first()
    notified_on = local_day(notified) if notified is not None else None
    holidays = set(calendar().holidays)
    rows = incident.plan_steps.order_by("from_day", "to_day", "order", "pk")
    return [_line(row, notified_on, holidays, local_day(at)) for row in rows]


def _line(row: PlanStep, notified_on: date | None, holidays: set[date], on: date) -> PlanLine:
    over = row.done_on is not None or bool(row.left_out_because)
    if notified_on is None:
        return PlanLine(row, None, None, Status("Ahead"), is_open=not over)
    days = plan_days.days_of(row.from_day, row.to_day, notified_on=notified_on, holidays=holidays)
    stand = plan_days.stand_of(
        days, done=row.done_on is not None, left_out=bool(row.left_out_because), on=on
    )
    return PlanLine(row, days.first, days.last, Status(*plan_days.LABELS[stand]), is_open=not over)
