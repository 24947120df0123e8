"""Which two seats one person may not hold on the same day, and who alone may chair. Pure.

The scrutineer holds no partner's, delegate's or chair's seat, no subgroup's chair and no seat of an
agency in the same partnership: the roles of the 2023 guidance are apart, and a partnership may say
so, or otherwise, itself. Merton's independent person is never its scrutineer (S4 7.10); Kirklees
has its scrutineer chair (S3 L163), which is warned about. Separation under the 2023 guidance is
general knowledge here and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.enums import RuleKind, RuleStance, SeatRole
from partnerships.order_rules.facts import ChairFacts, RuleFacts
from partnerships.order_rules.terms import Source, follows

R: Final = SeatRole
ALWAYS_APART: Final = frozenset({R.LSP, R.DSP, R.CHAIR, R.SUBGROUP_CHAIR})
APART_WHERE_AN_AGENCYS: Final = frozenset(
    {
        *(R.MEMBER, R.LEAD_MEMBER, R.MANAGER, R.BUSINESS_SUPPORT),
        *(R.DESIGNATED_DOCTOR, R.DESIGNATED_NURSE),
    }
)
SEPARATION: Final = Source("Working Together 2023 ch.2, independent scrutiny", "GK")
ROLE_WORDS: Final = {role.value: str(role.label).lower() for role in SeatRole}


@dataclass(frozen=True)
class Post:
    """Somebody's time in a seat, as far as these rules ask: `ends` is the last day."""

    title: str
    role: str
    starts: date
    ends: date | None = None
    is_agencys: bool = False  # the seat belongs to an organisation
    is_principal: bool = True  # a deputy's time is not

    def meets(self, other: "Post") -> bool:
        """Say whether the two have a day in common."""
        return self.starts <= (other.ends or date.max) and other.starts <= (self.ends or date.max)


@dataclass(frozen=True)
class Clash:
    """Two roles that should not meet in one person: how much it matters, and who says so."""

    stance: str
    source: Source


def clash(one: Post, other: Post, *, edition: str, rules: Mapping[str, RuleFacts]) -> Clash | None:
    """Say whether two seats should not be held by one person, whichever way round they are asked.

    The partnership's own rule goes first; without one the edition that it follows decides.
    """
    first, second = sorted((one, other), key=lambda post: post.role != R.SCRUTINEER)
    if first.role != R.SCRUTINEER or second.role == R.SCRUTINEER:
        return None
    if second.role == R.INDEPENDENT_PERSON:
        return _independent_person(edition, rules)
    if second.role == R.CHAIR and (rule := rules.get(RuleKind.SCRUTINEER_MAY_CHAIR)):
        return Clash(RuleStance.WARN, rule.source)
    if not _is_apart(second):
        return None
    if rule := rules.get(RuleKind.SCRUTINEER_HOLDS_NO_OTHER_ROLE):
        return Clash(rule.stance, rule.source)
    stance = RuleStance.REFUSE if follows(edition, "wt2023") else RuleStance.WARN
    return Clash(stance, SEPARATION)


def may_hold(
    new: Post, others: Iterable[Post], *, edition: str, rules: Mapping[str, RuleFacts]
) -> Verdict:
    """Refuse a seat that the person may not hold beside another one, naming both and the source."""
    for other in others:
        found = clash(new, other, edition=edition, rules=rules) if new.meets(other) else None
        if found and found.stance == RuleStance.REFUSE:
            return Refused(
                f"Nobody may hold the seats “{new.title}” and “{other.title}” on the same day "
                f"({found.source.cites}).",
                code="roles-apart",
            )
    return Allowed()


def may_chair(new: Post, others: Iterable[Post], rule: ChairFacts) -> Verdict:
    """Refuse a chair who does not hold one of the rule's seats on every day of the time.

    A rule that names no roles refuses nobody, and a deputy of the chair is not the chair.
    """
    if not rule.from_roles or not new.is_principal:
        return Allowed()
    among = [each for each in others if each.role in rule.from_roles and each.is_principal]
    if covers(among, new):
        return Allowed()
    roles = " or ".join(ROLE_WORDS[role] for role in sorted(rule.from_roles))
    return Refused(
        f"“{new.title}” goes only to somebody who holds a seat as {roles} on all of these days "
        f"({rule.source.cites}).",
        code="not-one-of-them",
    )


def covers(posts: Iterable[Post], whole: Post) -> bool:
    """Say whether the posts together take up every day of another."""
    reached = whole.starts
    for post in sorted(posts, key=lambda each: each.starts):
        if post.starts <= reached:
            if post.ends is None:
                return True
            reached = max(reached, post.ends + timedelta(days=1))
    return whole.ends is not None and reached > whole.ends


def _independent_person(edition: str, rules: Mapping[str, RuleFacts]) -> Clash | None:
    if rule := rules.get(RuleKind.INDEPENDENT_PERSON_IS_NOT_SCRUTINEER):
        return Clash(rule.stance, rule.source)
    return Clash(RuleStance.WARN, SEPARATION) if follows(edition, "wt2023") else None


def _is_apart(post: Post) -> bool:
    return post.role in ALWAYS_APART or (post.is_agencys and post.role in APART_WHERE_AN_AGENCYS)
