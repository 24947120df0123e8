"""Everything that changes the groups, the boards and the rules of a partnership."""

from governance.services.membership import (
    GroupSeatFacts,
    change_group_seat,
    end_group_seat,
    seat_on_group,
    speak_for,
    stop_speaking_for,
)
from governance.services.names import add_alias, end_alias
from governance.services.rows import add, change, end

__all__ = [
    "GroupSeatFacts",
    "add",
    "add_alias",
    "change",
    "change_group_seat",
    "end",
    "end_alias",
    "end_group_seat",
    "seat_on_group",
    "speak_for",
    "stop_speaking_for",
]
