import pytest

from deadlines.terms import Rule
from deadlines.working_days import CalendarError


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"unit": "weeks", "length": 2}, "Rule x: 'weeks' is not a valid Unit."),
        (
            {"unit": "months", "length": 2, "direction": "sideways"},
            "Rule x: 'sideways' is not a valid Direction.",
        ),
        (
            {"unit": "months", "length": 2, "day_zero": "monday"},
            "Rule x: 'monday' is not a valid DayZero.",
        ),
        (
            {"unit": "months", "length": 2, "bound": "about"},
            "Rule x: 'about' is not a valid Bound.",
        ),
        ({"unit": "working_days"}, "Rule x counts working_days but has no length."),
        ({"unit": "months", "length": -1}, "Rule x counts months but has no length."),
        ({"unit": "none", "length": 3}, "Rule x has a length but says it has no figure."),
        ({"unit": "fixed_date", "month": 2}, "Rule x has no real month and day."),
        ({"unit": "fixed_date", "month": 2, "day": 30}, "Rule x has no real month and day."),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(fields, sentence):
    with pytest.raises(CalendarError) as refusal:
        Rule(key="x", **fields)

    assert str(refusal.value) == sentence
