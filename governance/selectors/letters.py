"""Letters as pages list them, and the late actions that somebody may be reminded of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from deadlines.wording import in_words
from governance.enums import LetterKind, LetterState
from governance.models import Action, Group, Letter
from governance.selectors.actions import ActionFilter, actions_wanted
from krscp_portal.foundation.components import Row
from krscp_portal.foundation.templatetags.portal import moment
from partnerships.access import Standing
from partnerships.models import Partnership, Seat, User
from partnerships.roles import Permission

TONES = {"draft": "yellow", "sent": "green", "discarded": "grey"}
OPENING = "We are writing about what the partnership asked you to do and has not heard of yet:"
CLOSING = (
    "If it has been done, please say so in the portal, or answer this letter, so that it can be "
    "accepted. If something stands in the way, tell us what, and by when it can be done.\n\n"
    "Thank you for your help."
)


@dataclass(frozen=True)
class LetterLine:
    """One letter in a list."""

    letter: Letter
    tone: str


@dataclass(frozen=True)
class Reminder:
    """What one seat is reminded of; the group where all of it is one group's."""

    seat: Seat
    group: Group | None
    actions: tuple[Action, ...]


def letters_seen_by(standing: Standing) -> QuerySet[Letter]:
    """Return the letters that the person may read: they say who was away or late.

    Those who read part B everywhere see all of them, a group's chair those of the group.
    """
    rows = Letter.objects.select_related("group", "meeting", "organisation", "sent_by")
    if standing.can(Permission.PART_B_VIEW):
        return rows
    keys = [key for key, held in standing.in_groups if held == Permission.PART_B_VIEW]
    return rows.filter(group__key__in=keys)


def letter_lines(
    standing: Standing, *, state: str = "", kind: str = "", group: Group | None = None
) -> list[LetterLine]:
    """Return letters for a list, drafts first and then the newest; one query."""
    rows = letters_seen_by(standing)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if group:
        rows = rows.filter(group=group)
    found = sorted(rows.order_by("-drafted_at", "-pk"), key=lambda row: row.state != "draft")
    return [LetterLine(each, TONES[each.state]) for each in found]


def letter_facts(letter: Letter) -> list[Row]:
    """Return the facts of one letter: to whom, about what, sent how; its rows are loaded."""
    rows = [
        Row("To", letter.to_post),
        Row("Email address", letter.to_email or "None: it goes on paper"),
        Row("Organisation", letter.organisation.name if letter.organisation else ""),
        Row("Group", letter.group.name if letter.group else ""),
        Row("Drafted", moment(letter.drafted_at)),
        Row("Sent", _sent(letter)),
        Row("Not sent, because", letter.why_discarded),
    ]
    return [row for row in rows if row.value]


def chasers_to_look_over(standing: Standing) -> list[Letter]:
    """Return the reminders that are drafted and not sent, which the person may send; one query."""
    rows = letters_seen_by(standing).filter(kind=LetterKind.CHASER, state=LetterState.DRAFT)
    return [each for each in rows.order_by("to_post", "pk") if _keeps(standing, each)]


def late_actions(user: User, standing: Standing, *, on: date) -> QuerySet[Action]:
    """Return the late open actions whose record the person keeps."""
    rows = actions_wanted(user, standing, on=on, wanted=ActionFilter(overdue=True))
    if standing.can(Permission.GOVERNANCE_EDIT):
        return rows
    keys = [key for key, held in standing.in_groups if held == Permission.GOVERNANCE_EDIT]
    return rows.filter(Q(group__key__in=keys))


def by_seat(actions: Iterable[Action], *, split_groups: bool) -> list[Reminder]:
    """Return one reminder for each seat with all its actions, in their own order.

    Who keeps the record of single groups alone writes about each group by itself.
    """
    found: dict[tuple[int, int | None], list[Action]] = {}
    for each in actions:
        found.setdefault((each.owner_id, each.group_id if split_groups else None), []).append(each)
    return [Reminder(each[0].owner, _common_group(each), tuple(each)) for each in found.values()]


def chaser_words(
    seat: Seat, actions: Sequence[Action], *, partnership: Partnership, on: date
) -> tuple[str, str]:
    """Return the subject and the words of one polite letter about a seat's late actions.

    What is of part B is named by its reference alone.
    """
    count = len(actions)
    subject = "An action that is late" if count == 1 else f"{count} actions that are late"
    lines = "\n".join(f"- {_line(each)}" for each in actions)
    body = (
        f"Dear {seat.title},\n\n{OPENING}\n\n{lines}\n\n{CLOSING}\n\n"
        f"{partnership.name}\n{in_words(on)}"
    )
    return subject, body


def _sent(letter: Letter) -> str:
    if letter.sent_at is None or letter.sent_by is None:
        return ""
    sent = f"{moment(letter.sent_at)} by {letter.sent_by.display_name}"
    if not letter.to_email:
        return f"{sent}, on paper"
    if letter.emailed_at is None:
        return f"{sent}; the e-mail has not gone yet"
    return f"{sent}; the e-mail went {moment(letter.emailed_at)}"


def _common_group(actions: Sequence[Action]) -> Group | None:
    groups = {each.group_id for each in actions}
    return actions[0].group if len(groups) == 1 else None


def _line(action: Action) -> str:
    title = "" if action.confidential else f" {action.title},"
    return f"{action.reference}:{title} due {in_words(action.due_on)}"


def _keeps(standing: Standing, letter: Letter) -> bool:
    key = letter.group.key if letter.group else ""
    return bool(standing.can(Permission.GOVERNANCE_EDIT, group_key=key))
