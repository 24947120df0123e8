"""What governance leaves to whoever follows: actions of the seat, and reviews of absences.

House rule: nothing is passed from person to person. An action belongs to the seat, so whoever
holds it next has it, and a review waits for whoever keeps the group's record. Both are named in
the note, so that the successor knows of them; passing an action to another seat is done on its own
page.
"""

from governance.enums import AbsenceState, ActionState
from governance.models import AbsenceReview, Action
from governance.selectors.absences import reviews_seen
from governance.selectors.acting import actions_seen_by, seats_held
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import day
from partnerships import access, holdings
from partnerships.holdings import Holding, HoldingKind, Leaving
from partnerships.roles import Permission

HINT = "They belong to the seat: whoever holds it next has them. Nothing has to be passed on."
NOT_SEEN = "You may not see what it is about."
REVIEWS_HINT = "They wait for whoever keeps the group’s record. Nothing has to be passed on."
REVIEW_NOT_SEEN = "It is for those who keep the record of the group."


def register() -> None:
    """Make this app's kinds known; called once, at `ready()`."""
    holdings.register(HoldingKind("action", "Actions of their seats", held_actions, hint=HINT))
    holdings.register(
        HoldingKind(
            "absence-review",
            "Reviews of absences that are not finished",
            held_reviews,
            hint=REVIEWS_HINT,
        )
    )


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


def held_reviews(leaving: Leaving) -> list[Holding]:
    """Return the open reviews of absences of the groups whose record the leaver keeps.

    By group and seat, never by the name of whoever was absent. Three queries at most, and one for
    a leaver who keeps no record.
    """
    on = local_day(leaving.at)
    keeper = access.standing(leaving.leaver, on=on)
    if not keeper.can_in_some_group(Permission.GOVERNANCE_EDIT):
        return []
    found = list(reviews_seen(keeper).filter(state=AbsenceState.OPEN).order_by("opened_at", "pk"))
    if not found:
        return []
    viewer = access.standing(leaving.viewer, on=on)
    edit = Permission.GOVERNANCE_EDIT
    return [_review(row, seen=bool(viewer.can(edit, group_key=row.group.key))) for row in found]


def _review(review: AbsenceReview, *, seen: bool) -> Holding:
    return Holding(
        thing=review.public_id,
        text=f"{review.group.name}: {review.absences} absences running of {review.seat.title}",
        path=f"absences/{review.public_id}/" if seen else "",
        closed="" if seen else REVIEW_NOT_SEEN,
    )


def _holding(action: Action, *, seen: bool) -> Holding:
    return Holding(
        thing=action.public_id,
        text=f"{action.reference}, due {day(action.due_on)}",
        detail=action.title if seen else "",
        path=action.path if seen else "",
        closed="" if seen else NOT_SEEN,
    )
