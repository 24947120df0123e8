"""The chapters of a whole case from an agency’s referral to the national Panel’s answer."""

from django.core import mail
from playwright.sync_api import expect

from krscp_portal.foundation import moment
from partnerships.enums import PartnerKind
from tests.factories import requests as asking
from tests.journeys.story import DAY, HOUR, Story, press, sign_by_all, write_sections
from tests.journeys.test_case_journey import POST, choose, type_moment


def an_agency_reports(story: Story) -> None:
    """An agency's contact logs what happened, and sees this case and no other."""
    with story.seen_by(story.contact) as page:
        page.get_by_role("link", name="On the clock").first.click()
        press(page, "Log an incident")
        page.get_by_label("Which post became aware?").fill(POST)
        type_moment(page, "When did the local authority become aware?", moment.now() - HOUR)
        choose(page, "Where did it happen?", "North Borough")
        choose(page, "Where does the child normally live?", "North Borough")
        choose(page, "Is abuse or neglect known or suspected?", "Yes, it is suspected")
        page.get_by_label("What is known so far?").fill("A child was seriously hurt at home.")
        page.get_by_label("Pseudonym").fill("Rowan")
        page.get_by_label("Age", exact=True).select_option(label="Under 1")
        choose(page, "What happened to the child?", "Seriously harmed")
        choose(page, "Looked after by a local authority?", "Neither")
        press(page, "Log the incident")
        expect(page.get_by_role("heading", level=1)).to_contain_text("NORT-2026-001")
        story.path = page.url.removeprefix(story.base).partition("?")[0]


def the_partners_give_their_views(story: Story) -> None:
    """Each partner from an account of its own; one is against, and the dissent is kept."""
    for kind, user in story.partners.items():
        with story.seen_by(user) as page:
            page.goto(story.path)
            row = page.locator("#views + dl > div").filter(has_text=kind.label)
            row.get_by_role("link").click()
            against = kind is PartnerKind.POLICE
            answer = "Do not notify the Panel" if against else "Notify the Panel"
            choose(page, "What is this partner’s view?", answer)
            page.get_by_label("Why?").fill("As we see it.")
            page.get_by_label("Which post gave it?").fill(POST)
            press(page, "Record the view")
            expect(page.locator("#views + dl")).to_contain_text("As we see it.")
    with story.seen_by(story.partners[PartnerKind.LOCAL_AUTHORITY]) as page:
        page.goto(story.path)
        page.get_by_role("link", name="Decide whether to notify the Panel").click()
        choose(page, "What was decided?", "Notify the Panel")
        page.get_by_label("Why?").first.fill("Neglect is suspected.")
        page.get_by_label("Which post took the decision?").fill(POST)
        press(page, "Record the decision")
        expect(page.locator(".govuk-error-summary")).to_contain_text("The partners differ")
        page.get_by_label("Where the partners differ").fill("The police saw no neglect yet.")
        press(page, "Record the decision")
        expect(page.locator(".portal-heading")).to_contain_text("To be notified")


def the_panel_is_notified(story: Story) -> None:
    """The business unit records the notification; the rapid review opens by itself."""
    with story.seen_by(story.manager) as page:
        page.goto(story.path)
        page.get_by_role("link", name="Record the notification to the Panel").click()
        page.get_by_label("Reference given by the Panel’s form").fill("SIN-0001")
        page.get_by_label("Rowan (seriously harmed)").check()
        page.get_by_label("Which post sent it?").fill(POST)
        type_moment(page, "When was it sent?", moment.now() - HOUR)
        type_moment(page, "When were the safeguarding partners told?", moment.now() - HOUR)
        press(page, "Record the notification")
        expect(page.get_by_role("alert")).to_contain_text("The rapid review is open")
        page.goto(f"{story.path}people/")
        page.get_by_label("Who may see this case?").select_option(
            value=str(story.scrutineer.public_id)
        )
        press(page, "Name this person")


