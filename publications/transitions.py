"""The allowed moves of a version. Pure.

The same table stands in the database as a trigger (migration 0002), so that nothing that reaches
the table another way can bring a published version back; a test compares the two.
"""

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"ready", "discarded"}),
    "ready": frozenset({"published", "discarded"}),
    "published": frozenset({"superseded", "withdrawn"}),
    "superseded": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
    "discarded": frozenset(),
}
UNPUBLISHED = frozenset({"draft", "ready"})
PUBLIC = frozenset({"published", "superseded"})

_WHY_NOT = {
    "ready": "The PDF of this version has been made already.",
    "published": "Only a version whose PDF is ready can be published.",
    "superseded": "Only the published version can be replaced.",
    "withdrawn": "Only a version that has been published can be withdrawn.",
    "discarded": "A version that has been published cannot be discarded.",
}


def move(before: str, after: str) -> Verdict:
    """Say whether a version may go from one state to another, with the reason when not."""
    if after in MOVES[before]:
        return Allowed()
    return Refused(_WHY_NOT[after], code=f"{before}-to-{after}")
