"""Terms of reference: drafted, compared, approved by whom the partnership's rule names."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from governance import approving, comparing, terms_provider
from governance.enums import TermsState
from governance.models import TermsApproval, TermsVersion
from governance.selectors import terms as reads
from governance.services import terms as services
from governance.services.terms import TermsFacts
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import AuditEvent, LocalRule, Notice, Person
from partnerships.papers import Paper
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def board(in_north):
    return make.group("board", name="The Board")


def draft(group, manager, moment, **facts):
    said = {"text": "The board leads.\n\nIt meets monthly.", **facts}
    return services.draft_terms(group=group, facts=TermsFacts(**said), by=manager, at=moment)


def approve(version, manager, moment, **facts):
    said = {"approver": "The executive", "approved_on": local_day(moment), **facts}
    return services.approve_terms(version=version, **said, by=manager, at=moment)


def officer(north, key, email):
    """A chief officer with an account, in the seat of a lead partner."""
    user = people.member(north, "lsp", email)
    seat = people.seat(key, "LSP", speaks_for="police")
    person = Person.objects.create(name=email, user=user)
    seat.appointments.create(person=person, period=(people.STARTED, None))
    return user, seat


@pytest.fixture
def kent_rule(in_north):
    return LocalRule.objects.create(
        kind="terms_of_reference_approved_by_chief_officers",
        stance="refuse",
        text="The chief officers approve.",
        applies_to=["board"],
    )


def test_a_version_is_drafted_approved_and_replaced_by_the_next(board, manager, moment):
    first = approve(draft(board, manager, moment), manager, moment)
    assert (first.number, first.state, first.approver) == (1, "approved", "The executive")

    second = draft(board, manager, moment, text="The board decides.", what_changed="It decides")
    approve(second, manager, moment)

    states = TermsVersion.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "replaced"), (2, "approved")]
    verbs = AuditEvent.objects.order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["created", "decided", "created", "decided"]


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"text": "  "}, "text", "Type the terms or add the paper."),
        ({"paper": Paper("terms.exe", b"MZ")}, "paper", "Choose a PDF"),
        ({"paper": Paper("terms.pdf", b"")}, "paper", "The file is empty"),
    ],
)
def test_a_draft_says_something_and_its_paper_is_a_document(
    board, manager, moment, facts, field, says
):
    with pytest.raises(DomainError, match=says) as refused, transaction.atomic():
        draft(board, manager, moment, **facts)

    assert refused.value.field == field
    assert not TermsVersion.objects.exists()


def test_a_paper_alone_is_enough_and_is_given_out_as_it_was(board, manager, moment):
    version = draft(board, manager, moment, text="", paper=Paper("Signed.pdf", PDF))

    assert version.document.name == "Terms of reference, version 1.pdf"
    assert services.download_terms(version=version, by=manager, at=moment) == PDF
    services.change_terms(version=version, facts=TermsFacts(), by=manager, at=moment)
    version.refresh_from_db()
    assert version.document is not None  # without a new paper the old one stays


def test_there_is_one_draft_and_a_later_version_says_what_it_changes(board, manager, moment):
    version = draft(board, manager, moment)
    with pytest.raises(DomainError, match="There is a draft"), transaction.atomic():
        draft(board, manager, moment, what_changed="More")
    approve(version, manager, moment)

    with pytest.raises(DomainError, match="what this version changes") as refused:
        draft(board, manager, moment)
    assert refused.value.field == "what_changed"


def test_what_was_approved_never_changes(board, manager, moment):
    version = approve(draft(board, manager, moment), manager, moment)

    for act in (
        lambda: services.change_terms(
            version=version, facts=TermsFacts(text="x"), by=manager, at=moment
        ),
        lambda: services.discard_terms(version=version, by=manager, at=moment),
        lambda: approve(version, manager, moment),
    ):
        with pytest.raises(DomainError, match="no draft any more"):
            act()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"approver": " "}, "approver"),
        ({"approved_on": date(2026, 6, 2)}, "approved_on"),
    ],
)
def test_an_approval_says_by_whom_and_is_not_of_a_day_to_come(board, manager, moment, facts, field):
    with pytest.raises(DomainError) as refused:
        approve(draft(board, manager, moment), manager, moment, **facts)

    assert refused.value.field == field


def test_a_version_is_not_approved_before_the_one_that_it_replaces(board, manager, moment):
    approve(draft(board, manager, moment), manager, moment)
    second = draft(board, manager, moment, what_changed="A word")

    with pytest.raises(DomainError, match="later than that"):
        approve(second, manager, moment, approved_on=date(2026, 5, 31))


def test_only_who_keeps_the_groups_record_drafts(board, north, moment):
    lay = people.member(north, "lay_member")

    with pytest.raises(NotPermitted):
        draft(board, lay, moment)


def test_a_group_that_has_ended_gets_no_new_terms(board, manager, moment):
    version = draft(board, manager, moment)
    board.ended_on = local_day(moment)
    board.save()

    with pytest.raises(DomainError, match="has been ended"):
        approve(version, manager, moment)


def test_a_draft_is_put_away_and_the_audit_keeps_it(board, manager, moment):
    services.discard_terms(version=draft(board, manager, moment), by=manager, at=moment)

    assert not TermsVersion.objects.exists()
    assert AuditEvent.objects.filter(verb="removed").count() == 1


def test_each_chief_officer_approves_by_their_own_account(board, kent_rule, north, manager, moment):
    one, first = officer(north, "council", "chief@council.example")
    two, second = officer(north, "police", "chief@police.example")
    version = draft(board, manager, moment)

    with pytest.raises(DomainError, match="Not yet: Seat council, Seat police"):
        approve(version, manager, moment)
    with pytest.raises(NotPermitted, match="Only the holder of the seat Seat police"):
        services.agree_to_terms(version=version, seat=second, by=one, at=moment)
    with pytest.raises(NotPermitted):
        services.agree_to_terms(version=version, seat=first, by=manager, at=moment)
    services.agree_to_terms(version=version, seat=first, by=one, at=moment)
    with pytest.raises(DomainError, match="approved these terms already"):
        services.agree_to_terms(version=version, seat=first, by=one, at=moment)
    version.refresh_from_db()
    assert version.state == TermsState.DRAFT

    services.agree_to_terms(version=version, seat=second, by=two, at=moment)

    version.refresh_from_db()
    assert (version.state, version.approver) == ("approved", approving.OFFICERS)
    assert Notice.objects.filter(recipient=manager).count() == 1


def test_other_words_are_asked_about_again(board, kent_rule, north, manager, moment):
    one, first = officer(north, "council", "chief@council.example")
    officer(north, "police", "chief@police.example")
    version = draft(board, manager, moment)
    services.agree_to_terms(version=version, seat=first, by=one, at=moment)

    facts = TermsFacts(text="Other words.")
    services.change_terms(version=version, facts=facts, by=manager, at=moment)

    page = reads.terms_page(group=board, user=one, on=local_day(moment))
    assert page.missing == ["Seat council", "Seat police"]
    assert TermsApproval.objects.count() == 1  # what was approved once stays in the record
    services.agree_to_terms(version=version, seat=first, by=one, at=moment)
    assert TermsApproval.objects.count() == 2


def test_a_draft_that_an_officer_approved_is_put_away_with_a_reason_that_the_audit_keeps(
    board, kent_rule, north, manager, moment
):
    one, first = officer(north, "council", "chief@council.example")
    version = draft(board, manager, moment)
    officer(north, "police", "chief@police.example")
    services.agree_to_terms(version=version, seat=first, by=one, at=moment)

    with pytest.raises(DomainError, match="Say why it is put away") as refused:
        services.discard_terms(version=version, reason=" ", by=manager, at=moment)
    with pytest.raises(NotPermitted):
        services.discard_terms(version=version, reason="No.", by=one, at=moment)
    services.discard_terms(version=version, reason="The board merges.", by=manager, at=moment)

    assert refused.value.field == "reason"
    version.refresh_from_db()
    assert (version.state, version.put_away_reason) == ("put_away", "The board merges.")
    assert TermsApproval.objects.get().seat == first
    kept = AuditEvent.objects.get(object_type="governance.termsversion", verb="removed")
    assert kept.facts == {
        "group": "board",
        "number": 1,
        "approvals": [f"Seat council, revision 1, {moment:%Y-%m-%d}"],
    }
    told = Notice.objects.get(key__endswith=":put-away")
    assert (told.recipient, told.subject) == (
        one,
        "Terms of reference that you approved have been put away",
    )
    anew = draft(board, manager, moment, what_changed="Everything")
    assert (anew.number, reads.version_before(anew)) == (2, None)
    page = reads.terms_page(group=board, user=one, on=local_day(moment))
    assert (page.draft, page.earlier, page.put_away) == (anew, (), (version,))


def test_a_vacant_seat_keeps_the_terms_waiting_and_is_named(
    board, kent_rule, north, manager, moment
):
    one, first = officer(north, "council", "chief@council.example")
    people.seat("icb", "LSP")
    version = draft(board, manager, moment)

    services.agree_to_terms(version=version, seat=first, by=one, at=moment)

    version.refresh_from_db()
    page = reads.terms_page(group=board, user=one, on=local_day(moment))
    assert page.missing == ["Seat icb (nobody holds the seat)"]
    assert version.state == TermsState.DRAFT


def test_without_any_chief_officers_seat_nobody_can_approve(board, kent_rule, manager, moment):
    with pytest.raises(DomainError, match="no seat of one is recorded"):
        approve(draft(board, manager, moment), manager, moment)


def test_the_officers_are_asked_once_a_day_and_see_it_on_their_day(
    board, kent_rule, north, manager, moment
):
    one, first = officer(north, "council", "chief@council.example")
    two, _second = officer(north, "police", "chief@police.example")
    version = draft(board, manager, moment)
    services.agree_to_terms(version=version, seat=first, by=one, at=moment)

    asked = [services.ask_officers(version=version, by=manager, at=moment) for _ in range(2)]

    assert asked == [1, 0]
    on = local_day(moment)
    [need] = terms_provider.needs(two, access.standing(two, on=on), on)
    assert (need.what, need.path) == ("Approve the terms of The Board", services.path_of(board))
    assert terms_provider.needs(one, access.standing(one, on=on), on) == []


def test_a_rule_about_other_groups_or_a_practice_asks_nobody(board, kent_rule, manager, moment):
    version = draft(board, manager, moment)
    kent_rule.applies_to = ["executive"]
    kent_rule.save()

    assert reads.officers_of(board, version, user=manager, on=local_day(moment)) is None
    with pytest.raises(DomainError, match="No rule of this partnership"):
        services.ask_officers(version=version, by=manager, at=moment)
    approve(version, manager, moment)


def test_terms_to_look_at_again_are_told_of_once_the_day_has_come(board, manager, moment):
    on = local_day(moment)
    version = draft(board, manager, moment, review_on=on)
    assert terms_provider.reminders(on) == []
    approve(version, manager, moment)

    [told] = terms_provider.reminders(on)
    assert told.subject == "Terms of reference are due to be looked at again"
    assert terms_provider.reminders(on - timedelta(days=1)) == []


def test_what_changed_is_shown_paragraph_by_paragraph():
    before = "The board leads.\n\n- It meets monthly\n- It reports"
    after = "The board leads.\n\n- It meets quarterly\n- It reports\n- It publishes"

    found = [(each.kind, each.text) for each in comparing.compared(before, after)]

    assert found == [
        ("same", "The board leads."),
        ("removed", "- It meets monthly"),
        ("added", "- It meets quarterly"),
        ("same", "- It reports"),
        ("added", "- It publishes"),
    ]
    assert comparing.Passage("same", "## A heading").shown == "A heading"
    assert comparing.Passage("same", "- A line").shown == "• A line"
    assert comparing.differs(comparing.compared(before, after))
    assert not comparing.differs(comparing.compared(before, f"{before}\n\n"))


def test_versions_of_another_partnership_stay_there(north, south, board, manager, moment):
    draft(board, manager, moment)

    with tenant(south.pk):
        assert not TermsVersion.objects.exists()
