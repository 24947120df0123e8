"""The examples' priorities, figures and plans: facts of documents, and one believable year."""

from datetime import date

import pytest

from governance.models import Outcome, PlanItem, PlanUpdate, Priority, Reading, Workplan
from governance.selectors.priorities import threads
from krscp_portal.examples.workplans import quarters_before
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships.models import Partnership
from tests.examples.conftest import LOADED_AT, load_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = ("krscp", "kirklees", "demoborough")


def of(slug):
    return tenant(Partnership.objects.get(slug=slug).pk)


def test_quarters_are_counted_back_over_the_turn_of_the_year():
    assert quarters_before(date(2026, 2, 1), 3) == [
        date(2025, 6, 30),
        date(2025, 9, 30),
        date(2025, 12, 31),
    ]
    assert quarters_before(date(2026, 4, 1), 1) == [date(2026, 3, 31)]


@pytest.mark.parametrize(("slug", "number"), [("krscp", 3), ("kirklees", 6)])
def test_real_priorities_say_only_what_their_documents_say(slug, number):
    with of(slug):
        found = list(Priority.objects.all())

        assert len(found) == number
        assert all(each.summary and each.source for each in found)
        assert not Outcome.objects.exists()
        assert not Workplan.objects.exists()
        gaps = [gap for thread in threads(on=local_day(LOADED_AT)) for gap in thread.gaps]
    assert gaps.count("No outcome is stated.") == number


def test_the_fictional_partnership_has_plans_with_updates():
    with of("demoborough"):
        assert Workplan.objects.filter(group__isnull=True).count() == 1
        assert Workplan.objects.filter(group__isnull=False).count() == 5
        assert PlanItem.objects.filter(plan__group__key="learning-from-reviews").count() == 6
        assert PlanUpdate.objects.count() >= PlanItem.objects.count()
        assert Reading.objects.filter(period_end__gt=local_day(LOADED_AT)).count() == 0
        first = threads(on=local_day(LOADED_AT))[0]
    assert first.priority.title == "Neglect noticed early"
    assert [len(each.lines) > 0 for each in first.outcomes] == [True, True]
    assert first.gaps == ("One line has not been touched for 60 days.",)


def test_loading_again_adds_nothing():
    with of("demoborough"):
        before = (PlanItem.objects.count(), PlanUpdate.objects.count(), Reading.objects.count())

    load_all(slugs=["demoborough"])

    with of("demoborough"):
        after = (PlanItem.objects.count(), PlanUpdate.objects.count(), Reading.objects.count())
    assert after == before
