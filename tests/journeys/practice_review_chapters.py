"""The chapters of a whole case from the decision to hold a practice review to its signed report."""

from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from partnerships.enums import PartnerKind
from reviews.competence import POINTS
from reviews.enums import Recipient
from tests.journeys.story import DAY, Story, press, sign_by_all, write_sections
from tests.journeys.test_case_journey import choose, type_moment


def a_practice_review_is_commissioned(story: Story) -> None:
    """Opened by a decision, told to three, given terms and a reviewer who was checked; begun."""
    with story.seen_by(story.partners[PartnerKind.LOCAL_AUTHORITY]) as page:
        page.goto(f"{story.path}reviews/")
        press(page, "Open a review")
        page.get_by_label("Local child safeguarding practice review").check()
        page.get_by_label("Code name").fill("Heron")
        page.get_by_label("Why is it held?").fill("There is much to learn together.")
        type_moment(page, "When was it decided?", moment.now())
        page.get_by_label("Which posts decided?").fill("The three partners")
        press(page, "Open the review")
        expect(page.get_by_text("No reviewer is commissioned.")).to_be_visible()
        story.review = page.url.removeprefix(story.base).partition("?")[0]
    with story.seen_by(story.manager) as page:
        write_terms(page, story.review)
        commission(page, story.review)
        for recipient in Recipient:
            page.goto(f"{story.review}told/")
            page.get_by_label(recipient.label).check()
            page.get_by_label("Which reviewers were named?").fill("Alex Reader")
            type_moment(page, "When were they told?", moment.now())
            press(page)
        expect(page.get_by_text("Still to be told")).to_have_count(0)
        page.goto(story.review)
        page.get_by_role("link", name="Begin the review").click()
        press(page, "Begin the review")
        expect(page.get_by_text("The review has begun.")).to_be_visible()


def write_terms(page: Page, review: str) -> None:
    page.goto("/northshire/reviews/methodologies/")
    press(page, "Make this list our own")
    page.goto(f"{review}terms/write/")
    page.get_by_label("Appreciative inquiry").check()
    type_moment(page, "First day of the period", moment.now() - 400 * DAY)
    type_moment(page, "Last day of the period", moment.now() - 30 * DAY)
    page.get_by_label("Questions").fill("What helped?\nWhat stood in the way?")
    page.get_by_label("How far does it go?").fill("Two agencies and one event.")
    page.get_by_label("Budget").fill("4500")
    press(page, "Save the terms")
    page.get_by_role("link", name="Record that the partners agreed them").click()
    press(page, "Record the agreement")


def commission(page: Page, review: str) -> None:
    page.goto("/northshire/reviews/reviewers/add/")
    page.get_by_label("Name", exact=True).fill("Alex Reader")
    page.get_by_label("Organisation").fill("A university")
    press(page, "Add the reviewer")
    page.goto(f"{review}reviewers/add/")
    page.get_by_label("Which reviewer?").select_option(label="Alex Reader, A university")
    press(page, "Commission the reviewer")
    page.get_by_role("link", name="Check competence").click()
    for number, point in enumerate(POINTS):
        choose(page, f"{point.name}: is it met?", "Met")
        page.get_by_label("how is it known?").nth(number).fill("Seen in earlier reviews")
    press(page, "Save the checks")
    page.get_by_role("link", name="Record what was declared").click()
    page.get_by_label("Nothing: no real or perceived").check()
    type_moment(page, "On which day?", moment.now())
    press(page, "Record the declaration")


def the_family_and_practitioners_take_part(story: Story) -> None:
    """A trial puts the review on hold for a while; what is learned early is acted on meanwhile."""
    with story.seen_by(story.manager) as page:
        page.goto(f"{story.review}engagement/family/add/")
        page.get_by_label("What are they to the child?").fill("Mother")
        choose(page, "Are they a child themselves?", "No")
        choose(page, "Were they invited to take part?", "Yes")
        type_moment(page, "If they were: on which day?", moment.now() - DAY)
        press(page, "Record them")
        page.goto(f"{story.review}engagement/events/add/")
        page.get_by_label("What kind of event was it?").fill("Learning day")
        type_moment(page, "On which day?", moment.now())
        page.get_by_label("How many were invited?").fill("9")
        page.get_by_label("How many came?").fill("7")
        press(page, "Record the event")
        page.goto(f"{story.review}proceedings/add/")
        page.get_by_label("Criminal investigation or trial").check()
        type_moment(page, "Since which day?", moment.now() - DAY)
        choose(page, "Does publication wait for them?", "Yes")
        press(page, "Record the proceedings")
        hold_and_learn(page, story.review)
        story.later(20 * DAY)
    with story.seen_by(story.manager) as page:
        page.goto(f"{story.review}proceedings/")
        page.get_by_role("link", name="Record the end").click()
        type_moment(page, "On which day", moment.now() - DAY)
        press(page)
        page.goto(story.review)
        page.get_by_role("link", name="Take it up again").click()
        press(page, "Take it up again")
        expect(page.get_by_text("The review goes on.")).to_be_visible()


def hold_and_learn(page: Page, review: str) -> None:
    page.goto(review)
    page.get_by_role("link", name="Put it on hold").click()
    page.get_by_label("Criminal investigation or trial").check()
    page.get_by_label("Why is it on hold?").fill("Witnesses are heard first.")
    press(page, "Put it on hold")
    expect(page.get_by_text("Its clock runs on.")).to_be_visible()
    page.goto(f"{review}progress/add/")
    page.get_by_label("What happened?").fill("Two agencies changed how they ask.")
    page.get_by_label("This is learning that is acted on").check()
    press(page, "Add it")


def the_review_is_written_and_signed(story: Story) -> None:
    report = f"{story.review}report/"
    with story.seen_by(story.manager) as page:
        write_sections(page, report)
        page.goto(report)
        page.get_by_role("link", name="Ask the partners to sign").click()
        page.get_by_label("How were the facts checked").fill("By each agency, this month.")
        page.get_by_label("Who looked at the law").fill("Not needed: nothing is in dispute.")
        press(page, "Freeze the report and ask")
        expect(page.locator(".govuk-error-summary")).to_contain_text("Recognising: say how")
        page.get_by_label("Who read it for what may tell").fill("The business manager.")
        press(page, "Freeze the report and ask")
        expect(page.get_by_text("Signature: Police")).to_be_visible()
    sign_by_all(story, report)
