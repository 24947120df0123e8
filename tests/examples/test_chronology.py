"""What the fictional agencies told, and the panels that met: as the pages show it after a load."""

import pytest

from krscp_portal.examples.models import ExampleRow
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from reviews.models import Incident, PanelMeeting
from reviews.selectors.chronology import Wanted, chronology
from reviews.selectors.panel import panel_lines
from tests.examples.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = ["demoborough"]


@pytest.fixture(autouse=True)
def _inside(loaded):
    with tenant(Partnership.objects.get(slug="demoborough").pk):
        yield


def case(key):
    row = ExampleRow.objects.get(kind="case", key=key)
    return Incident.objects.get(public_id=row.object_id)


def test_the_running_review_has_rows_of_those_who_handed_in_a_gap_and_a_clash():
    found = chronology(case("rapid-review-running"), Wanted(), page=1, query={})

    assert {line.row.organisation.name for line in found.lines} == {
        "Demoborough Council",
        "Example Mental Health NHS Trust",
        "Exampleshire Police",
    }
    assert found.not_handed_in == ("Demoborough Example Hospital NHS Trust",)
    assert len(found.clashes) == 1
    assert len(found.gaps) == 2
    assert found.lines[-1].when == "autumn of the year before last"


def test_one_panel_was_held_with_all_three_and_another_is_planned():
    sent, running = case("rapid-review-sent"), case("rapid-review-running")

    assert [line.status.text for line in panel_lines(running, at=LOADED_AT)] == ["Planned"]
    (line,) = panel_lines(sent, at=LOADED_AT)
    assert line.status.text == "Minutes agreed"
    assert line.meeting.quorum["is_met"]
    assert PanelMeeting.objects.get(incident=sent).items.filter(minutes="").count() == 0
