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
from governance.services.meetings import (
    MeetingFacts,
    add_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    open_meeting,
    reschedule_meeting,
    send_meeting,
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
    "MeetingFacts",
    "ProtocolFacts",
    "add",
    "add_alias",
    "add_board",
    "add_meeting",
    "add_protocol",
    "cancel_meeting",
    "change",
    "change_board",
    "change_group_seat",
    "change_meeting",
    "change_protocol",
    "close_meeting",
    "download_protocol",
    "end",
    "end_alias",
    "end_board",
    "end_group_seat",
    "end_protocol",
    "note_grid_taken",
    "open_meeting",
    "reschedule_meeting",
    "seat_on_group",
    "send_meeting",
    "speak_for",
    "stop_speaking_for",
]
