"""The list of recommendations, narrowed as a person asks; and earlier ones that are like a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Count, Q, QuerySet

from deadlines.clock import state
from deadlines.selectors.calendars import calendar
from deadlines.terms import Calendar
from governance import recommending
from governance.enums import ActionSource, ActionState, RecommendationState
from governance.models import Action, Group, Recommendation, Theme
from governance.selectors.recommending import recommendations_seen_by
from krscp_portal.foundation.components import STATES, Pagination
from partnerships.access import Standing
from partnerships.models import Organisation, User

PAGE: Final = 50
MOST_ALIKE: Final = 6
LOOKED_AT: Final = 40
MOST_WORDS: Final = 24
ENGLISH: Final = "english"
TOGETHER: Final = "The partners together"
TONES: Final = {"open": "blue", "closed": "green", "withdrawn": "grey"}
BODIES: Final = ("addressees__organisation", "addressees__group", "themed__theme")


@dataclass(frozen=True)
class RecommendationFilter:
    """What a person asked for; without a state, what is open."""

    state: str = ""
    source: str = ""
    theme: Theme | None = None
    organisation: Organisation | None = None
    group: Group | None = None
    words: str = ""
    overdue: bool = False
    again: bool = False


@dataclass(frozen=True)
class RecommendationLine:
    """One recommendation in a list; where it stands is said in words, and repeated by a colour."""

    recommendation: Recommendation
    label: str
    tone: str
    words: str
    to: str
    themes: str
    origin: str
    earlier: int

    @property
    def often(self) -> str:
        """Say for the how-manieth time it is recommended."""
        return recommending.how_often(self.earlier)


@dataclass(frozen=True)
class RecommendationList:
    """A page of recommendations, and how many there are in all."""

    lines: tuple[RecommendationLine, ...]
    count: int
    pagination: Pagination


@dataclass(frozen=True)
class Alike:
    """An earlier recommendation like what is being written: how it stands and what shows for it."""

    line: RecommendationLine
    shown: str


def recommendations_wanted(
    user: User, standing: Standing, *, on: date, wanted: RecommendationFilter
) -> QuerySet[Recommendation]:
    """Return the recommendations that the person may see and asked for, what is due first first."""
    seen = recommendations_seen_by(user, standing, on=on)
    rows = seen
    if wanted.state != "all":
        rows = rows.filter(state=wanted.state or RecommendationState.OPEN)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.overdue:
        rows = rows.filter(state=RecommendationState.OPEN, due_on__lt=on)
    for path, value in (
        ("themed__theme", wanted.theme),
        ("addressees__organisation", wanted.organisation),
        ("addressees__group", wanted.group),
    ):
        if value is not None:
            rows = rows.filter(**{path: value})
    if wanted.words:
        asked = SearchQuery(wanted.words, config=ENGLISH, search_type="websearch")
        rows = rows.annotate(searched=_vector()).filter(
            Q(searched=asked) | Q(reference__icontains=wanted.words)
        )
    if wanted.again:
        rows = rows.filter(earlier__earlier__in=seen.values("pk")).distinct()
    return rows.order_by("due_on", "pk")


def recommendation_list(
    rows: QuerySet[Recommendation],
    user: User,
    standing: Standing,
    *,
    on: date,
    page: int,
    query: dict[str, str],
) -> RecommendationList:
    """Return one page of the rows; six queries, whatever their number."""
    count = rows.count()
    total = max(1, -(-count // PAGE))
    number = min(max(1, page), total)
    chosen = rows[(number - 1) * PAGE : number * PAGE]
    lines = lines_of(chosen, user, standing, on=on)
    return RecommendationList(lines, count, Pagination(number, total, query))


def recommendations_of(
    kind: str, public_id: UUID, user: User, standing: Standing, *, on: date
) -> tuple[RecommendationLine, ...]:
    """Return what one case or review recommends, of what the person may see, in its order."""
    rows = recommendations_seen_by(user, standing, on=on)
    mine = rows.filter(subject_kind=kind, subject_id=public_id).order_by("number", "pk")
    return lines_of(mine, user, standing, on=on)


def lines_of(
    rows: QuerySet[Recommendation], user: User, standing: Standing, *, on: date
) -> tuple[RecommendationLine, ...]:
    """Return the rows as a list shows them; six queries, whatever their number."""
    table = calendar()
    found = list(rows.prefetch_related(*BODIES))
    often = times_before([each.pk for each in found], user, standing, on=on)
    return tuple(line_of(each, on=on, table=table, earlier=often.get(each.pk, 0)) for each in found)


def times_before(pks: Sequence[int], user: User, standing: Standing, *, on: date) -> dict[int, int]:
    """Return how often each was recommended before, of what the person may see; one query."""
    seen = recommendations_seen_by(user, standing, on=on).values("pk")
    rows = Recommendation.objects.filter(pk__in=list(pks), earlier__earlier__in=seen)
    counted = rows.values("pk").annotate(times=Count("earlier__earlier", distinct=True))
    return {row["pk"]: row["times"] for row in counted}


def line_of(row: Recommendation, *, on: date, table: Calendar, earlier: int) -> RecommendationLine:
    """Say where one recommendation stands on the day; its bodies and themes were loaded with it."""
    label, tone, words = row.get_state_display(), TONES[row.state], ""
    if row.state == RecommendationState.OPEN:
        found = state(row.due_on, on=on, calendar=table)
        words = found.words
        if found.code.value != "running":
            label, tone = STATES[found.code.value]
    return RecommendationLine(
        recommendation=row,
        label=label,
        tone=tone,
        words=words,
        to=to_whom(row),
        themes=", ".join(sorted(each.theme.name for each in row.themed.all())),
        origin=origin_of(row),
        earlier=earlier,
    )


def to_whom(row: Recommendation) -> str:
    """Return the addressees in words."""
    names = sorted(each.name for each in row.addressees.all())
    if row.collectively:
        return f"{TOGETHER}: {', '.join(names)}" if names else TOGETHER
    return ", ".join(names)


def origin_of(row: Recommendation) -> str:
    """Say where it comes from; a case or review is named only to whoever sees it."""
    kind = row.get_source_display()
    may_name = not row.subject_kind or getattr(row, "subject_seen", False)
    label = row.source_label if may_name else ""
    number = f", number {row.number}" if row.number and may_name else ""
    return f"{kind}: {label}{number}" if label else f"{kind}{number}"


def alike(
    text: str, user: User, standing: Standing, *, on: date, leaving_out: Iterable[int] = ()
) -> tuple[Alike, ...]:
    """Return earlier recommendations that may ask for the same as a text, likest first.

    Full-text search in English over what the person may see, by rank; then only those that share
    two telling words (`recommending.alike`). Nothing for a text that says nothing yet.
    """
    telling = recommending.telling_words(text)[:MOST_WORDS]
    if not telling:
        return ()
    asked = reduce(or_, [SearchQuery(word, config=ENGLISH) for word in telling])
    rows = (
        recommendations_seen_by(user, standing, on=on)
        .exclude(pk__in=list(leaving_out))
        .annotate(searched=_vector(), rank=SearchRank(_vector(), asked))
        .filter(searched=asked)
        .order_by("-rank", "-made_on", "pk")
    )
    found = lines_of(rows[:LOOKED_AT], user, standing, on=on)
    close = [
        each
        for each in found
        if recommending.alike(
            text, f"{each.recommendation.text} {each.recommendation.outcome_measure}"
        )
    ][:MOST_ALIKE]
    return shown_for(close)


def shown_for(lines: Iterable[RecommendationLine]) -> tuple[Alike, ...]:
    """Say of each line what shows that anything came of it; one query."""
    kept = tuple(lines)
    ids = [each.recommendation.public_id for each in kept]
    counts: dict[object, list[str]] = {}
    rows = Action.objects.filter(source=ActionSource.RECOMMENDATION, source_id__in=ids)
    for source_id, how in rows.values_list("source_id", "state"):
        counts.setdefault(source_id, []).append(how)
    return tuple(
        Alike(each, _shown(each.recommendation, counts.get(each.recommendation.public_id, [])))
        for each in kept
    )


def _shown(row: Recommendation, actions: Sequence[str]) -> str:
    if row.state == RecommendationState.WITHDRAWN:
        return f"Withdrawn: {row.withdrawn_because}"
    if row.difference:
        return f"What is different: {row.difference}"
    if not actions:
        return "Nothing shows yet that anything came of it."
    ended = sum(1 for each in actions if each == ActionState.CLOSED)
    return f"{ended} of {len(actions)} action{'s' if len(actions) > 1 else ''} closed; no difference recorded yet."


def _vector() -> SearchVector:
    return SearchVector("text", "outcome_measure", config=ENGLISH)
