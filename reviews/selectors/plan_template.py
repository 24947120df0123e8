"""The steps that a partnership's rapid reviews start with: its own, or those that stand ready."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reviews.models import PlanTemplateStep

FILE: Final = Path(__file__).parent.parent / "data" / "rapid_review_plan.toml"


@dataclass(frozen=True)
class Step:
    """One step; `row` is what can be edited, where the partnership has its own."""

    title: str
    from_day: int
    to_day: int
    row: PlanTemplateStep | None = None


@dataclass(frozen=True)
class Template:
    """The steps, whether they are the partnership's own, and where the others come from."""

    steps: tuple[Step, ...]
    is_own: bool
    source: str = ""
    confidence: str = ""


def template() -> Template:
    """Return the template of the open partnership in one query, in the order of its days.

    Once a partnership has had steps of its own, those that stand ready never come back.
    """
    rows = list(PlanTemplateStep.objects.order_by("from_day", "to_day", "order", "pk"))
    if not rows:
        return ready_template()
    steps = tuple(
        Step(row.title, row.from_day, row.to_day, row) for row in rows if row.ended_on is None
    )
    return Template(steps, is_own=True)


@cache
def ready_template() -> Template:
    """Return the steps of the data file, with their source."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    steps = tuple(Step(each["title"], each["from_day"], each["to_day"]) for each in found["step"])
    return Template(steps, is_own=False, source=found["source"], confidence=found["confidence"])
