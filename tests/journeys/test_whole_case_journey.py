"""One case from the agency that reports it to published learning, through everybody it concerns.

Time is moved between the chapters, because a review takes months and a copy before publication
working days. Whether each page can be used by everybody is asked by the page’s own journey.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser

from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind
from partnerships.models import Partnership, User
from tests.factories import partnerships as people
from tests.factories import reports as seats
from tests.factories import reviews as make
from tests.journeys import learning_chapters as learning
from tests.journeys import practice_review_chapters as review
from tests.journeys import rapid_review_chapters as rapid
from tests.journeys.story import DAY, HOUR, Story

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=True) as coordinates:
        yield coordinates


@pytest.fixture
def story(
    clock: time_machine.Traveller,
    browser: Browser,
    live_server: object,
    north: Partnership,
    manager: User,
) -> Story:
    with tenant(north.pk):
        make.area()
        roles = {PartnerKind.LOCAL_AUTHORITY: "dsp"}
        partners = {
            kind: seats.signatory(north, kind, roles.get(kind, "lsp")) for kind in PartnerKind
        }
        contact = people.member(north, "agency_contact")
        for name in ("Hospital", "School"):
            agency = people.agency(name)
            contact_email = f"lead@{name.lower()}.example"
            seat = people.seat(
                name.lower(), organisation=agency.organisation, contact_email=contact_email
            )
            if name == "Hospital":
                seats.sit(contact, seat)
    return Story(
        browser=browser,
        base=str(live_server),
        clock=clock,
        partners=partners,
        manager=manager,
        contact=contact,
        scrutineer=people.member(north, "scrutineer"),
        chair=people.member(north, "group_chair"),
    )


def test_one_case_goes_from_a_referral_to_its_closure(story: Story, north: Partnership):
    rapid.an_agency_reports(story)
    story.later(2 * HOUR)
    rapid.the_partners_give_their_views(story)
    story.later(DAY)
    rapid.the_panel_is_notified(story)
    story.later(HOUR)
    rapid.agencies_are_asked_and_answer(story)
    story.later(7 * DAY)
    rapid.the_panel_of_the_partnership_meets(story)
    story.later(3 * DAY)
    rapid.the_action_at_once_is_done(story)
    rapid.the_report_is_written_signed_and_sent(story)
    story.later(12 * DAY)
    rapid.the_national_panel_answers(story)
    story.later(DAY)
    review.a_practice_review_is_commissioned(story)
    story.later(30 * DAY)
    review.the_family_and_practitioners_take_part(story)
    story.later(40 * DAY)
    review.the_review_is_written_and_signed(story)
    story.later(3 * DAY)
    learning.it_is_decided_what_the_public_reads(story)
    story.later(14 * DAY)
    learning.it_is_published_and_read(story)
    story.later(DAY)
    learning.it_is_recommended(story)
    story.later(25 * DAY)
    learning.it_is_done_and_closed_by_others(story)
    learning.its_impact_is_asked(story)
    learning.the_case_is_closed(story)
