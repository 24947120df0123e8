"""What returns at the next meeting by itself. Pure.

House rules of the portal: an agenda forgets nothing. What was not reached or was put off returns,
and says how often that happened; what was talked about returns while something that came of it is
still to be done. What was withdrawn or closed does not return.
"""

from dataclasses import dataclass

PLANNED, NOT_REACHED, DEFERRED, DISCUSSED = "planned", "not_reached", "deferred", "discussed"
PUT_OFF = {PLANNED, NOT_REACHED, DEFERRED}


@dataclass(frozen=True)
class Return:
    """That an item comes back, how often it has been put off by then, and whether it was now."""

    deferred_times: int
    was_put_off: bool


def returns(state: str, *, deferred_times: int, has_open_actions: bool) -> Return | None:
    """Say whether an item of a meeting that has ended comes back, and how it counts.

    Talking about an item ends the count of how often it was put off.
    """
    if state in PUT_OFF:
        return Return(deferred_times=deferred_times + 1, was_put_off=True)
    if state == DISCUSSED and has_open_actions:
        return Return(deferred_times=0, was_put_off=False)
    return None


def times_in_words(times: int) -> str:
    """Return how often an item was put off, for a page; nothing where it never was."""
    words = {0: "", 1: "Deferred once", 2: "Deferred twice"}
    return words.get(times, f"Deferred {times} times")
