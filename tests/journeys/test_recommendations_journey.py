"""A recommendation is typed, known from before, answered, acted on and reported by theme."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance.models import Recommendation, Theme
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from reviews.models import Incident, Review
from reviews.services.costs import CostFacts, agree_share, record_cost
from tests.factories import partnerships as make
from tests.factories import reviews as cases
from tests.governance.recommended import recommended
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before(north: Partnership, manager: User) -> Recommendation:
    with tenant(north.pk):
        make.agency("Hospital trust")
        neglect = Theme.objects.create(name="Neglect")
        today = moment.today()
        days = {"made_on": today, "due_on": today + timedelta(days=30), "at": moment.now()}
        return recommended(manager, themes=(neglect,), **days)


@pytest.fixture
def case(north: Partnership, manager: User) -> Incident:
    with tenant(north.pk):
        return cases.case(by=manager, at=moment.now())


@pytest.fixture
def review(north: Partnership, manager: User) -> Review:
    with tenant(north.pk):
        now = moment.now()
        made = Review.objects.create(
            reference="NORTHSHIRE-LR-2026-01",
            kind="learning",
            code_name="Heron",
            why="What there is to learn",
            decided_at=now,
            decided_by="The three partners",
            logged_at=now,
            logged_by=manager,
        )
        facts = CostFacts(on=moment.today(), what="Reviewer’s fee", pence=100000)
        record_cost(review=made, facts=facts, by=manager, at=now)
        body = make.organisation("Force")
        agree_share(organisation=body, thousandths=333, by=manager, at=now)
        return made


def test_what_is_typed_is_known_from_before_and_leads_to_the_whole_line(
    browser_page: Page, before: Recommendation, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.goto("/northshire/recommendations/")
    assert_accessible(page)
    page.get_by_role("button", name="Record a recommendation").click()
    typed = "Every school holds clinics about neglected children."
    page.get_by_label("What is recommended").press_sequentially(typed)
    earlier = page.get_by_label(before.text)
    expect(earlier).to_be_visible()
    assert_accessible(page)
    earlier.check()
    page.get_by_label("How will one see that it made a difference?").fill("Seen earlier.")
    page.get_by_label("Inspection").check()
    page.get_by_label("Hospital trust").check()
    due = moment.today() + timedelta(days=90)
    type_day(page, "By when", str(due.day), str(due.month), str(due.year))
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("This is the second time that this is recommended.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="See when, by whom").click()
    expect(page.get_by_role("link", name=before.text)).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("link", name="the answer of Hospital trust").click()
    assert_accessible(page)
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text("The answer has been kept.")).to_be_visible()
    page.get_by_role("link", name="Look for earlier ones").click()
    assert_accessible(page)
    page.goto("/northshire/recommendations/themes/report/")
    expect(page.get_by_role("img", name="Recommendations by theme")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="List of themes").click()
    assert_accessible(page)


def test_a_case_keeps_its_own_in_confidence_and_a_review_divides_its_cost(
    browser_page: Page, case: Incident, review: Review, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/clock/{case.public_id}/recommendations/")
    assert_accessible(page)
    page.get_by_role("button", name="Record a recommendation").click()
    assert_accessible(page)
    expect(page.get_by_label("Why only those who see the case may see it")).to_have_value(
        "The review has not ended."
    )
    page.goto(f"/northshire/reviews/{review.public_id}/costs/")
    expect(page.get_by_text("£333.00")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Agreed shares").click()
    assert_accessible(page)
    page.goto(f"/northshire/reviews/{review.public_id}/recommendations/")
    assert_accessible(page)
