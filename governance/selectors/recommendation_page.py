"""One recommendation's page: its facts, answers, actions, what came before, what comes next."""

from dataclasses import dataclass
from datetime import date

from governance import recommending
from governance.enums import ActionSource, RecommendationEvent
from governance.models import (
    EarlierRecommendation,
    Recommendation,
    RecommendationAddressee,
    RecommendationImpact,
    RecommendationNote,
)
from governance.selectors.actions import ActionLine, actions_from
from governance.selectors.recommendations import (
    Alike,
    RecommendationLine,
    lines_of,
    shown_for,
)
from governance.selectors.recommending import keeps, recommendations_seen_by
from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.templatetags.portal import day, long_day, moment
from partnerships.access import Standing
from partnerships.models import User
from partnerships.roles import Permission

ACTS = {
    recommending.GIVE: ("governance:recommendation-action", "Give an action"),
    recommending.REWORD: ("governance:recommendation-edit", "Change the words or themes"),
    recommending.MOVE: ("governance:recommendation-move", "Move the due day"),
    recommending.LINK: ("governance:recommendation-earlier", "Look for earlier ones"),
    recommending.CLOSE: ("governance:recommendation-close", "Close it"),
    recommending.WITHDRAW: ("governance:recommendation-withdraw", "Withdraw it"),
    recommending.ASK: ("governance:recommendation-impact", "Answer whether it has lasted"),
    recommending.KEEP_CLOSE: ("governance:recommendation-confidential", "Make it confidential"),
    recommending.LIFT: ("governance:recommendation-lift", "Show it to everybody"),
}


@dataclass(frozen=True)
class Act:
    """Something that the person may do now: the name of its address and its verb."""

    address: str
    verb: str


@dataclass(frozen=True)
class RecommendationPage:
    """Everything that a recommendation's page shows."""

    recommendation: Recommendation
    line: RecommendationLine
    rows: tuple[Row, ...]
    addressees: tuple[RecommendationAddressee, ...]
    actions: tuple[ActionLine, ...]
    impacts: tuple[RecommendationImpact, ...]
    before: tuple[Alike, ...]
    after: tuple[Alike, ...]
    history: tuple[Event, ...]
    acts: tuple[Act, ...]
    cannot_close: str  # why this person may not close it, where they keep it
    may_keep: bool


def recommendation_page(
    recommendation: Recommendation, user: User, standing: Standing, *, on: date
) -> RecommendationPage:
    """Return the page of a recommendation that the person may see; its queries do not grow."""
    row = recommendation
    seen = recommendations_seen_by(user, standing, on=on)
    line = lines_of(seen.filter(pk=row.pk), user, standing, on=on)[0]
    actions = actions_from(
        user, standing, on=on, source=ActionSource.RECOMMENDATION, source_id=row.public_id
    )
    impacts = tuple(row.impacts.order_by("due_on", "pk"))
    keeper = keeps(user, standing, row)
    by_whom = recommending.may_be_closed_by(closer=user.pk, recorder=row.recorded_by_id)
    waits = any(each.answered_at is None for each in impacts)
    is_open = bool(recommending.may(recommending.CLOSE, row.state))
    return RecommendationPage(
        recommendation=row,
        line=line,
        rows=_facts(row, line),
        addressees=tuple(row.addressees.select_related("organisation", "group").order_by("pk")),
        actions=actions,
        impacts=impacts,
        before=lineage(row, user, standing, on=on, earlier=True),
        after=lineage(row, user, standing, on=on, earlier=False),
        history=_history(row),
        acts=_acts(row, standing, waits=waits, may_close=bool(by_whom)) if keeper else (),
        cannot_close="" if by_whom or not keeper or not is_open else by_whom.reason,
        may_keep=keeper,
    )


def lineage(
    recommendation: Recommendation, user: User, standing: Standing, *, on: date, earlier: bool
) -> tuple[Alike, ...]:
    """Return what asked for the same before it, or after it, of what the person may see."""
    links = EarlierRecommendation.objects
    pks = (
        links.filter(recommendation=recommendation).values("earlier_id")
        if earlier
        else links.filter(earlier=recommendation).values("recommendation_id")
    )
    rows = recommendations_seen_by(user, standing, on=on).filter(pk__in=pks)
    return shown_for(lines_of(rows.order_by("made_on", "pk"), user, standing, on=on))


def _acts(
    row: Recommendation, standing: Standing, *, waits: bool, may_close: bool
) -> tuple[Act, ...]:
    """Return what may be done with it now, by somebody who keeps it."""
    unfit = {
        recommending.GIVE: not standing.can(Permission.GOVERNANCE_EDIT),
        recommending.CLOSE: not may_close,
        recommending.ASK: not waits,
        recommending.KEEP_CLOSE: row.confidential or not row.subject_kind,
        recommending.LIFT: not row.confidential,
    }
    possible = recommending.possible(row.state)
    return tuple(
        Act(*told) for act, told in ACTS.items() if act in possible and not unfit.get(act, False)
    )


def _facts(row: Recommendation, line: RecommendationLine) -> tuple[Row, ...]:
    who = row.recorded_by.display_name
    rows = [
        Row("Made to", line.to),
        Row("By when", long_day(row.due_on)),
        Row("One will see it by", row.outcome_measure),
        Row("From", line.origin),
        Row("Made on", long_day(row.made_on)),
        Row("Themes", line.themes),
        Row("Only for those who see the case", row.confidential_because),
        Row("Recorded", f"{day(row.recorded_at.date())} by {who}"),
        Row("Why it was withdrawn", row.withdrawn_because),
    ]
    return tuple(each for each in rows if each.value)


def _history(row: Recommendation) -> tuple[Event, ...]:
    rows = RecommendationNote.objects.filter(recommendation=row).select_related("by")
    return tuple(
        Event(
            title=RecommendationEvent(each.event).label,
            at=moment(each.at),
            by=each.by.display_name,
            body=each.text,
            datetime=each.at.isoformat(),
        )
        for each in rows.order_by("-at", "-pk")
    )
