"""The actions of somebody who leaves: they belong to the seat, so whoever holds it next has them.

House rule: nothing is passed from person to person. What is late or near is named in the note, so
that the successor knows of it; passing an action to another seat is done on its own page.
"""

from governance.enums import ActionState
from governance.models import Action
from governance.selectors.acting import actions_seen_by, seats_held
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import day
from partnerships import access, holdings
from partnerships.holdings import Holding, HoldingKind, Leaving

HINT = "They belong to the seat: whoever holds it next has them. Nothing has to be passed on."
NOT_SEEN = "You may not see what it is about."


def register() -> None:
    """Make this app's kind known; called once, at `ready()`."""
    holdings.register(HoldingKind("action", "Actions of their seats", held_actions, hint=HINT))


def held_actions(leaving: Leaving) -> list[Holding]:
    """Return the open actions of the leaver's seats; the queries do not grow with them.

    The reference and the day are kept; what it is about is shown to whoever may see it.
    """
    on = local_day(leaving.at)
    states = [ActionState.OPEN, ActionState.DONE]
    mine = Action.objects.filter(owner__in=seats_held(leaving.leaver, on=on), state__in=states)
    found = list(mine.order_by("due_on", "pk"))
    if not found:
        return []
    standing = access.standing(leaving.viewer, on=on)
    visible = actions_seen_by(leaving.viewer, standing, on=on)
    seen = set(visible.filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    return [_holding(each, seen=each.pk in seen) for each in found]


def _holding(action: Action, *, seen: bool) -> Holding:
    return Holding(
        thing=action.public_id,
        text=f"{action.reference}, due {day(action.due_on)}",
        detail=action.title if seen else "",
        path=action.path if seen else "",
        closed="" if seen else NOT_SEEN,
    )
