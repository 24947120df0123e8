"""What agencies are asked: written, sent once, chased, moved, refused, required, given back."""

from datetime import date, timedelta

import pytest
from django.core import mail

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent
from reviews.asking import Stand, stand_of
from reviews.enums import CaseState
from reviews.models import AgencyRequest, RequestLink
from reviews.selectors.requests import agencies_to_ask, needs_on_requests, reminders
from reviews.services import request_mail
from reviews.services import requests as services
from reviews.services.requests import RequestFacts
from tests.factories import partnerships as people
from tests.factories import requests as make
from tests.factories import reviews as cases

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 3)
NEXT = date(2026, 6, 20)


@pytest.fixture
def opened(case, north):
    with tenant(north.pk):
        yield case


def stands(row):
    row.refresh_from_db()
    return stand_of(row, on=ON)


def kinds(row):
    return list(row.events.order_by("pk").values_list("kind", flat=True))


def test_requests_are_written_and_nothing_is_sent(opened, who):
    agencies = [people.agency("Hospital"), people.agency("School")]
    facts = RequestFacts(letter="Please tell us.", due_on=NEXT)

    made = services.prepare_requests(subject=opened, agencies=agencies, facts=facts, **who)

    assert [row.organisation.name for row in made] == ["Hospital", "School"]
    assert [stands(row) for row in made] == [Stand.TO_ASK, Stand.TO_ASK]
    assert not RequestLink.objects.exists()


def test_the_contact_of_an_agency_is_suggested_before_its_seat(opened, who):
    agency = people.agency("Hospital")
    people.seat("nurse", organisation=agency.organisation, contact_email="nurse@h.example")
    first = make.written(opened, agency=agency, email="", **who)
    assert (first.to_post, first.to_email) == ("Seat nurse", "nurse@h.example")

    services.cancel_request(row=first, reason="Again", **who)
    contact = people.user("contact@h.example")
    contact_of(contact, agency)
    second = make.written(opened, agency=agency, email="", **who)
    assert second.to_email == "contact@h.example"


def contact_of(contact, agency):
    people.RoleAssignment.objects.create(
        user=contact,
        role="agency_contact",
        organisation=agency.organisation,
        from_on=people.STARTED,
    )


def test_an_agency_is_asked_once_for_a_case(opened, who):
    agency = people.agency("Hospital")
    make.written(opened, agency=agency, **who)

    assert agencies_to_ask(opened, on=ON) == []
    with pytest.raises(DomainError, match="Asked already: Hospital"):
        make.written(opened, agency=agency, **who)


@pytest.mark.parametrize(
    ("state", "words"), [(CaseState.NOTIFIABLE, "while the rapid review is open")]
)
def test_agencies_are_asked_only_while_the_rapid_review_is_open(
    in_north, manager, moment, who, state, words
):
    case = cases.case_at(state, by=manager, at=moment)

    with pytest.raises(DomainError, match=words):
        make.written(case, **who)


def test_a_request_without_an_address_or_due_in_the_past_is_not_sent(opened, who):
    row = make.written(opened, email="", **who)
    with pytest.raises(DomainError, match="Enter the e-mail address of Hospital"):
        services.ask_agency(row=row, **who)

    AgencyRequest.objects.update(to_email="a@b.example", due_on=ON - timedelta(days=1))
    with pytest.raises(DomainError, match="cannot be in the past"):
        services.ask_agency(row=row, **who)


def test_a_request_leaves_once_by_a_link_of_which_only_the_hash_is_kept(opened, who):
    row = make.asked(opened, **who)
    secret = make.carried(who["at"])[0]

    assert make.carried(who["at"]) == []
    assert secret not in str(RequestLink.objects.values())
    with pytest.raises(DomainError, match="has been asked and its answer is awaited"):
        services.ask_agency(row=row, **who)
    assert len(mail.outbox) == 1


def test_the_e_mail_names_the_case_by_its_reference_alone(opened, who, north):
    make.asked(opened, **who)
    make.carried(who["at"])

    sent = mail.outbox[0]
    assert sent.to == ["lead@hospital.example"]
    assert sent.subject == f"Northshire: a request about {opened.reference}"
    for hidden in ("Oak", "What is known so far", make.LETTER):
        assert hidden not in sent.body


