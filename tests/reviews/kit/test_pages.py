"""The wall of agencies, the acts on a request, and the pages that an agency sees."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.models import AgencyMembership
from reviews.models import AgencyRequest
from reviews.services import requests as services
from reviews.views import rates
from tests.factories import partnerships as people
from tests.factories import requests as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_yet():
    cache.clear()


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def asked(case, north, who):
    """A request with the secret of its link."""
    with tenant(north.pk):
        row = make.asked(case, **who)
        return row, make.carried(who["at"])[0]


def test_agencies_are_chosen_from_the_register_written_to_and_asked(signed_in, case, north, now):
    with tenant(north.pk):
        people.agency("Hospital", source="Register")
        people.seat(
            "doctor",
            organisation=AgencyMembership.objects.get().organisation,
            contact_email="doctor@hospital.example",
        )
    write = address("case-requests-write", case=case.public_id)
    form = signed_in.get(write).context["form"]
    ticked = form.initial["agencies"]
    said = {"agencies": ticked, "letter": form.initial["letter"], **day("due_on", make.due(now))}

    send = signed_in.post(write, said)
    assert send.url == address("case-requests-send", case=case.public_id)
    page = signed_in.get(send.url).content.decode()
    assert "doctor@hospital.example" in page
    assert f"for an answer about {case.reference} by 12 June 2026" in page
    with tenant(north.pk):
        row = AgencyRequest.objects.get()
    signed_in.post(send.url, {"send": [str(row.public_id)]})

    wall = signed_in.get(address("case-requests", case=case.public_id)).context["wall"]
    assert [(card.row.pk, card.status.text) for card in wall.cards] == [(row.pk, "Asked")]


def test_a_request_is_refused_beside_its_field_and_what_was_typed_is_kept(signed_in, case, north):
    with tenant(north.pk):
        agency = people.agency("Hospital")
    said = {"agencies": [str(agency.public_id)], "letter": "Ours", "due_on": "2026-06-01"}

    page = signed_in.post(address("case-requests-write", case=case.public_id), said)

    form = page.context["form"]
    assert form.errors == {"due_on": ["The day that an answer is due cannot be in the past."]}
    assert form["letter"].value() == "Ours"


def test_the_wall_counts_and_narrows(signed_in, case, north, who):
    with tenant(north.pk):
        make.returned(make.asked(case, name="Hospital", **who), at=who["at"])
        make.asked(case, name="School", **who)
    at = address("case-requests", case=case.public_id)

    wall = signed_in.get(at).context["wall"]
    assert [(label, count) for _, label, count, _ in wall.counts] == [("Asked", 1), ("Returned", 1)]
    names = [
        [
            card.row.organisation.name
            for card in signed_in.get(f"{at}?which={which}").context["wall"].cards
        ]
        for which in ("outstanding", "returned", "refused", "nonsense")
    ]
    assert names == [["School"], ["Hospital"], [], ["Hospital", "School"]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_wall_asks_as_often_for_three_agencies_as_for_one(
    number, signed_in, case, north, who, django_assert_num_queries
):
    with tenant(north.pk):
        for place in range(number):
            make.asked(case, name=f"Agency {place}", **who)

    with django_assert_num_queries(11):
        signed_in.get(address("case-requests", case=case.public_id))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("chase", {}),
        ("renew", {"to_email": "other@hospital.example"}),
        ("revoke", {}),
        ("move-due", {"reason": "Later", "due_on": "2026-06-20"}),
        ("record-refusal", {"reason": "Consent"}),
        ("cancel", {"reason": "By mistake"}),
    ],
)
def test_each_act_has_its_page_and_leads_back_to_the_request(signed_in, case, asked, act, said):
    one = {"case": case.public_id, "agency_request": asked[0].public_id}
    at = address("case-request-act", act=act, **one)

    assert signed_in.get(at).status_code == 200
    assert signed_in.post(at, said).url == address("case-request", **one)
    assert signed_in.get(address("case-request", **one)).status_code == 200


def test_an_act_that_is_not_possible_leads_back_with_the_reason(signed_in, case, asked):
    one = {"case": case.public_id, "agency_request": asked[0].public_id}

    page = signed_in.get(address("case-request-act", act="send-back", **one), follow=True)
    assert "has been asked and its answer is awaited" in page.content.decode()
    assert signed_in.get(address("case-request-act", act="shout", **one)).status_code == 404


def test_who_does_not_see_the_case_finds_no_request(client, north, case, asked):
    client.force_login(people.member(north, "agency_contact"))

    for name in ("case-requests", "plan"):
        assert client.get(address(name, case=case.public_id)).status_code == 404


def by_link(secret, name="request-by-link"):
    return address(name, token=secret)


def test_a_link_shows_the_reference_and_the_letter_and_nothing_else_of_the_case(
    client, case, asked
):
    page = client.get(by_link(asked[1]))
    words = page.content.decode()

    assert case.reference in words
    assert make.LETTER in words
    for hidden in ("Oak", "What is known so far", "Rapid review open"):
        assert hidden not in words
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"


def test_an_agency_saves_adds_a_file_and_hands_in_by_its_link(client, case, north, asked):
    row, secret = asked
    at = by_link(secret)
    client.get(at)
    said = {"involvement": "involved", "summary": "We knew.", "revision": "0"}
    assert client.post(at, said).url == at
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
    files = by_link(secret, "request-by-link-files")
    assert client.post(files, {"title": "Chronology", "paper": paper}).url == f"{at}#files"

    last = by_link(secret, "request-by-link-hand-in")
    assert "We knew." in client.get(last).content.decode()
    receipt = client.post(last, {"signed_off_by": "Director of nursing", "revision": "1"})

    assert "Handed in" in receipt.content.decode()
    assert client.get(at).status_code == 410
    assert client.post(last, {"signed_off_by": "Director", "revision": "1"}).status_code == 410
    with tenant(north.pk):
        row.refresh_from_db()
        assert (row.signed_off_by, row.files.count()) == ("Director of nursing", 1)


def test_a_refused_file_is_said_beside_the_field(client, asked):
    paper = SimpleUploadedFile("a.pdf", b"MZ")

    page = client.post(
        by_link(asked[1], "request-by-link-files"), {"title": "Chronology", "paper": paper}
    )

    assert "something else or is damaged" in page.context["file_form"].errors["paper"][0]


def test_a_script_that_saves_is_answered_with_a_line_and_the_next_revision(client, asked):
    said = {"summary": "We knew.", "revision": "0"}
    headers = {"HX-Request": "true"}

    first = client.post(by_link(asked[1]), said, headers=headers).content.decode()
    assert "Saved at" in first
    assert 'value="1"' in first
    stale = {"summary": "Another", "revision": "0"}
    second = client.post(by_link(asked[1]), stale, headers=headers).content.decode()
    assert "We knew." in second
    assert "Save mine in its place" in second


def test_handing_in_saves_what_was_typed_first(client, asked):
    said = {"summary": "We knew.", "go": "hand-in"}
    last = by_link(asked[1], "request-by-link-hand-in")

    assert client.post(by_link(asked[1]), {**said, "revision": "0"}).url == last
    onward = client.post(
        by_link(asked[1]), {**said, "revision": "1"}, headers={"HX-Request": "true"}
    )
    assert onward["HX-Redirect"] == last


def test_two_editors_see_both_texts_without_a_script(client, asked):
    at = by_link(asked[1])
    client.post(at, {"summary": "The first", "revision": "0"})

    page = client.post(at, {"summary": "The second", "revision": "0"})

    assert page.context["other"].row.summary == "The first"
    assert page.context["form"]["summary"].value() == "The second"
    assert client.post(at, {"summary": "Both", "revision": "1"}).status_code == 302


def test_an_answer_that_is_not_whole_is_not_handed_in(client, asked):
    page = client.post(
        by_link(asked[1], "request-by-link-hand-in"), {"signed_off_by": "D", "revision": "0"}
    )
    assert "Say whether your agency was involved" in page.content.decode()


@pytest.mark.parametrize("name", ["request-by-link", "request-by-link-hand-in"])
def test_a_link_that_never_was_is_not_found_and_an_ended_one_is_gone(
    client, north, who, asked, name
):
    assert client.get(by_link("made-up", name)).status_code == 404
    with tenant(north.pk):
        services.revoke_link(row=asked[0], **who)
    gone = client.get(by_link(asked[1], name))
    assert (gone.status_code, "no longer in use" in gone.content.decode()) == (410, True)


def test_a_link_of_one_partnership_opens_nothing_in_another(client, south, asked):
    at = reverse("reviews:request-by-link", kwargs={"partnership": south.slug, "token": asked[1]})
    assert client.get(at).status_code == 404


def test_guessing_is_stopped_after_some_tries(client, asked):
    for _ in range(rates.BY_ADDRESS + 1):
        assert client.get(by_link("made-up")).status_code == 404

    assert client.get(by_link("made-up")).status_code == 429
    assert client.get(by_link(asked[1])).status_code == 429


def test_a_contact_answers_signed_in_and_finds_no_other_agencys_request(client, case, north, who):
    contact = people.user("contact@hospital.example")
    with tenant(north.pk):
        agency = people.agency("Hospital")
        people.RoleAssignment.objects.create(
            user=contact,
            role="agency_contact",
            organisation=agency.organisation,
            from_on=people.STARTED,
        )
        mine = make.asked(case, agency=agency, email=contact.email, **who)
        theirs = make.asked(case, name="School", **who)
    client.force_login(contact)

    at = address("request-answer", agency_request=mine.public_id)
    assert client.get(at).status_code == 200
    assert client.post(at, {"involvement": "none", "revision": "0"}).url == at
    done = client.post(f"{at}hand-in/", {"signed_off_by": "Director", "revision": "1"})
    assert "Handed in" in done.content.decode()
    assert client.get(address("request-answer", agency_request=theirs.public_id)).status_code == 404


def test_what_was_handed_in_can_be_downloaded_by_who_sees_the_case(signed_in, case, north, asked):
    files = by_link(asked[1], "request-by-link-files")
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
    signed_in.post(files, {"title": "Chronology", "paper": paper})
    with tenant(north.pk):
        kept = asked[0].files.get()
    one = {"case": case.public_id, "agency_request": asked[0].public_id}

    found = signed_in.get(address("case-request-file", answer_file=kept.public_id, **one))

    assert found.content == b"%PDF-1.7\n%%EOF"
    assert found["X-Content-Type-Options"] == "nosniff"


def test_an_overdue_answer_can_still_be_given(client, north, case, who, asked):
    with tenant(north.pk):
        AgencyRequest.objects.update(due_on=who["at"].date() - timedelta(days=1))

    assert client.get(by_link(asked[1])).status_code == 200
