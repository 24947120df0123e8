"""The pages of a report, as the business unit and the partners meet them."""

from html import unescape

import pytest
import time_machine
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.access import standing
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent, Job
from reviews.enums import CaseState, DispatchState
from reviews.models import Dispatch, Report, ReportComment, Signature
from reviews.selectors.report_needs import needs_on_reports
from reviews.services import dispatches, reports, signing
from tests.factories import partnerships as people
from tests.factories import reports as make
from tests.reviews.pages.reading import moment_of

pytestmark = pytest.mark.django_db

AUTHORITY, ICB, POLICE = PartnerKind
QUERIES = 18  # of the page, the frame and the note of the reading included


@pytest.fixture(autouse=True)
def on_the_day(later):
    with time_machine.travel(later, tick=False):
        yield


@pytest.fixture
def keeper(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def asked(north, manager, rapid, later):
    with tenant(north.pk):
        return make.asked(rapid, by=manager, at=later)


@pytest.fixture
def signed(north, manager, rapid, later):
    with tenant(north.pk):
        return make.signed(rapid, by=manager, at=later)


def at(name, report=None, **blanks):
    if report is not None:
        blanks["report"] = report.public_id
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **blanks})


def home(report):
    if report.incident is not None:
        return at("case-report", case=report.incident.public_id)
    return at("review-report", review=report.review.public_id)


def words(page):
    assert page.status_code == 200, page.status_code
    return unescape(page.content.decode())


def day_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# ------------------------------------------------------------------ writing


def test_a_section_is_written_on_its_page(keeper, rapid):
    where = at("report-section", rapid, key="facts")
    assert "What happened, as far as it can be readily established." in words(keeper.get(where))

    page = keeper.post(where, {"body": "A child was hurt.", "revision": "0"}, follow=True)

    assert "A child was hurt." in words(page)
    assert page.redirect_chain[0][0].endswith("/report/#section-facts")


def test_both_texts_are_shown_where_somebody_saved_meanwhile(keeper, north, manager, rapid, later):
    with tenant(north.pk):
        row = rapid.sections.get(key="facts")
        row.report = rapid
        reports.save_section(section=row, body="Theirs.", revision=0, by=manager, at=later)
    where = at("report-section", rapid, key="facts")

    page = words(keeper.post(where, {"body": "Mine.", "revision": "0"}))
    assert "Nothing is lost" in page
    assert "Theirs." in page
    assert "Mine.</textarea>" in page
    assert 'name="revision" value="1"' in page

    page = keeper.post(where, {"body": "Theirs. Mine.", "revision": "1"}, follow=True)
    assert "Theirs. Mine." in words(page)


def test_the_outcome_is_written_and_a_meanwhile_shows_what_stands(keeper, north, rapid):
    where = at("report-outcome", rapid)
    said = {"outcome": "lcspr", "rationale": "Much.", "local_a": "met", "local_a_why": "It shows."}
    page = words(keeper.post(where, {**said, "revision": "0"}, follow=True))
    assert "A local child safeguarding practice review" in page
    assert "Yes. It shows." in page

    other = words(keeper.post(where, {**said, "rationale": "Mine.", "revision": "0"}))
    assert "What stands now" in other
    assert "Much." in other
    assert "Mine.</textarea>" in other
    silent = words(keeper.post(where, {"outcome": "none", "revision": "1"}))
    assert "Say why: the outcome and its reasons stand together." in silent


def test_a_partner_remarks_and_the_unit_answers(client, north, manager, rapid):
    lead = people.member(north, "lsp")
    client.force_login(lead)
    page = client.post(
        at("report-comment", rapid, key="facts"), {"text": "Is it certain?"}, follow=True
    )
    assert "Not answered yet." in words(page)
    assert client.get(at("report-section", rapid, key="facts")).status_code == 403

    client.force_login(manager)
    with tenant(north.pk):
        remark = ReportComment.objects.get()
    where = at("report-answer", rapid, remark=remark.public_id)
    page = client.post(where, {"answer": "It is now."}, follow=True)
    assert "It is now." in words(page)


