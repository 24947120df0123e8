"""Everything that changes a clock, a rule or a holiday."""

from deadlines.services.clocks import (
    cancel_deadline,
    meet_deadline,
    move_trigger,
    open_deadline,
)
from deadlines.services.corrections import correct_trigger, record_late_reason
from deadlines.services.holidays import add_holiday, recalculate_open
from deadlines.services.reference import apply_overrides, load_reference_data
from deadlines.services.sweep import sweep_all, sweep_partnership

__all__ = [
    "add_holiday",
    "apply_overrides",
    "cancel_deadline",
    "correct_trigger",
    "load_reference_data",
    "meet_deadline",
    "move_trigger",
    "open_deadline",
    "recalculate_open",
    "record_late_reason",
    "sweep_all",
    "sweep_partnership",
]