def agencies_are_asked_and_answer(story: Story) -> None:
    """Two agencies answer by the links of their e-mails, with rows for the chronology."""
    mail.outbox.clear()
    with story.seen_by(story.manager) as page:
        page.goto(f"{story.path}requests/")
        press(page, "Write to agencies")
        press(page, "Write the requests")
        press(page, "Send the requests")
        expect(page.locator(".kit-card")).to_have_count(2)
    story.later(2 * DAY)
    sent = {each.to[0]: asking.secret_in(each.body) for each in mail.outbox}
    for agency, words in (("hospital", "Seen by a health visitor."), ("school", "Not in school.")):
        with story.seen_by(None) as page:
            address = f"/northshire/requests/by-link/{sent[f'lead@{agency}.example']}/"
            page.goto(f"{address}chronology/add/")
            type_moment(page, "Day, or first day of a period", moment.now() - 90 * DAY)
            page.locator("[name=event]").fill(words)
            press(page)
            page.goto(address)
            page.get_by_label("We were involved").check()
            page.get_by_label("What your agency knew and did").fill("Seen three times.")
            page.get_by_role("button", name="Save and go on later").click()
            expect(page.get_by_text("Nothing has been handed in yet")).to_be_visible()
            press(page, "Check and hand in")
            page.get_by_label("Which senior post has agreed this answer?").fill("Director")
            press(page, "Hand the answer in")
            expect(page.get_by_text("The link that you used works no more")).to_be_visible()


def the_panel_of_the_partnership_meets(story: Story) -> None:
    """The chronology is merged; all three partners meet, and an action is given at once."""
    with story.seen_by(story.manager) as page:
        page.goto(f"{story.path}chronology/")
        expect(page.get_by_text("Seen by a health visitor.").first).to_be_visible()
        page.goto(f"{story.path}panel/add/")
        type_moment(page, "When does it begin?", moment.now())
        press(page)
        page.get_by_role("link", name="Keep the register").click()
        expect(page.get_by_role("heading", name="Who was there?")).to_be_visible()
        for select in page.locator("main select").all():
            select.select_option(label="Present")
        press(page, "Keep it and close")
        page.get_by_role("link", name="Write minutes of What is known").click()
        page.get_by_label("Minutes", exact=True).fill("Both agencies told what they knew.")
        press(page)
        page.get_by_role("link", name="Give an action at once").click()
        page.get_by_label("What is to be done?").fill("Check on the other child")
        page.get_by_label("By which seat?").select_option(label="Seat lead-police")
        due = moment.now() + 7 * DAY
        type_moment(page, "By when?", due)
        press(page)
        expect(page.locator("#actions + ul")).to_contain_text("Check on the other child")


def the_action_at_once_is_done(story: Story) -> None:
    """The partner who was given it says that it is done; somebody else accepts it."""
    with story.seen_by(story.partners[PartnerKind.POLICE]) as page:
        page.get_by_role("link", name="Check on the other child").first.click()
        page.get_by_role("link", name="Say that it is done").click()
        page.get_by_label("What was done, and what shows it").fill("The child is safe.")
        press(page, "It is done")
    with story.seen_by(story.manager) as page:
        page.get_by_role("link", name="Accept what was done").first.click()
        page.get_by_role("link", name="Accept and close").click()
        page.get_by_label("What is different for children?").fill("The other child is safe.")
        page.get_by_label("How do you know?").fill("A visit on the same day.")
        page.get_by_label("3 months").check()
        press(page, "Accept and close")


def the_report_is_written_signed_and_sent(story: Story) -> None:
    report = f"{story.path}report/"
    with story.seen_by(story.manager) as page:
        write_sections(page, report)
        page.goto(report)
        page.get_by_role("link", name="Write the outcome and criteria").click()
        page.get_by_label("A local child safeguarding practice review").check()
        page.locator("#id_rationale").fill("Two organisations did not act together.")
        press(page, "Save the outcome")
        page.get_by_role("link", name="Ask the partners to sign").click()
        press(page, "Freeze the report and ask")
        expect(page.get_by_text("Signature: Police")).to_be_visible()
    sign_by_all(story, report)
    with story.seen_by(story.scrutineer) as page:
        page.goto(report)
        expect(page.get_by_text("Signed by all three")).to_be_visible()
    with story.seen_by(story.manager) as page:
        page.goto(report)
        page.get_by_role("link", name="Prepare a sending").click()
        page.get_by_label("Child Safeguarding Practice Review Panel").check()
        press(page, "Prepare it")
        page.get_by_role("link", name="Record that it was sent").click()
        type_moment(page, "When was it sent?", moment.now())
        press(page, "Record the sending")
        expect(page.get_by_text("It is recorded as sent.")).to_be_visible()


def the_national_panel_answers(story: Story) -> None:
    with story.seen_by(story.manager) as page:
        page.goto(story.path)
        page.get_by_role("link", name="Record the Panel’s answer").click()
        choose(page, "What did the Panel answer?", "Agrees with the decision")
        page.get_by_label("What does it say?").fill("The Panel agrees.")
        type_moment(page, "When did it come?", moment.now())
        press(page, "Record the answer")
        expect(page.locator(".portal-heading")).to_contain_text("Panel has answered")
