"""The last chapters of a whole case: published, recommended, acted on, its impact asked, closed."""

from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from partnerships.enums import PartnerKind
from tests.journeys.story import DAY, Story, press
from tests.journeys.test_case_journey import choose, type_moment


def it_is_decided_what_the_public_reads(story: Story) -> None:
    """In full; words that the check finds are kept with a reason, others are taken out."""
    publication = f"{story.review}publication/"
    with story.seen_by(story.partners[PartnerKind.LOCAL_AUTHORITY]) as page:
        page.goto(f"{publication}decide/")
        page.get_by_label("The report in full", exact=True).check()
        page.get_by_label("Title that the public reads").fill("What two services knew")
        page.get_by_label("Reviewers, as they are named in public").fill("Alex Reader")
        type_moment(page, "When did the partners decide?", moment.now())
        page.get_by_label("Which posts decided?").fill("The three partners")
        type_moment(page, "On which day is it to be published?", moment.now() + 14 * DAY)
        press(page, "Keep the decision")
        expect(page.get_by_text("Nothing is public yet.")).to_be_visible()
    with story.seen_by(story.manager) as page:
        page.goto(f"{publication}words/add/")
        page.get_by_label("Words that are taken out").fill("in a few sentences")
        choose(page, "Where?", "Wherever they stand")
        choose(page, "Why?", "Personal information")
        press(page)
        page.goto(f"{publication}preview/")
        press(page, "Freeze this text")
        page.goto(publication)
        for recipient in ("Child Safeguarding Practice Review Panel", "Secretary of State"):
            page.get_by_role("link", name="Prepare a copy").click()
            page.get_by_label(recipient, exact=True).check()
            press(page)
            page.get_by_role("link", name=f"Record that it was sent to {recipient}").click()
            type_moment(page, "When was it sent?", moment.now())
            press(page)
        expect(page.locator("main")).to_contain_text("The copy went to the Secretary of State on")
        page.goto(f"{publication}publish/")
        expect(page.locator("main")).not_to_contain_text("It is published.")


def it_is_published_and_read(story: Story) -> None:
    """The family is told; on the day nothing stands in the way, and anybody reads it."""
    publication = f"{story.review}publication/"
    with story.seen_by(story.manager) as page:
        page.goto(publication)
        page.get_by_role("link", name="Record when they were told").click()
        type_moment(page, "On which day were they told?", moment.now())
        press(page)
        page.goto(publication)
        page.get_by_role("link", name="Publish it").click()
        press(page)
        expect(page.locator(".portal-heading")).to_contain_text("On line")
    with story.seen_by(None) as page:
        page.goto("/northshire/published/reviews/")
        page.get_by_role("link", name="What two services knew").click()
        expect(page.locator("main")).to_contain_text("Alex Reader")
        expect(page.locator("main")).to_contain_text("[removed: personal information]")
        expect(page.locator("main")).not_to_contain_text("Heron")


def it_is_recommended(story: Story) -> None:
    """The business unit records it; the hospital accepts and is given an action."""
    with story.seen_by(story.manager) as page:
        page.goto(f"{story.review}recommendations/")
        page.get_by_role("button", name="Record a recommendation").click()
        page.get_by_label("What is recommended").fill("Use one form for every adult at home.")
        page.get_by_label("How will one see that it made a difference?").fill("It is in each file.")
        page.get_by_label("Hospital", exact=True).check()
        type_moment(page, "By when", moment.now() + 60 * DAY)
        page.get_by_label("Why only those who see the case may see it").fill("")
        press(page, "Record it")
        story.recommendation = page.url.removeprefix(story.base).partition("?")[0]
        page.get_by_role("link", name="the answer of Hospital").click()
        page.get_by_label("Accepted", exact=True).check()
        press(page, "Save the answer")
        page.get_by_role("link", name="Give an action").click()
        page.get_by_label("What is to be done").fill("Write the form")
        page.get_by_label("To be done by").select_option(label="Seat hospital (Hospital)")
        type_moment(page, "Due on", moment.now() + 30 * DAY)
        press(page, "Give the action")


def it_is_done_and_closed_by_others(story: Story) -> None:
    """The contact does it, the chair of a group accepts it, the delegated partner closes it."""
    with story.seen_by(story.contact) as page:
        page.get_by_role("link", name="Write the form").first.click()
        page.get_by_role("link", name="Say that it is done").click()
        page.get_by_label("What was done, and what shows it").fill("Every ward has the form.")
        press(page, "It is done")
    with story.seen_by(story.chair) as page:
        page.get_by_role("link", name="Accept what was done").first.click()
        page.get_by_role("link", name="Accept and close").click()
        say_the_difference(page)
        press(page, "Accept and close")
    with story.seen_by(story.partners[PartnerKind.LOCAL_AUTHORITY]) as page:
        page.goto(story.recommendation)
        page.get_by_role("link", name="Close it").click()
        say_the_difference(page)
        press(page, "Close it")
        expect(page.get_by_text("To be asked on")).to_be_visible()


def say_the_difference(page: Page) -> None:
    page.get_by_label("What is different for children?").fill("Everybody at home is known.")
    page.get_by_label("How do you know?").fill("A sample of files shows it.")
    page.get_by_label("3 months").check()


def its_impact_is_asked(story: Story) -> None:
    """Closed too early is refused; after three months it is said whether it lasted."""
    with story.seen_by(story.manager) as page:
        page.goto(story.review)
        page.get_by_role("link", name="Say what was learned").click()
        page.locator("main textarea").first.fill("Services held what they knew apart.")
        press(page, "Say what was learned")
        page.get_by_role("link", name="Close the review").click()
        press(page, "Close the review")
        expect(page.locator(".govuk-error-summary")).to_contain_text("made a difference")
    story.later(95 * DAY)
    with story.seen_by(story.partners[PartnerKind.LOCAL_AUTHORITY]) as page:
        page.goto(story.recommendation)
        page.get_by_role("link", name="Answer whether it has lasted").click()
        page.locator("main input[type=radio]").first.check()
        page.get_by_label("How do you know?").fill("The sample was repeated.")
        press(page, "Save the answer")


def the_case_is_closed(story: Story) -> None:
    with story.seen_by(story.manager) as page:
        page.goto(story.review)
        page.get_by_role("link", name="Close the review").click()
        press(page, "Close the review")
        expect(page.get_by_text("The review is closed.")).to_be_visible()
        page.goto(f"{story.path}close/")
        page.get_by_label("What came of this case?").fill("One form for every adult at home.")
        press(page, "Close the case")
        expect(page.locator(".portal-heading")).to_contain_text("Closed")
