"""Delegations and delegated responsibilities through their pages."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships import papers
from partnerships.models import (
    AuditEvent,
    ConflictDeclaration,
    Delegation,
    DelegationReview,
    Notice,
    Person,
    Responsibility,
    ResponsibilityReview,
)
from partnerships.services import conflicts
from partnerships.services.conflicts import InterestFacts
from tests.factories import partnerships as make
from tests.partnerships.interests import declared
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def pair(number: int = 0):
    lead = make.seat(f"lead{number}", "LSP", speaks_for="icb")
    return lead, make.seat(f"delegated{number}", "DSP", speaks_for="icb")


@pytest.fixture
def delegation(north):
    with tenant(north.pk):
        lead, delegate = pair()
        return Delegation.objects.create(from_seat=lead, to_seat=delegate, functions="One\nTwo")


@pytest.fixture
def facts(delegation):
    return {
        "from_seat": str(delegation.from_seat.public_id),
        "to_seat": str(delegation.to_seat.public_id),
        "functions": "One",
    }


# --- lists: the same number of queries however many rows


def fill_delegations(north, manager, rows):
    lead, _delegate = pair(9)
    for number in range(rows):
        one, two = pair(number)
        made = Delegation.objects.create(from_seat=one, to_seat=two, functions="All")
        again = Delegation.objects.create(
            from_seat=lead, to_seat=two, functions="All", to_on=date(2026, 1, 1)
        )
        for each in (made, again):
            DelegationReview.objects.create(
                delegation=each,
                reviewed_on=date(2026, 1, 1),
                outcome="Kept",
                recorded_at=clock.now(),
                recorded_by=manager,
            )
    return {"seat": lead.public_id}


def fill_responsibilities(north, manager, rows):
    for number in range(rows):
        seat = make.seat(f"s{number}")
        make.appointment(seat, f"Holder {number}")
        Responsibility.objects.create(what=f"Task {number}", led_by="x", seat=seat, order=number)
        ResponsibilityReview.objects.create(
            reviewed_on=date(2026, 1, 1 + number),
            next_on=date(2027, 1, 1),
            outcome="Kept",
            recorded_at=clock.now(),
            recorded_by=manager,
        )


def fill_interests(north, manager, rows):
    person = Person.objects.create(name="Kim Lane")
    for number in range(rows):
        for each in (person, Person.objects.create(name=f"Somebody {number}")):
            ConflictDeclaration.objects.create(
                person=each,
                kind="family",
                matter=f"A cousin {number}",
                declared_at=clock.now(),
                declared_by=manager,
                renew_on=clock.today() + timedelta(days=100),
            )
    return {"person": person.public_id}


def fill_own(north, manager, rows):
    for number in range(rows):
        facts = InterestFacts("family", f"A cousin {number}")
        conflicts.declare_interest(facts=facts, by=manager, at=clock.now())


def fill_gaps(north, manager, rows):
    for number in range(rows):
        lead, delegate = pair(number)
        make.appointment(lead, f"Lead {number}")
        member = make.user(f"{number}@north.example")
        make.give_role(north, member, "dsp")
        person = Person.objects.create(name=f"Delegate {number}", user=member)
        delegate.appointments.create(person=person, period=(make.STARTED, None))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "fill", "queries"),
    [
        ("delegations", fill_delegations, 9),
        ("delegation-history", fill_delegations, 11),
        ("responsibilities", fill_responsibilities, 11),
        ("interests", fill_interests, 9),
        ("interests-of", fill_interests, 9),
        ("interest-declare", fill_own, 9),
        ("interests-missing", fill_gaps, 12),
    ],
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    as_manager, north, manager, django_assert_num_queries, page, fill, queries, rows
):
    with tenant(north.pk):
        blanks = fill(north, manager, rows) or {}
    url = at(page, **{name: value for name, value in blanks.items() if page.endswith(("y", "of"))})
    with django_assert_num_queries(queries):
        assert as_manager.get(url).status_code == 200


# --- delegations


def test_functions_are_shown_as_a_list_and_the_lead_stays_accountable(as_manager, delegation):
    page = text(as_manager.get(at("delegation", delegation=delegation.public_id)))

    assert "<li>One</li><li>Two</li>" in page
    assert "<strong>stays accountable</strong>" in page
    assert "Source: Working Together 2023" in page


def test_a_delegate_of_two_leads_is_shown_on_the_list_and_on_both_pages(
    as_manager, north, delegation
):
    with tenant(north.pk):
        other = make.seat("other", "LSP", speaks_for="icb")
        second = Delegation.objects.create(
            from_seat=other, to_seat=delegation.to_seat, functions="x"
        )

    for each in (delegation, second):
        page = text(as_manager.get(at("delegation", delegation=each.public_id)))
        assert "Seat delegated0 also acts for:" in page
    page = text(as_manager.get(at("delegations")))
    assert "Also for Seat other" in page
    assert "Also for Seat lead0" in page


def test_a_signed_paper_is_uploaded_and_downloaded(as_manager, north, delegation, facts):
    sent = SimpleUploadedFile("jane doe.pdf", PDF, content_type="text/html")
    url = at("delegation-edit", delegation=delegation.public_id)
    assert 'enctype="multipart/form-data"' in text(as_manager.get(url))

    page = text(as_manager.post(url, facts | {"document": sent}, follow=True))
    name = "delegation-seat-lead0-to-seat-delegated0.pdf"
    assert f"Download {name}" in page
    assert "jane" not in page
    answer = as_manager.get(at("delegation-document", delegation=delegation.public_id))

    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    with tenant(north.pk):
        assert AuditEvent.objects.last().verb == "downloaded"

    page = text(as_manager.get(url))
    assert f"{name} stays unless you choose another." in page
    as_manager.post(url, facts | {"functions": "Another"})
    with tenant(north.pk):
        assert Delegation.objects.get().document.name == name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", PDF, "Choose a PDF, a Word document (.docx) or an OpenDocument text (.odt)."),
        ("a.docx", PDF, "The name ends in .docx, but the file is something else or is damaged."),
        ("a.pdf", b"", "The file is empty. Choose another one."),
    ],
)
def test_another_file_is_refused_beside_its_field(
    as_manager, north, delegation, facts, name, content, said
):
    url = at("delegation-edit", delegation=delegation.public_id)
    sent = {"document": SimpleUploadedFile(name, content), "note": "Typed"}

    page = text(as_manager.post(url, facts | sent))

    assert f'<a href="#id_document">{said}' in page
    assert "Typed</textarea>" in page
    with tenant(north.pk):
        assert Delegation.objects.get().document is None


def test_a_file_over_the_limit_is_refused(as_manager, delegation, facts):
    large = SimpleUploadedFile("a.pdf", PDF + bytes(papers.LIMIT))
    url = at("delegation-edit", delegation=delegation.public_id)

    page = text(as_manager.post(url, facts | {"document": large}))

    assert papers.TOO_LARGE in page


def test_only_members_of_this_partnership_take_the_paper(
    client, as_manager, north, south, delegation, facts
):
    url = at("delegation-document", delegation=delegation.public_id)
    assert as_manager.get(url).status_code == 404  # no document yet
    edit = at("delegation-edit", delegation=delegation.public_id)
    as_manager.post(edit, facts | {"document": SimpleUploadedFile("a.pdf", PDF)})
    as_manager.logout()

    assert client.get(url).status_code == 302
    client.force_login(make.member(south, "manager"))
    assert client.get(url).status_code == 404
    assert client.get(url.replace("northshire", "southshire")).status_code == 404
    client.force_login(make.member(north, "lay_member"))
    assert client.get(url).status_code == 200


def test_a_review_is_recorded_and_moves_the_next(as_manager, delegation):
    url = at("delegation-review", delegation=delegation.public_id)
    wrong = day("reviewed_on", "2026-01-10") | day("next_on", "2026-01-09") | {"outcome": "Kept it"}
    assert "The next review must come after this one." in text(as_manager.post(url, wrong))

    answer = as_manager.post(url, wrong | day("next_on", "2027-01-10"), follow=True)

    page = text(answer)
    assert "Review recorded." in page
    assert "Kept it" in page
    assert 'To be reviewed</dt><dd class="govuk-summary-list__value">10 January 2027' in page


def test_a_delegation_is_replaced_then_ended(as_manager, north, delegation, facts):
    url = at("delegation-replace", delegation=delegation.public_id)
    assert "Enter the first day of the new delegation." in text(as_manager.post(url, facts))
    answer = as_manager.post(url, facts | day("from_on", "2026-01-01"), follow=True)
    assert "Delegation replaced." in text(answer)
    with tenant(north.pk):
        new = Delegation.objects.get(from_on="2026-01-01")

    end = at("delegation-end", delegation=new.public_id)
    assert "must not be before the first" in text(
        as_manager.post(end, day("last_day", "2025-12-31"))
    )
    assert "has a last day" in text(
        as_manager.post(end, day("last_day", "2026-01-31"), follow=True)
    )
    seat = delegation.from_seat.public_id
    page = text(as_manager.get(at("delegation-history", seat=seat)))
    assert "until 31 December 2025" in page
    assert "Seat delegated0, 1 January 2026" in page
    assert (
        as_manager.get(at("delegation-history", seat=delegation.to_seat.public_id)).status_code
        == 404
    )


# --- responsibilities


def test_a_task_is_added_moved_reviewed_and_ended(as_manager, north):
    assert "Enter who leads on this, or choose a seat." in text(
        as_manager.post(at("responsibility-add"), {"what": "Training"})
    )
    for what in ("Training", "Policies"):
        as_manager.post(at("responsibility-add"), {"what": what, "led_by": "The board"})
    page = text(as_manager.get(at("responsibilities")))
    assert "Never reviewed" in page
    assert page.index("Training") < page.index("Policies")
    with tenant(north.pk):
        first, second = Responsibility.objects.order_by("order")

    blanks = {"responsibility": second.public_id}
    page = text(as_manager.post(at("responsibility-move", way="up", **blanks), follow=True))
    assert page.index(">Policies") < page.index(">Training")
    page = text(as_manager.post(at("responsibility-move", way="up", **blanks), follow=True))
    assert "This task stands first already." in page
    changed = {"what": "Policies", "led_by": "The chair", "how": "By the spring"}
    page = text(as_manager.post(at("responsibility-edit", **blanks), changed, follow=True))
    assert "By the spring" in page
    review = day("reviewed_on", "2026-03-02") | {"outcome": "All is well"}
    page = text(as_manager.post(at("responsibilities-review"), review, follow=True))
    assert "Next review: 2 March 2027" in page
    end = at("responsibility-end", responsibility=first.public_id)
    assert "“Training” leaves the table" in text(as_manager.get(end))
    page = text(as_manager.post(end, follow=True))
    assert "Tasks that have ended (1)" in page


def test_a_reader_sees_the_table_and_no_way_to_change_it(client, north):
    with tenant(north.pk):
        Responsibility.objects.create(what="Training", led_by="The board")
    client.force_login(make.member(north, "lay_member"))

    page = text(client.get(at("responsibilities")))

    assert "Training" in page
    assert "Add a task" not in page
    assert "Move" not in page


def test_who_has_not_declared_is_reminded_once_a_day(as_manager, north):
    with tenant(north.pk):
        fill_gaps(north, None, 1)
        person = Person.objects.get(name="Delegate 0")
    page = text(as_manager.get(at("interests-missing")))
    assert "No account here." in page
    assert "Never declared" in page
    url = at("interest-remind", person=person.public_id)

    assert "Delegate 0 has been reminded." in text(as_manager.post(url, follow=True))
    page = text(as_manager.post(url, follow=True))

    assert "A reminder went to this person today already." in page
    assert "Reminded today" in page
    with tenant(north.pk):
        assert Notice.objects.get().path == "interests/declare/"


# --- what needs somebody


def test_home_says_what_waits(client, as_manager, north, manager, delegation):
    soon = clock.today() + timedelta(days=10)
    declared(make.member(north, "lay_member"), clock.now(), of=north)
    declared(manager, clock.now(), of=north, kind="nothing", matter="")
    with tenant(north.pk):
        ConflictDeclaration.objects.update(renew_on=soon)
        Delegation.objects.update(review_on=clock.today() - timedelta(days=1))
        Responsibility.objects.create(what="Training", led_by="The board")

    page = text(as_manager.get(at("home")))

    assert "Say how an interest that Northshire lay_member declared is handled" in page
    assert "Confirm what you declared in the register of interests" in page
    assert "Review the delegation from Seat lead0" in page
    assert "Review the table of delegated responsibilities" in page
    client.force_login(make.member(north, "auditor"))
    assert "Nothing needs you now" in text(client.get(at("home")))
