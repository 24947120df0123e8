"""What is said to the press: one wording, used only when every post on the list agreed to it."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships.models import AuditEvent
from reviews.media_rules import NOBODY, may_be_used
from reviews.models import MediaApproval, MediaApprover, MediaLine
from reviews.selectors.media import lines_of
from reviews.services.media import add_approver, end_approver, record_approval, write_line
from reviews.services.reviews import open_review
from tests.factories import partnerships as people
from tests.reviews.beside.conftest import facts
from tests.reviews.pages.filling import problems
from tests.reviews.pages.reading import NOW, address

pytestmark = pytest.mark.django_db

TODAY = local_day(NOW)
DAY = timedelta(days=1)


def test_a_line_may_be_used_when_everybody_on_the_list_agreed():
    assert may_be_used(approvers=["A", "B"], agreed={"A", "B", "C"})
    waits = may_be_used(approvers=["A", "B", "C"], agreed={"B"})
    assert (waits.reason, waits.code) == ("Not to be used yet. It waits for: A, C.", "waits")
    nobody = may_be_used(approvers=[], agreed={"A"})
    assert (nobody.reason, nobody.code) == (NOBODY, "no-approvers")


@pytest.fixture
def who(manager):
    return {"by": manager, "at": NOW}


def stands(subject):
    return [(each.line.text, each.status.text) for each in lines_of(subject)]


def test_a_new_wording_needs_its_own_approvals_and_takes_the_place_of_the_old(case, north, who):
    with tenant(north.pk):
        head, chief = add_approver(post="Head", **who), add_approver(post="Chief", **who)
        first = write_line(subject=case, text=" We say this. ", **who)
        assert stands(case) == [("We say this.", "Not to be used")]
        for approver in (head, chief):
            record_approval(line=first, approver=approver, agreed_on=TODAY, **who)
        assert stands(case) == [("We say this.", "May be used")]
        second = write_line(subject=case, text="We say that.", **who)
        assert stands(case) == [("We say that.", "Not to be used"), ("We say this.", "May be used")]
        for approver in (head, chief):
            record_approval(line=second, approver=approver, agreed_on=TODAY, **who)
        assert stands(case) == [("We say that.", "May be used"), ("We say this.", "Replaced")]
        add_approver(post="Lawyer", **who)
        assert {status for _, status in stands(case)} == {"Not to be used"}
        verbs = AuditEvent.objects.filter(object_id=str(second.public_id)).order_by("pk")
        assert [each.verb for each in verbs] == ["created", "confirmed", "confirmed"]
        assert all("say" not in str(each.facts) for each in verbs)


def test_who_left_the_list_counts_no_more_and_stays_on_record(case, north, who):
    with tenant(north.pk):
        head, chief = add_approver(post="Head", **who), add_approver(post="Chief", **who)
        line = write_line(subject=case, text="We say this.", **who)
        record_approval(line=line, approver=head, agreed_on=TODAY, **who)
        end_approver(approver=chief, **who)
        assert stands(case) == [("We say this.", "May be used")]
        head = end_approver(approver=head, **who)
        shown = lines_of(case)[0]
        assert (shown.status.text, shown.words) == ("Not to be used", NOBODY)
        assert [(each.post, each.agreed_on) for each in shown.before] == [("Head", TODAY)]
        with pytest.raises(DomainError, match="ended already"):
            end_approver(approver=head, **who)


def test_what_cannot_be_is_refused_beside_its_field(case, north, who):
    with tenant(north.pk):
        head, old = add_approver(post="Head", **who), add_approver(post="Old", **who)
        line = write_line(subject=case, text="We say this.", **who)
        end_approver(approver=old, **who)
        old.refresh_from_db()
        record_approval(line=line, approver=head, agreed_on=TODAY, **who)
        chief = add_approver(post="Chief", **who)
        refused = [
            ("text", lambda: write_line(subject=case, text=" ", **who)),
            ("text", lambda: write_line(subject=case, text="We say this.", **who)),
            ("post", lambda: add_approver(post=" ", **who)),
            ("post", lambda: add_approver(post="head", **who)),
            ("approver", lambda: approve(line, head, TODAY, who)),
            ("approver", lambda: approve(line, old, TODAY, who)),
            ("agreed_on", lambda: approve(line, chief, TODAY + DAY, who)),
            ("agreed_on", lambda: approve(line, chief, TODAY - DAY, who)),
        ]
        for field, act in refused:
            with pytest.raises(DomainError) as refusal:
                act()
            assert refusal.value.field == field
        assert (MediaLine.objects.count(), MediaApproval.objects.count()) == (1, 1)


def approve(line, approver, day, who):
    return record_approval(line=line, approver=approver, agreed_on=day, **who)


def test_only_who_works_on_a_case_that_they_see_writes_or_records(case, north, who):
    with tenant(north.pk):
        lay = people.member(north, "lay_member", "lay@north.example")
        lsp = people.member(north, "lsp", "lsp@north.example")
        for person in (lay, lsp):
            with pytest.raises(NotPermitted):
                write_line(subject=case, text="We say this.", by=person, at=NOW)
        with pytest.raises(NotPermitted):
            add_approver(post="Head", by=lsp, at=NOW)


def test_the_pages_write_approve_and_keep_the_list(signed_in, client, case, north, manager):
    with tenant(north.pk):
        review = open_review(facts=facts(NOW), by=manager, at=NOW)
    listed = address("media-approvers")
    assert "Nobody is on the list" in signed_in.get(listed).content.decode()
    assert set(problems(signed_in.post(address("media-approver-add"), {"post": ""}))) == {"post"}
    assert signed_in.post(address("media-approver-add"), {"post": "Head"}).url == listed
    for kind, public_id in (("case", case.public_id), ("review", review.public_id)):
        at = {kind: public_id}
        root = address(f"{kind}-media", **at)
        assert root in signed_in.get(address(kind, **at)).content.decode()
        assert "No line yet" in signed_in.get(root).content.decode()
        write = address(f"{kind}-media-write", **at)
        assert set(problems(signed_in.post(write, {"text": ""}))) == {"text"}
        assert signed_in.post(write, {"text": "We say this."}).url == root
        with tenant(north.pk):
            line = (case if kind == "case" else review).media_lines.get()
        page = signed_in.get(root).content.decode()
        assert "It waits for: Head." in page
        approve_at = address(f"{kind}-media-approve", **at, media_line=line.public_id)
        assert approve_at in page
        assert set(problems(signed_in.post(approve_at, {"agreed_on_day": ""}))) == {
            "approver",
            "agreed_on",
        }
        with tenant(north.pk):
            head = MediaApprover.objects.get()
        day = {"agreed_on_day": 3, "agreed_on_month": 6, "agreed_on_year": 2026}
        assert signed_in.post(approve_at, {"approver": head.public_id, **day}).url == root
        assert "May be used: everybody on the list agreed." in signed_in.get(root).content.decode()
    client.force_login(people.member(north, "lsp", "lsp@north.example"))
    assert "Write a line" not in client.get(root).content.decode()
    assert client.get(write).status_code == 403
    client.force_login(manager)
    client.post(address("media-approver-end", media_approver=head.public_id))
    assert "Nobody is on the list" in client.get(listed).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_many_lines_and_posts(
    rows, signed_in, case, north, who, django_assert_num_queries
):
    with tenant(north.pk):
        posts = [add_approver(post=f"Post {number}", **who) for number in range(rows)]
        for number in range(rows):
            line = write_line(subject=case, text=f"Wording {number}.", **who)
            for post in posts:
                record_approval(line=line, approver=post, agreed_on=TODAY, **who)
    signed_in.get(address("clock"))
    with django_assert_num_queries(14):
        signed_in.get(address("case-media", case))
    with django_assert_num_queries(9):
        signed_in.get(address("media-approvers"))
