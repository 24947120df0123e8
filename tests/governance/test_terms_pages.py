"""The pages of terms of reference and of a group's last day."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.models import Group, GroupExtension, TermsApproval, TermsVersion
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, LocalRule, Person, RoleAssignment, User
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def group(north):
    with tenant(north.pk):
        return make.group("board", name="The Board")


def version(north, group, number=1, **facts):
    said = {"text": "It *leads*.\n\n- It meets", "state": "approved", "approver": "The executive"}
    said |= {"approved_on": date(2026, 1, number)}
    with tenant(north.pk):
        return TermsVersion.objects.create(group=group, number=number, **(said | facts))


def draft(north, group, number=1, **facts):
    empty = {"state": "draft", "approver": "", "approved_on": None}
    return version(north, group, number, **(empty | facts))


def test_a_first_draft_is_typed_read_and_put_in_force(signed_in, north, group):
    add = at("terms-add", group=group.public_id)
    assert "What this version changes" not in text(signed_in.get(add))

    page = text(signed_in.post(add, {"text": "It *leads*."}, follow=True))
    assert "It is not in force yet." in page
    assert "<p>It <em>leads</em>.</p>" in page
    with tenant(north.pk):
        made = TermsVersion.objects.get()
    approve = at("terms-approve", terms=made.public_id)
    day = {"approved_on_day": "5", "approved_on_month": "1", "approved_on_year": "2026"}
    page = text(signed_in.post(approve, {"approver": "The executive", **day}, follow=True))

    assert "Version 1 is in force." in page
    assert "Approved by The executive on 5 January 2026." in page
    with tenant(north.pk):
        last = AuditEvent.objects.order_by("number").last()
        assert (last.verb, last.facts["approved_on"]) == ("decided", "2026-01-05")


def test_what_was_typed_stays_beside_the_refusal(signed_in, north, group):
    version(north, group)
    answer = signed_in.post(at("terms-add", group=group.public_id), {"text": "New words here"})

    page = text(answer)
    assert "Say in a sentence what this version changes." in page
    assert "New words here" in page
    with tenant(north.pk):
        assert TermsVersion.objects.count() == 1


def test_a_next_version_begins_with_the_words_in_force(signed_in, north, group):
    version(north, group)

    assert "It *leads*." in text(signed_in.get(at("terms-add", group=group.public_id)))


def test_a_paper_is_kept_and_given_out_to_who_may_read_it(signed_in, client, north, group):
    paper = SimpleUploadedFile("Signed by all.pdf", PDF, "application/pdf")
    signed_in.post(at("terms-add", group=group.public_id), {"paper": paper})
    with tenant(north.pk):
        made = TermsVersion.objects.get()

    answer = signed_in.get(at("terms-document", terms=made.public_id))

    assert answer.content == PDF
    assert "Terms%20of%20reference" in answer["Content-Disposition"] or (
        "Terms of reference, version 1.pdf" in answer["Content-Disposition"]
    )
    without = version(north, group, 2)
    assert signed_in.get(at("terms-document", terms=without.public_id)).status_code == 404


def test_a_contact_of_an_agency_reads_the_terms_of_its_groups_alone(client, north, group):
    body = people.organisation("A school")
    with tenant(north.pk):
        mine = make.group("mine", name="Mine")
        make.place(mine, people.seat("school", organisation=body))
    theirs, ours = version(north, group), version(north, mine)
    contact = people.user("contact@school.example")
    with tenant(north.pk):
        RoleAssignment.objects.create(
            user=contact, role="agency_contact", organisation=body, from_on=people.STARTED
        )
    client.force_login(contact)

    assert client.get(at("terms", group=mine.public_id)).status_code == 200
    assert client.get(at("terms", group=group.public_id)).status_code == 404
    assert client.get(at("terms-changes", terms=theirs.public_id)).status_code == 404
    assert client.get(at("terms-document", terms=theirs.public_id)).status_code == 404
    assert client.get(at("terms-edit", terms=ours.public_id)).status_code == 403


def test_two_versions_are_compared(signed_in, north, group):
    version(north, group, 1, state="replaced")
    second = version(north, group, 2, text="It *leads*.\n\n- It decides", what_changed="More")

    page = text(signed_in.get(at("terms-changes", terms=second.public_id)))

    assert "<del>• It meets</del>" in page
    assert "<ins>• It decides</ins>" in page
    same = version(north, group, 3, text="It *leads*.\n\n- It decides", state="replaced")
    assert "The words are the same." in text(
        signed_in.get(at("terms-changes", terms=same.public_id))
    )
    with tenant(north.pk):
        first = TermsVersion.objects.get(number=1)
    assert signed_in.get(at("terms-changes", terms=first.public_id)).status_code == 404


def test_a_draft_is_changed_and_put_away(signed_in, north, group):
    found = draft(north, group)
    edit, discard = (at(f"terms-{act}", terms=found.public_id) for act in ("edit", "discard"))
    page = text(signed_in.post(edit, {"text": "Other words"}, follow=True))
    assert "The draft has been changed." in page
    assert "Its words are lost." in text(signed_in.get(discard))

    assert "The draft is gone." in text(signed_in.post(discard, follow=True))
    with tenant(north.pk):
        assert not TermsVersion.objects.exists()
    assert signed_in.post(discard).status_code == 404


def test_a_draft_that_was_approved_is_not_put_away_without_a_word(signed_in, north, group):
    found = draft(north, group)
    with tenant(north.pk):
        TermsApproval.objects.create(
            version=found, seat=people.seat("council"), by=User.objects.first(), at=moment.now()
        )
    discard = at("terms-discard", terms=found.public_id)

    asked = text(signed_in.get(discard))
    silent = text(signed_in.post(discard))
    gone = text(signed_in.post(discard, {"reason": "The board merges."}, follow=True))

    assert "it stays in the record, and they are told why." in asked
    assert "Enter an answer to “Why is it put away?”" in silent
    assert "The draft is gone." in gone
    assert "approved by some of the chief officers and never in force: The board merges." in gone
    page = text(signed_in.get(at("terms-add", group=group.public_id)))
    assert "It *leads*." not in page


def test_what_was_approved_is_not_changed_by_an_old_page(signed_in, north, group):
    found = version(north, group)

    page = text(signed_in.post(at("terms-edit", terms=found.public_id), {"text": "Other"}))

    assert "These terms are no draft any more." in page


def test_a_chief_officer_approves_on_the_page(client, north, manager, group):
    officer = people.member(north, "lsp", "chief@north.example")
    with tenant(north.pk):
        LocalRule.objects.create(
            kind="terms_of_reference_approved_by_chief_officers", stance="refuse", text="x"
        )
        seat = people.seat("council", "LSP")
        person = Person.objects.create(name="Chief", user=officer)
        seat.appointments.create(person=person, period=(people.STARTED, None))
    found = draft(north, group)
    agree = at("terms-agree", terms=found.public_id, seat=seat.public_id)
    client.force_login(manager)
    page = text(client.get(at("terms", group=group.public_id)))
    assert "Ask the chief officers" in page
    assert "Note that it was approved" not in page
    asked = text(client.post(at("terms-ask", terms=found.public_id), follow=True))
    assert "People told: 1." in asked

    assert "Only the holder of the seat Seat council may do this." in text(
        client.post(agree, follow=True)
    )
    client.force_login(officer)
    assert "Approve the terms of The Board" in text(client.get("/northshire/"))
    assert "You approve version 1 as Seat council." in text(client.get(agree))
    assert "You have approved the terms." in text(client.post(agree, follow=True))
    assert "Approved by The chief officers" in text(client.get(at("terms", group=group.public_id)))


def test_a_groups_last_day_is_moved_on_its_page(signed_in, north, group):
    with tenant(north.pk):
        short = make.group(
            "short",
            name="Short group",
            kind="task_and_finish",
            sunset_on=date(2090, 3, 31),
            reports_to=group,
        )
    extend = at("group-extend", group=short.public_id)
    assert 'value="The Board"' in text(signed_in.get(extend))
    facts = {"reason": "More to do", "agreed_by": "The Board"}
    days = {"agreed_on_day": "1", "agreed_on_month": "2", "agreed_on_year": "2026"}
    early = {"sunset_to_day": "30", "sunset_to_month": "3", "sunset_to_year": "2090"}
    refused = text(signed_in.post(extend, {**facts, **days, **early}))
    assert "stands until 31 March 2090 already" in refused

    later = {"sunset_to_day": "30", "sunset_to_month": "6", "sunset_to_year": "2090"}
    page = text(signed_in.post(extend, {**facts, **days, **later}, follow=True))

    assert "From 31 March 2090 to 30 June 2090: More to do Agreed by The Board" in page
    with tenant(north.pk):
        assert GroupExtension.objects.count() == 1


def test_a_short_group_is_not_added_without_its_last_day(signed_in, north):
    facts = {"name": "Audit", "key": "audit", "kind": "task_and_finish"}

    page = text(signed_in.post(at("group-add"), facts))

    assert "A task and finish group ends by a day. Enter its last day." in page
    with tenant(north.pk):
        assert not Group.objects.exists()


def test_a_group_says_when_its_co_chair_has_left(signed_in, north, group):
    with tenant(north.pk):
        seat = people.seat("school", organisation=people.organisation("A school"))
        people.appointment(seat, "Kim Lane", ends=date(2026, 1, 1))
        make.place(group, seat, chairing="co_chair")

    page = text(signed_in.get(at("group", group=group.public_id)))

    assert "Seat school is co-chair here, and nobody holds the seat now." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_versions_as_for_one(
    signed_in, north, group, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        version(north, group, number, state="replaced")
    version(north, group, 4)
    draft(north, group, 5)

    with django_assert_num_queries(11):
        signed_in.get(at("terms", group=group.public_id))
