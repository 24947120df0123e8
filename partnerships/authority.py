"""How authority is given, taken and lost: the rules, apart from anything stored.

House rules of the portal, not statute: an offer lives for a fortnight and is for one address;
nobody takes their own authority away by mistake; a partnership is never left without a manager.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from krscp_portal.foundation.moment import LONDON
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

OFFER_LASTS = timedelta(days=14)
REVIEW_EVERY = timedelta(days=365)
REVIEW_LASTS = timedelta(days=30)
MANAGER = "manager"
SPENT = "This invitation has been used, has expired or was withdrawn. Ask for a new one."


@dataclass(frozen=True)
class Offer:
    """What decides whether an invitation may be accepted."""

    email: str
    expires_at: datetime
    is_accepted: bool
    is_revoked: bool


def expiry(at: datetime, *, last_day: date | None) -> datetime:
    """Return when an offer made now ends: after a fortnight, or with the role that it offers."""
    if last_day is None:
        return at + OFFER_LASTS
    role_over = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=LONDON)
    return min(at + OFFER_LASTS, role_over)


def may_accept(offer: Offer, *, email: str, at: datetime) -> Verdict:
    """Say whether the holder of this address may take up the offer at the moment."""
    if offer.is_accepted or offer.is_revoked or offer.expires_at <= at:
        return Refused(SPENT, code="invitation-spent")
    if email.strip().lower() != offer.email.strip().lower():
        return Refused(
            "This invitation was sent to another address. Sign out, then sign in with the account "
            "of the address that received it.",
            code="invitation-for-another",
        )
    return Allowed()


def may_end_role(role: str, *, is_own: bool, other_managers: int) -> Verdict:
    """Say whether a role may be ended; `other_managers` counts those who stay without an end."""
    if is_own:
        return Refused(
            "You cannot end a role of your own. Ask another manager to do it.", code="own-role"
        )
    if role == MANAGER and other_managers == 0:
        return Refused(
            "This is the last manager. Give somebody else the role first.", code="last-manager"
        )
    return Allowed()


def may_start_handover(*, is_own: bool, is_manager: bool, other_managers: int) -> Verdict:
    """Say whether a person's handover may begin; the last manager finds another one first."""
    if is_own and is_manager and other_managers == 0:
        return Refused(
            "You are the last manager. Give somebody else the role first.", code="last-manager"
        )
    return Allowed()


def may_confirm_role(*, is_own: bool, other_managers: int) -> Verdict:
    """Say whether somebody may confirm a role in the yearly review; one's own only where alone."""
    if is_own and other_managers:
        return Refused("Another manager must confirm your own role.", code="own-role")
    return Allowed()


def review_is_due(*, last_on: date | None, first_role_on: date | None, on: date) -> bool:
    """Say whether everybody's access must be looked at again: a year after the last look.

    Where there was none, a year after the first role was given.
    """
    since = last_on or first_role_on
    return since is not None and since + REVIEW_EVERY < on


def in_order(from_on: date | None, to_on: date | None) -> Verdict:
    """Say whether a period ends on or after the day on which it starts."""
    if from_on and to_on and to_on < from_on:
        return Refused("The last day must not be before the first.", code="ends-before-start")
    return Allowed()


def may_change_shared(*, registered_by: int | None, here: int) -> Verdict:
    """Say whether a partnership may change an entry of the shared directory: the one that put it in.

    It does not say which partnership that is: whom a body works with is each partnership's own.
    """
    if registered_by == here:
        return Allowed()
    if registered_by is None:
        return Refused(
            "No partnership keeps this entry. Ask the people who run the portal to correct it.",
            code="entry-of-nobody",
        )
    return Refused(
        "Another partnership keeps this entry of the shared directory. Ask the people who run the "
        "portal to pass your correction on.",
        code="entry-of-another",
    )
