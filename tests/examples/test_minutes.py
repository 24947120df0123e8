"""The examples' minutes and decisions: what the fictional partnership decided so far."""

import pytest

from governance.models import Decision, Minutes, MinutesVersion
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = ("krscp", "kent", "kirklees", "merton", "demoborough")


def of(slug):
    return tenant(Partnership.objects.get(slug=slug).pk)


def test_the_fictional_executive_has_approved_minutes_and_the_board_a_draft_for_comments():
    with of("demoborough"):
        states = list(Minutes.objects.order_by("state").values_list("state", flat=True))

        assert states == ["approved", "approved", "comments"]
        assert MinutesVersion.objects.count() == 2


def test_decisions_have_positions_and_one_waits_to_be_minuted():
    with of("demoborough"):
        waiting = Decision.objects.get(mode="between")
        taken = Decision.objects.filter(mode="meeting").order_by("pk")

        assert waiting.reported_in is None
        assert [row.title for row in taken] == [
            "One form for strategy discussions",
            "Training on neglect for two more years",
        ]
        assert all(row.positions.exists() for row in taken)


@pytest.mark.parametrize("slug", ["krscp", "kent", "kirklees", "merton"])
def test_nothing_is_invented_of_a_real_partnership(slug):
    with of(slug):
        assert not Decision.objects.exists()
        assert not Minutes.objects.exists()