def test_a_review_that_has_begun_has_its_report(keeper, learning):
    page = words(keeper.get(home(learning)))

    assert "Why actions were or were not taken" in page
    assert "Outcome and criteria" not in page


def test_a_report_that_was_never_begun_is_begun_by_a_button(keeper, north, manager, learning):
    review = learning.review
    with tenant(north.pk):
        other = people_review(manager, learning)
    where = at("review-report", review=other.public_id)

    assert "There is no report." in words(keeper.get(where))
    assert "There is nothing to report on yet." in words(keeper.post(where))
    assert review.pk != other.pk


def people_review(manager, learning):
    """Another review, not begun."""
    from reviews.services.reviews import ReviewFacts, open_review  # noqa: PLC0415 -- for one test

    facts = ReviewFacts(
        kind="near_miss",
        code_name="Kite",
        why="To learn.",
        decided_at=learning.opened_at,
        decided_by="The partners",
    )
    return open_review(facts=facts, by=manager, at=learning.opened_at)


# ------------------------------------------------------------------ signing


def test_the_report_is_frozen_and_empty_sections_are_named_beside_the_box(keeper, north, learning):
    where = at("report-ask", learning)
    assert "<li>Recommendations</li>" in words(keeper.get(where))

    assert "Still empty: Reviewers" in words(keeper.post(where, {}))
    page = words(keeper.post(where, {"as_is": "on"}, follow=True))
    assert "Waiting for signatures" in page


def test_whoever_signs_is_shown_the_version_and_signs_its_hash(client, north, rapid, asked):
    with tenant(north.pk):
        police = make.signatory(north, POLICE)
    client.force_login(police)
    assert "This report waits for your signature for: Police." in words(client.get(home(rapid)))
    where = at("report-sign", rapid, number=1)
    assert asked.sha256 in words(client.get(where))

    stale = words(client.post(where, {"partner": "police", "sha256": "0" * 64}))
    assert "The report was changed since this page was shown." in stale
    page = client.post(where, {"partner": "police", "sha256": asked.sha256}, follow=True)
    assert "You have signed the report." in words(page)
    with tenant(north.pk):
        assert Signature.objects.get().signatory == "Seat lead-police"
    again = client.get(where, follow=True)
    assert "There is nothing here for you to sign." in words(again)


def test_signing_is_the_next_task_of_who_holds_the_seat_alone(north, manager, rapid, asked, later):
    with tenant(north.pk):
        police, on = make.signatory(north, POLICE), later.date()
        held = standing(police, on=on)
        [need] = needs_on_reports(police, held, on)
        assert need.what == f"{rapid.incident.reference}: sign the report"
        assert need.path == f"clock/{rapid.incident.public_id}/report/"
        assert needs_on_reports(manager, standing(manager, on=on), on) == []
        signing.sign(version=asked, partner="police", sha256=asked.sha256, by=police, at=later)
        assert needs_on_reports(police, held, on) == []


def test_a_signature_given_elsewhere_is_recorded(keeper, north, rapid, asked, later):
    where = at("report-signature-add", rapid, number=1)
    said = {
        "partner": "icb",
        "signatory": "Chief nurse",
        **day_of("signed_on", later),
        "sha256": asked.sha256,
    }
    assert "How is it known?" in words(keeper.post(where, said))
    page = keeper.post(where, {**said, "evidence": "Signed letter on file"}, follow=True)
    assert "Chief nurse, 1 June 2026 (Signed letter on file)" in words(page)


def test_a_report_is_taken_back_with_a_reason(keeper, rapid, asked):
    where = at("report-take-back", rapid)
    assert "Enter" in words(keeper.post(where, {"reason": ""}))
    page = words(keeper.post(where, {"reason": "A day was wrong."}, follow=True))
    assert "A day was wrong." in page
    assert "Being written" in page


def test_the_case_says_who_still_has_to_sign(keeper, rapid, asked):
    page = words(keeper.get(at("case", case=rapid.incident.public_id)))
    assert "Still to sign: Local authority, Integrated care board, Police" in page


