"""May a line be said to the press? Only when every post on the partnership's list has agreed to it.

Authority: the partnerships' own media protocols (S4 App7: nobody speaks of a case alone). An
approval is of one wording: another wording is another line and begins with none. Whoever comes onto
the list later must agree too; whoever left it counts no more.
"""

from collections.abc import Collection, Sequence

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

NOBODY = "Nobody is on the list of those who approve. Put the posts on the list first."


def may_be_used(*, approvers: Sequence[str], agreed: Collection[str]) -> Verdict:
    """Say whether the line may be used: every current approver agreed. Names who is missing."""
    if not approvers:
        return Refused(NOBODY, code="no-approvers")
    missing = [post for post in approvers if post not in agreed]
    if missing:
        return Refused(f"Not to be used yet. It waits for: {', '.join(missing)}.", code="waits")
    return Allowed("May be used: everybody on the list agreed.")
