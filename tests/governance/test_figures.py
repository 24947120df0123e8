"""An indicator as its page shows it: the drawing, the words and the table say the target."""

from datetime import date

import pytest
from django.urls import reverse

from governance.models import Priority
from governance.selectors.priorities import figure_of
from governance.services import priorities as keeping
from krscp_portal.foundation.context import tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(north, manager, moment):
    with tenant(north.pk):
        priority = Priority.objects.create(title="Neglect")
        facts = keeping.IndicatorFacts("Plans on time", unit="%", polarity="up", target=90)
        made = keeping.add_indicator(priority=priority, facts=facts, by=manager, at=moment)
        for day, value in ((date(2026, 1, 31), 40), (date(2026, 2, 28), 60)):
            keeping.record_reading(
                indicator=made, period_end=day, value=value, note="", by=manager, at=moment
            )
        return made


def test_the_drawing_shows_the_target_and_its_description_says_it(north, indicator):
    with tenant(north.pk):
        chart = figure_of(indicator, indicator.readings.order_by("period_end")).chart

    assert 'class="chart__target"' in chart.svg
    assert "Up from 40, the right way. The target is 90." in chart.svg
    assert chart.rows[-1] == ("Target", "90")


def test_without_a_target_there_is_no_line(north, indicator):
    with tenant(north.pk):
        indicator.target = None
        chart = figure_of(indicator, indicator.readings.order_by("period_end")).chart

    assert "chart__target" not in chart.svg
    assert len(chart.rows) == 2


def test_the_table_of_the_page_says_the_target(client, north, manager, indicator):
    client.force_login(manager)
    kwargs = {"partnership": "northshire", "priority": indicator.priority.public_id}

    page = client.get(reverse("governance:priority", kwargs=kwargs)).content.decode()

    assert '<th scope="row" class="govuk-table__header">Target</th>' in page
