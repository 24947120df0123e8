"""The open clocks of somebody who leaves: whose each becomes.

What is kept and printed names the rule and the date alone; what the clock is about is shown to
those who may be told of it.
"""

from datetime import datetime
from uuid import UUID

from deadlines.models import Deadline
from deadlines.services.ownership import pass_deadline
from deadlines.wording import in_words
from krscp_portal.foundation.moment import local_day
from partnerships import access, holdings
from partnerships.holdings import Holding, HoldingKind, Leaving
from partnerships.models import User

HINT = "“Nobody’s” leaves a deadline to whoever edits deadlines."
NOT_SEEN = "You may not see what it is about. Somebody who may has to pass it on."


def register() -> None:
    """Make this app's kind known; called once, at `ready()`."""
    holdings.register(
        HoldingKind(
            "deadline",
            "Deadlines that are theirs",
            held_deadlines,
            pass_on,
            ending="Nobody’s",
            hint=HINT,
        )
    )


def held_deadlines(leaving: Leaving) -> list[Holding]:
    """Return the leaver's open clocks; the number of queries does not grow with them."""
    mine = Deadline.objects.open().filter(owner=leaving.leaver).select_related("rule")
    found = list(mine.order_by("due_on", "pk"))
    if not found:
        return []
    standing = access.standing(leaving.viewer, on=local_day(leaving.at))
    visible = Deadline.objects.visible_to(leaving.viewer, standing)
    seen = set(visible.filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    return [_holding(each, seen=each.pk in seen) for each in found]


def pass_on(*, thing: UUID, leaving: Leaving, to: User | None, by: User, at: datetime) -> str:
    """Give the clock to the successor, or to nobody."""
    deadline = Deadline.objects.get(public_id=thing)
    pass_deadline(deadline=deadline, to=to, by=by, at=at)
    return to.display_name if to else "Nobody’s; whoever edits deadlines sees it"


def _holding(deadline: Deadline, *, seen: bool) -> Holding:
    due = f", due {in_words(deadline.due_on)}" if deadline.due_on else ""
    return Holding(
        thing=deadline.public_id,
        text=f"{deadline.rule.title}{due}",
        detail=deadline.subject_reference if seen else "",
        path=deadline.subject_path if seen else "",
        closed="" if seen else NOT_SEEN,
    )
