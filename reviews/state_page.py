"""The page of documentation that shows a case's states, written from the tables themselves."""

from collections.abc import Iterator

from reviews.enums import CaseState, ReviewState
from reviews.permissions import NEEDED
from reviews.review_transitions import ENDED, STEPS
from reviews.review_transitions import OWNERS as REVIEW_OWNERS
from reviews.transitions import CLOSED, EVERY, MAY_CLOSE, MOVES, OWNERS, Move

REVIEWS_HEAD = """# The states of a review

Written by `manage.py draw_case_states` from `reviews/review_transitions.py`; a test compares the
two. A move that is not here does not exist. A practice review is acted on and closed once its
report is published.
"""
HEAD = """# The states of a case

Written by `manage.py draw_case_states` from `reviews/transitions.py`; a test compares the two.
A move that is not here does not exist. The moments a move needs are in `reviews/timing.py`, and
what the partners may decide is in `reviews/threshold.py`.
"""


def draw() -> str:
    """Return the page in Markdown, the diagram as Mermaid text."""
    return "\n".join([HEAD, *_diagram(), "", *_states(), "", *_moves(), ""])


def draw_reviews() -> str:
    """Return the page of reviews in Markdown, the diagram as Mermaid text."""
    lines = [REVIEWS_HEAD, "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in ReviewState]
    lines.append(f"    [*] --> {ReviewState.COMMISSIONED.value}")
    for step in STEPS.values():
        lines += [
            f"    {source.value} --> {step.target.value}: {step.do}"
            for source in ReviewState
            if source in step.sources
        ]
    lines += [f"    {state.value} --> [*]" for state in ReviewState if state in ENDED]
    lines += ["```", "", "| State | What people read | Who owes the next move |", "|---|---|---|"]
    lines += [
        f"| `{state.value}` | {state.label} | {REVIEW_OWNERS[state]} |" for state in ReviewState
    ]
    return "\n".join([*lines, ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in CaseState:
        yield f"    {state.value}: {state.label}"
    for move in MOVES.values():
        for source, target in _arrows(move):
            yield f"    {source} --> {target}: {move.said}"
    for state in CaseState:
        if state in CLOSED:
            yield f"    {state.value} --> [*]"
    yield "```"


def _states() -> Iterator[str]:
    yield "| State | What people read | Who owes the next move |"
    yield "|---|---|---|"
    for state in CaseState:
        yield f"| `{state.value}` | {state.label} | {OWNERS[state]} |"
    yield ""
    yield "A case is closed by somebody, once nothing keeps it open (`reviews/closing.py`)."


def _moves() -> Iterator[str]:
    yield "| Move | From | To | Needs any one of | Audit |"
    yield "|---|---|---|---|---|"
    for move in MOVES.values():
        sources = ", ".join(f"`{each}`" for each in _sources(move)) or "nothing"
        if move.sources == EVERY:
            sources = "any state"
        target = f"`{move.target.value}`" if move.target else "the same state"
        if move.stays:
            target += " (or the same state, from " + ", ".join(sorted(move.stays)) + ")"
        if move.back:
            target = "the state before"
        needed = ", ".join(f"`{each.value}`" for each in NEEDED[move.code])
        by_itself = " (by itself)" if move.automatic else ""
        yield (
            f"| `{move.code.value}`: {move.said}{by_itself} | {sources} | {target} | {needed} "
            f"| `{move.verb.value}` |"
        )


def _arrows(move: Move) -> Iterator[tuple[str, str]]:
    """Return where a move changes the state: from which one to which one."""
    if move.back:
        yield from (("closed", state.value) for state in CaseState if state in MAY_CLOSE)
    if move.target is None:
        return
    if not move.sources:
        yield "[*]", move.target.value
    for source in CaseState:
        if source in move.sources and move.leads_from(source) != source:
            yield source.value, move.target.value


def _sources(move: Move) -> list[str]:
    return [state.value for state in CaseState if state in move.sources]
