"""Everything that changes the groups, the boards and the rules of a partnership."""

from governance.services.boards import (
    BoardFacts,
    ProtocolFacts,
    add_board,
    add_protocol,
    change_board,
    change_protocol,
    download_protocol,
    end_board,
    end_protocol,
)
from governance.services.membership import (
    GroupSeatFacts,
    change_group_seat,
    end_group_seat,
    note_grid_taken,
    seat_on_group,
    speak_for,
    stop_speaking_for,
)
from governance.services.names import add_alias, end_alias
from governance.services.rows import add, change, end

__all__ = [
    "BoardFacts",
    "GroupSeatFacts",
    "ProtocolFacts",
    "add",
    "add_alias",
    "add_board",
    "add_protocol",
    "change",
    "change_board",
    "change_group_seat",
    "change_protocol",
    "download_protocol",
    "end",
    "end_alias",
    "end_board",
    "end_group_seat",
    "end_protocol",
    "note_grid_taken",
    "seat_on_group",
    "speak_for",
    "stop_speaking_for",
]
