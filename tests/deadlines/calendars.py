"""The bank holidays of England for tests: once typed out, once from the `holidays` package."""

from datetime import date, timedelta

import holidays
from hypothesis import strategies as st

from deadlines.terms import Calendar

TYPED_OUT = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 3, 26): "Good Friday",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 3): "Early May bank holiday",
    date(2027, 5, 31): "Spring bank holiday",
    date(2027, 8, 30): "Summer bank holiday",
    date(2027, 12, 27): "Christmas Day (substitute day)",
    date(2027, 12, 28): "Boxing Day (substitute day)",
    date(2028, 1, 3): "New Year's Day (substitute day)",
}

YEARS = range(2022, 2031)
FROM_PACKAGE: dict[date, str] = dict(
    holidays.country_holidays("GB", subdiv="ENG", years=YEARS).items()
)

TYPED = Calendar(TYPED_OUT, date(2028, 1, 31), date(2026, 1, 1))
PACKAGE = Calendar(FROM_PACKAGE, date(2030, 12, 31), date(2022, 1, 1))

FIRST, LAST = date(2022, 1, 1), date(2030, 6, 30)
DAYS = st.dates(FIRST, LAST)
HOLIDAYS = st.dictionaries(st.dates(FIRST, LAST + timedelta(days=400)), st.just("A holiday"))
COUNTS = st.integers(0, 60)