def test_a_version_is_taken_away_as_word_and_as_pdf_in_the_background(keeper, north, rapid, asked):
    docx = keeper.get(at("report-version-docx", rapid, number=1))
    draft = keeper.get(at("report-docx", rapid))
    name = rapid.incident.reference.lower()
    assert docx["Content-Disposition"] == f'attachment; filename="{name}-v1.docx"'
    assert draft["Content-Disposition"] == f'attachment; filename="{name}-draft.docx"'
    where = at("report-pdf", rapid, number=1)
    assert keeper.get(where).status_code == 404
    assert "The PDF is being made." in words(keeper.post(where, follow=True))
    with tenant(north.pk):
        assert Job.objects.get().kind == "reviews.report_pdf"


# ------------------------------------------------------------------ sending


def test_what_is_prepared_asks_whether_it_was_sent(keeper, north, rapid, signed, later):
    page = words(keeper.post(at("dispatch-add", rapid), {"recipient": "panel"}, follow=True))
    assert "Was it sent?" in page
    with tenant(north.pk):
        row = Dispatch.objects.get()
    again = words(keeper.post(at("dispatch-add", rapid), {"recipient": "panel"}))
    assert "This version was prepared for this recipient already." in again

    where = at("dispatch-sent", rapid, dispatch=row.public_id)
    said = {**moment_of("sent_at", later), "how": "Secure e-mail"}
    assert "Secure e-mail" in words(keeper.post(where, said, follow=True))
    with tenant(north.pk):
        row.refresh_from_db()
        rapid.incident.refresh_from_db()
    assert (row.state, rapid.incident.state) == (DispatchState.SENT, CaseState.RAPID_REVIEW_SENT)


def test_what_was_not_sent_says_why(keeper, north, manager, rapid, signed, later):
    with tenant(north.pk):
        row = dispatches.prepare(report=rapid, recipient="dfe", by=manager, at=later)
    where = at("dispatch-cancel", rapid, dispatch=row.public_id)
    assert "Not sent because" in words(keeper.post(where, {"reason": "Wrong."}, follow=True))


def test_a_copy_that_is_not_made_yet_says_so(keeper, north, manager, rapid, signed, later):
    with tenant(north.pk):
        row = dispatches.prepare(report=rapid, recipient="dfe", by=manager, at=later)
    page = keeper.get(at("dispatch-copy", rapid, dispatch=row.public_id), follow=True)
    assert "This file has not been made yet." in words(page)


# ------------------------------------------------------------------ who reads, and what it costs


def test_a_report_is_read_by_who_sees_the_case_and_each_reading_is_noted(client, north, rapid):
    chair = people.member(north, "group_chair")
    client.force_login(chair)
    for where in (home(rapid), at("report-docx", rapid), at("report-comment", rapid, key="facts")):
        assert client.get(where).status_code == 404

    lead = people.member(north, "lsp")
    client.force_login(lead)
    assert client.get(at("report-comment", rapid, key="facts")).status_code == 200
    with tenant(north.pk):
        seen = AuditEvent.objects.filter(verb="viewed", by_id=lead.pk).latest("number")
        assert seen.facts["page"] == "report"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_long_it_is(
    keeper, north, manager, rapid, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        make.asked(rapid, by=manager, at=later)
        for _ in range(rows - 1):
            signing.take_back(report=rapid, reason="Again.", by=manager, at=later)
            signing.ask_for_signatures(report=rapid, by=manager, at=later)
        for section in rapid.sections.order_by("pk")[:rows]:
            section.report = rapid
            reports.comment(section=section, text="Hm.", by=manager, at=later)
    keeper.get(home(rapid))

    with django_assert_num_queries(QUERIES):
        keeper.get(home(rapid))


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_sent_takes_the_same_queries_however_much_it_is(
    keeper, north, manager, rapid, signed, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for recipient in ("panel", "ofsted", "dfe")[:rows]:
            dispatches.prepare(report=rapid, recipient=recipient, by=manager, at=later)
        assert Report.objects.count() == 1
    keeper.get(home(rapid))

    with django_assert_num_queries(QUERIES):
        keeper.get(home(rapid))
