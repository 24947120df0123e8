"""What an agency answers: saved in parts by two people, files looked at, handed in once."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.verdict import Refused
from partnerships.models import AuditEvent, Notice, StoredFile
from partnerships.papers import Paper
from reviews import scanning
from reviews.asking import LINK_LASTS, Stand, stand_of
from reviews.models import RequestLink
from reviews.services import requests as services
from reviews.services.answering import (
    AnswerFacts,
    EditedMeanwhile,
    Hand,
    add_file,
    hand_in,
    note_opened,
    save_answer,
)
from tests.factories import partnerships as people
from tests.factories import requests as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nsome\n%%EOF"


@pytest.fixture
def row(case, north, who):
    with tenant(north.pk):
        yield make.asked(case, **who)


@pytest.fixture
def hand(row):
    return Hand(row, row.links.get())


def kinds(row):
    return list(row.events.order_by("pk").values_list("kind", flat=True))


def test_opening_a_request_is_noted_once(row, hand, now, later):
    note_opened(hand=hand, by=None, at=now)
    note_opened(hand=hand, by=None, at=later)

    row.refresh_from_db()
    assert (row.opened_at, kinds(row)) == (now, ["prepared", "asked", "opened"])
    assert stand_of(row, on=now.date()) == Stand.OPENED


def test_an_answer_is_saved_in_parts_with_one_line_of_history(row, hand, now, later):
    save_answer(hand=hand, facts=AnswerFacts(involvement="involved"), by=None, at=now)
    more = AnswerFacts(involvement="involved", summary="We knew.", revision=1)
    saved = save_answer(hand=hand, facts=more, by=None, at=now)

    assert (saved.revision, kinds(saved)) == (2, ["prepared", "asked", "saved"])
    again = AnswerFacts(involvement="involved", summary="We knew more.", revision=2)
    assert kinds(save_answer(hand=hand, facts=again, by=None, at=later))[-2:] == ["saved", "saved"]


def test_of_two_people_who_write_at_once_neither_loses_a_word(hand, now):
    save_answer(hand=hand, facts=AnswerFacts(summary="The first"), by=None, at=now)

    with pytest.raises(EditedMeanwhile) as other:
        save_answer(hand=hand, facts=AnswerFacts(summary="The second"), by=None, at=now)

    assert (other.value.row.summary, other.value.row.revision) == ("The first", 1)
    seen = AnswerFacts(summary="Both", over=1)
    assert save_answer(hand=hand, facts=seen, by=None, at=now).summary == "Both"


def test_what_did_not_change_is_not_saved_again(hand, now):
    save_answer(hand=hand, facts=AnswerFacts(summary="The same"), by=None, at=now)

    stale = AnswerFacts(summary="The same", revision=0)
    assert save_answer(hand=hand, facts=stale, by=None, at=now).revision == 1


def test_a_file_is_kept_without_the_name_that_its_sender_gave_it(row, hand, now, case):
    paper = Paper("Anna Smith.pdf", PDF)
    kept = add_file(hand=hand, paper=paper, title="Chronology", by=None, at=now)

    assert kept.file.name == f"{case.reference}-answer-{row.pk}-1.pdf"
    assert "Anna" not in str(AuditEvent.objects.latest("pk").facts)


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (Paper("a.pdf", PDF + scanning.TEST_FILE), "scan-test-file"),
        (Paper("a.pdf", b"MZ"), "paper-disguised"),
        (Paper("a.exe", b"MZ"), "paper-kind"),
    ],
)
def test_a_refused_file_is_noted_and_never_stored(row, hand, now, paper, code):
    answer = add_file(hand=hand, paper=paper, title="Chronology", by=None, at=now)

    assert isinstance(answer, Refused)
    assert answer.code == code
    assert not StoredFile.objects.exists()
    assert row.events.get(kind="file_refused").text == answer.reason
    assert AuditEvent.objects.latest("pk").facts["file"] == code


def test_no_more_files_are_taken_than_one_answer_may_have(hand, now, monkeypatch):
    monkeypatch.setattr(scanning, "MOST_FILES", 1)
    paper = Paper("a.pdf", PDF)
    add_file(hand=hand, paper=paper, title="One", by=None, at=now)

    assert add_file(hand=hand, paper=paper, title="Two", by=None, at=now).code == "too-many"


def test_an_answer_is_handed_in_once_and_its_link_ends(row, hand, now, manager):
    done = make.returned(row, at=now)

    assert stand_of(done, on=now.date()) == Stand.RETURNED
    assert RequestLink.objects.get().used_at == now
    assert Notice.objects.get(recipient=manager, key__startswith="request:").subject == (
        f"An agency has answered a request about {row.incident.reference}"
    )
    with pytest.raises(DomainError, match="handed in by this link"):
        hand_in(hand=hand, signed_off_by="Director", revision=1, by=None, at=now)


def test_an_answer_that_changed_since_it_was_read_is_not_handed_in(hand, now):
    save_answer(hand=hand, facts=AnswerFacts(involvement="none"), by=None, at=now)

    with pytest.raises(DomainError, match="changed since you looked at it"):
        hand_in(hand=hand, signed_off_by="Director", revision=0, by=None, at=now)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda row, who: services.revoke_link(row=row, **who), "no longer in use"),
        (lambda row, who: services.chase_agency(row=row, **who), "no longer in use"),
        (lambda row, who: services.cancel_request(row=row, reason="No", **who), "no longer in use"),
    ],
)
def test_a_link_that_was_ended_takes_no_answer(row, hand, who, end, words):
    end(row, who)

    with pytest.raises(DomainError, match=words):
        save_answer(hand=hand, facts=AnswerFacts(summary="Late"), by=None, at=who["at"])


def test_a_link_takes_nothing_after_its_end(hand, now):
    after = now + LINK_LASTS + timedelta(seconds=1)

    with pytest.raises(DomainError, match="ended by its date"):
        save_answer(hand=hand, facts=AnswerFacts(summary="Late"), by=None, at=after)


def test_a_link_opens_no_request_but_its_own(case, row, hand, who):
    other = make.asked(case, name="School", **who)

    with pytest.raises(NotPermitted):
        save_answer(hand=Hand(other, hand.link), facts=AnswerFacts(), by=None, at=who["at"])


def test_somebody_signed_in_who_is_not_the_contact_answers_nothing(row, manager, now):
    with pytest.raises(NotPermitted):
        save_answer(hand=Hand(row), facts=AnswerFacts(summary="No"), by=manager, at=now)


def test_the_contact_of_the_agency_answers_signed_in(case, who, north):
    contact = people.user("contact@hospital.example")
    with tenant(north.pk):
        agency = people.agency("Hospital of the north")
        people.RoleAssignment.objects.create(
            user=contact,
            role="agency_contact",
            organisation=agency.organisation,
            from_on=people.STARTED,
        )
        row = make.asked(case, agency=agency, email=contact.email, **who)
        said = AnswerFacts(involvement="none")
        save_answer(hand=Hand(row), facts=said, by=contact, at=who["at"])
        done = hand_in(
            hand=Hand(row), signed_off_by="Director", revision=1, by=contact, at=who["at"]
        )

    assert (done.returned_account, stand_of(done, on=who["at"].date())) == (
        contact,
        Stand.NO_INVOLVEMENT,
    )