def test_a_mail_server_that_refuses_leaves_the_link_for_the_next_run(opened, who, north, settings):
    settings.EMAIL_BACKEND = "tests.support.mail.RefusingBackend"
    make.asked(opened, **who)
    link = request_mail.waiting_links(at=who["at"])[0]
    assert not request_mail.mail_link(link_id=link, partnership=north, at=who["at"])

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(make.carried(who["at"])) == 1


def test_a_chaser_brings_a_new_link_and_ends_the_one_before(opened, who):
    row = make.asked(opened, **who)
    make.carried(who["at"])
    services.chase_agency(row=row, **who)
    make.carried(who["at"])

    assert "still waits for the answer of Hospital" in mail.outbox[1].body
    assert list(RequestLink.objects.order_by("pk").values_list("revoked_at", flat=True)) == [
        who["at"],
        None,
    ]
    assert kinds(row) == ["prepared", "asked", "chased"]


def test_a_link_is_sent_to_another_address_or_ended(opened, who):
    row = make.asked(opened, **who)
    services.renew_link(row=row, to_email="other@hospital.example", **who)
    make.carried(who["at"])
    services.revoke_link(row=row, **who)

    assert [each.to for each in mail.outbox] == [["other@hospital.example"]]
    with pytest.raises(DomainError, match="No link of this request works"):
        services.revoke_link(row=row, **who)


def test_a_day_is_moved_with_its_reason_and_kept_in_the_history(opened, who):
    row = make.asked(opened, **who)

    with pytest.raises(DomainError, match="Say why the day is moved"):
        services.move_due(row=row, due_on=NEXT, reason=" ", **who)
    services.move_due(row=row, due_on=NEXT, reason="School holidays", **who)

    event = row.events.get(kind="due_moved")
    assert event.text == "From 12 June 2026 to 20 June 2026. School holidays"
    assert AuditEvent.objects.latest("pk").facts == {
        "due_on": "2026-06-20",
        "before": "2026-06-12",
        "agency": str(row.organisation.public_id),
    }


def test_an_agency_that_refuses_is_required_by_law_and_then_waited_for(opened, who):
    row = make.asked(opened, **who)
    services.record_refusal(row=row, reason="Consent was not given", **who)
    assert stands(row) == Stand.REFUSED

    services.require_answer(row=row, text="You are required to answer.", due_on=NEXT, **who)
    make.carried(who["at"])

    assert stands(row) == Stand.ASKED
    assert row.required_at == who["at"]
    assert "requires Hospital to answer" in mail.outbox[0].body
    assert "You are required" not in mail.outbox[0].body
    assert row.events.get(kind="refused").text == "Consent was not given"


def test_an_answer_is_sent_back_for_more_and_what_was_said_stays(opened, who):
    row = make.asked(opened, **who)
    make.returned(row, at=who["at"])
    services.send_back(row=row, what_is_missing="The visits of May", due_on=NEXT, **who)

    assert stands(row) == Stand.PART
    assert row.summary == "We knew."
    assert RequestLink.objects.filter(used_at=None, revoked_at=None).count() == 1


def test_an_agency_that_is_asked_no_more_can_be_asked_afresh(opened, who):
    agency = people.agency("Hospital")
    row = make.asked(opened, agency=agency, **who)
    services.cancel_request(row=row, reason="Asked by mistake", **who)

    assert stands(row) == Stand.CANCELLED
    assert make.carried(who["at"]) == []
    assert stands(make.written(opened, agency=agency, **who)) == Stand.TO_ASK


def test_somebody_who_does_not_see_the_case_asks_nobody(opened, north, now, who):
    row = make.written(opened, **who)
    lead = people.member(north, "lsp")

    for act in (services.ask_agency, services.chase_agency):
        with pytest.raises(NotPermitted):
            act(row=row, by=lead, at=now)


def test_overdue_answers_stand_on_my_day_and_are_told_to_who_asked(opened, who, manager):
    row = make.asked(opened, **who)
    late = row.due_on + timedelta(days=1)
    standing = access.standing(manager, on=late)

    assert needs_on_requests(manager, standing, row.due_on) == []
    need = needs_on_requests(manager, standing, late)[0]
    assert need.what == f"{opened.reference}: an agency’s answer is overdue"
    told = reminders(late)[0]
    assert (told.subject, told.also) == (
        "An agency has not answered a request in time",
        (manager.pk,),
    )
