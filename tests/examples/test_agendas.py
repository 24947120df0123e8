"""The examples' agendas: what a document recommends for every one, and meetings to come."""

import pytest

from governance.models import AgendaItem, Meeting, Paper, StandingItem
from governance.selectors.agenda import standing_for
from governance.selectors.agenda_page import agenda_page
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from tests.examples.conftest import load_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = ("krscp", "demoborough")


def of(slug):
    return tenant(Partnership.objects.get(slug=slug).pk)


def test_what_the_scrutiny_recommends_stands_locked_on_every_agenda_of_a_subgroup():
    with of("krscp"):
        [row] = StandingItem.objects.all()

        assert (row.group_kind, row.locked) == ("subgroup", True)
        assert row.source == "001_84411074d759547d.txt L254"
        assert not Meeting.objects.exists()
        assert not AgendaItem.objects.exists()


def test_the_fictional_executive_has_an_agenda_with_papers_and_a_part_b():
    with of("demoborough"):
        meeting = Meeting.objects.get(
            group__key="executive", numbered_at__isnull=False, state="sent"
        )
        page = agenda_page(meeting, reads_b=False)

        assert [line.number for line in page.lines] == ["1", "2", "3", "4", "5", "6", "7"]
        assert [line.title for line in page.lines if line.is_kept_back] == [
            "Confidential item (part B)"
        ]
        assert page.running.over == 0
        assert [line.number for item in page.lines for line in item.papers] == ["3.1", "4.1", "4.2"]
        assert Paper.objects.filter(part="B").count() == 1


def test_an_agenda_in_the_making_is_too_long_and_has_what_is_locked_in():
    with of("demoborough"):
        meeting = Meeting.objects.filter(group__key="learning-from-reviews", state="sent").get()
        page = agenda_page(meeting, reads_b=True)

        assert page.running.over > 0
        assert [line.title for line in page.lines if line.is_locked] == [
            "Who is over-represented in what we see"
        ]
        assert [each.locked for each in standing_for([meeting.group])] == [False, True]
        assert AgendaItem.objects.filter(meeting=None, group__key="quality-assurance").count() == 2


def test_loading_again_adds_nothing():
    with of("demoborough"):
        before = AgendaItem.objects.count()

    load_all(slugs=("demoborough",))

    with of("demoborough"):
        assert AgendaItem.objects.count() == before
