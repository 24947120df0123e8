"""Who leaves, who comes after them, and the handover between the two."""

import pytest

from partnerships.services import handovers
from tests.factories import partnerships as make
from tests.partnerships.handovers.leaving import LAST


@pytest.fixture
def leaver(in_north):
    return make.member(in_north, "dsp", "leaver@north.example")


@pytest.fixture
def successor(in_north):
    return make.member(in_north, "group_chair", "successor@north.example")


@pytest.fixture
def handover(leaver, manager, moment):
    return handovers.start_handover(leaver=leaver, last_day=LAST, by=manager, at=moment)
