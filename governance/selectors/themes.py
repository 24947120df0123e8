"""Themes of recommendations, and what returns under them: by year and by source, across reviews.

What comes from cases is counted apart, and a small number of it is not told
(`governance.small_numbers`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from governance.enums import RecommendationSource, RecommendationState
from governance.models import Recommendation, Theme
from governance.selectors.recommending import FROM_CASES, recommendations_seen_by
from governance.small_numbers import KEPT_BACK, kept_back
from krscp_portal.foundation.charts import Caption, Chart, Point, bar_chart
from partnerships.access import Standing
from partnerships.models import User

UNTHEMED: Final = "No theme yet"
CASES: Final = "Rapid reviews, practice reviews and child death reviews"
ELSEWHERE: Final = "Every other source"


@dataclass(frozen=True)
class ThemeRow:
    """A theme of the list, and how many recommendations stand under it for this person."""

    theme: Theme
    count: int


@dataclass(frozen=True)
class Counts:
    """A table of counts: rows by theme, each cell with its column's heading, as it is told."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    keeps_back: bool


@dataclass(frozen=True)
class ThemeReport:
    """What returns across reviews and years, of what the person may see."""

    tables: tuple[Counts, ...]
    chart: Chart | None
    count: int
    closed: int
    again: int


def themes() -> list[Theme]:
    """Return the current themes in their order."""
    return list(Theme.objects.current().order_by("order", "name", "pk"))


def theme_rows(user: User, standing: Standing, *, on: date) -> list[ThemeRow]:
    """Return the list of themes with their counts; two queries."""
    seen = recommendations_seen_by(user, standing, on=on).values("pk")
    counted = Recommendation.objects.filter(pk__in=seen, themed__isnull=False)
    by_theme = dict(counted.values_list("themed__theme").annotate(times=Count("pk")).order_by())
    return [ThemeRow(each, by_theme.get(each.pk, 0)) for each in themes()]


def theme_report(user: User, standing: Standing, *, on: date) -> ThemeReport:
    """Return the report on themes; two queries. Withdrawn recommendations do not count."""
    seen = recommendations_seen_by(user, standing, on=on)
    rows = list(
        seen.exclude(state=RecommendationState.WITHDRAWN)
        .values_list("pk", "source", "made_on__year", "themed__theme__name", "state")
        .order_by("pk")
    )
    names = sorted({row[3] for row in rows if row[3]})
    names += [UNTHEMED] if any(not row[3] for row in rows) else []
    told = [(row[1], row[2], row[3] or UNTHEMED) for row in rows]
    of_cases = [row for row in told if row[0] in FROM_CASES]
    others = [row for row in told if row[0] not in FROM_CASES]
    tables = [
        _by_year("cases", CASES, of_cases, names, small=True),
        _by_year("others", ELSEWHERE, others, names, small=False),
        _by_source("case-sources", "By kind of review", of_cases, names, small=True),
        _by_source("other-sources", "By other source", others, names, small=False),
    ]
    again = Recommendation.objects.filter(
        pk__in=[row[0] for row in rows], earlier__earlier__in=seen.values("pk")
    )
    return ThemeReport(
        tables=tuple(each for each in tables if each.rows),
        chart=_chart(of_cases, others),
        count=len({row[0] for row in rows}),
        closed=len({row[0] for row in rows if row[4] == RecommendationState.CLOSED}),
        again=again.distinct().count(),
    )


def _by_year(
    key: str, title: str, rows: Sequence[tuple[str, int, str]], names: Sequence[str], *, small: bool
) -> Counts:
    years = sorted({row[1] for row in rows})
    counted = Counter((row[2], row[1]) for row in rows)
    cells = [[counted[name, year] for year in years] for name in names]
    return _counts(key, f"{title}, by year", names, [str(year) for year in years], cells, small)


def _by_source(
    key: str, title: str, rows: Sequence[tuple[str, int, str]], names: Sequence[str], *, small: bool
) -> Counts:
    there = {row[0] for row in rows}
    sources = [each for each in RecommendationSource if each in there]
    counted = Counter((row[2], row[0]) for row in rows)
    cells = [[counted[name, str(source)] for source in sources] for name in names]
    return _counts(key, title, names, [each.label for each in sources], cells, small)


def _counts(
    key: str,
    title: str,
    names: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[int]],
    small: bool,
) -> Counts:
    """Return the rows that hold anything, with what is not told kept back."""
    hidden = kept_back(cells) if small else frozenset()
    rows = tuple(
        (
            name,
            tuple(
                (columns[column], KEPT_BACK if (place, column) in hidden else str(count))
                for column, count in enumerate(cells[place])
            ),
        )
        for place, name in enumerate(names)
        if any(cells[place])
    )
    return Counts(key, title, tuple(columns), rows, keeps_back=bool(hidden))


def _chart(
    of_cases: Sequence[tuple[str, int, str]], others: Sequence[tuple[str, int, str]]
) -> Chart | None:
    """Draw how often each theme returns; of cases only what may be told goes into a bar."""
    cases, rest = (Counter(row[2] for row in rows) for rows in (of_cases, others))
    names = sorted(set(cases) | set(rest))
    hidden = {place for place, _column in kept_back([[cases[name]] for name in names])}
    points = [
        Point(name, rest[name] + (0 if place in hidden else cases[name]))
        for place, name in enumerate(names)
    ]
    points = sorted((each for each in points if each.value), key=lambda each: -(each.value or 0))
    if not points:
        return None
    return bar_chart(
        points,
        Caption(
            chart_id="themes",
            title="Recommendations by theme",
            description="How many recommendations stand under each theme. Numbers of cases that "
            "are too small to be told are left out.",
            columns=("Theme", "Recommendations"),
        ),
    )
