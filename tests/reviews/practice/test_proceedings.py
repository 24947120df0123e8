"""Other proceedings beside a case or a review: recorded, changed, ended, and a hold for them."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.enums import ReviewState
from reviews.models import ParallelProcess, Review
from reviews.review_transitions import ReviewMove
from reviews.services import proceedings as services
from reviews.services.reviews import move_review
from tests.factories import partnerships as people
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def facts(day, **said):
    usual = {"kind": "inquest", "opened_on": day, "contact_post": "Coroner’s officer"}
    return services.ProceedingsFacts(**{**usual, **said})


@pytest.fixture
def inquest(north, manager, sent, later):
    """An inquest beside the case, expected to last ten days more."""
    until = later.date() + 10 * DAY
    with tenant(north.pk):
        said = facts(later.date() - DAY, expected_until=until)
        return services.record_proceedings(subject=sent, facts=said, by=manager, at=later)


@pytest.fixture
def begun(north, manager, learning, later):
    with tenant(north.pk):
        return move_review(review=learning, code=ReviewMove.START, by=manager, at=later)


@pytest.mark.parametrize(
    ("opened", "until", "field"), [(1, None, "opened_on"), (0, -1, "expected_until")]
)
def test_days_that_cannot_be_are_refused(north, manager, sent, later, opened, until, field):
    day = later.date()
    ends = None if until is None else day + until * DAY
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        services.record_proceedings(
            subject=sent,
            facts=facts(day + opened * DAY, expected_until=ends),
            by=manager,
            at=later,
        )

    assert refused.value.field == field


def test_they_end_on_a_day_and_once(north, manager, inquest, later):
    with tenant(north.pk):
        for days, sentence in ((1, "in the future"), (-2, "cannot end before they began")):
            with pytest.raises(DomainError, match=sentence) as refused:
                services.end_proceedings(
                    proceedings=inquest,
                    ended_on=later.date() + days * DAY,
                    by=manager,
                    at=later,
                )
            assert refused.value.field == "ended_on"
        services.end_proceedings(proceedings=inquest, ended_on=later.date(), by=manager, at=later)
        with pytest.raises(DomainError, match="These proceedings have ended"):
            services.end_proceedings(
                proceedings=inquest, ended_on=later.date(), by=manager, at=later
            )


def test_reasons_are_sent_only_where_publication_waits(north, manager, inquest, later):
    with tenant(north.pk):
        row = services.record_reasons_sent(
            proceedings=inquest, sent_on=later.date(), by=manager, at=later
        )
        assert row.reasons_sent_on == later.date()
        with pytest.raises(DomainError, match="before the proceedings began"):
            services.record_reasons_sent(
                proceedings=inquest, sent_on=later.date() - 2 * DAY, by=manager, at=later
            )
        said = facts(later.date(), holds_publication=False)
        services.change_proceedings(proceedings=inquest, facts=said, by=manager, at=later)
        with pytest.raises(DomainError, match="hold nothing up"):
            services.record_reasons_sent(
                proceedings=inquest, sent_on=later.date(), by=manager, at=later
            )


def test_the_audit_says_nothing_of_the_case(north, manager, sent, inquest):
    with tenant(north.pk):
        event = AuditEvent.objects.order_by("number").last()

        assert (event.object_reference, event.facts) == (sent.reference, {"kind": "inquest"})


def test_who_sees_no_case_records_no_proceedings(north, sent, later):
    auditor = people.member(north, "auditor")
    with tenant(north.pk), pytest.raises(NotPermitted):
        services.record_proceedings(subject=sent, facts=facts(later.date()), by=auditor, at=later)


def test_a_hold_names_the_proceedings_and_lasts_as_long(north, manager, begun, later):
    with tenant(north.pk):
        until = later.date() + 5 * DAY
        row = services.record_proceedings(
            subject=begun,
            facts=facts(later.date(), kind="criminal", expected_until=until),
            by=manager,
            at=later,
        )
        held = services.hold_for(
            review=begun, words="Witnesses.", because_of=row, by=manager, at=later
        )

        assert held.state == ReviewState.ON_HOLD
        assert held.held_because == "Criminal investigation or trial. Witnesses."
        assert held.hold_expected_until == until


def test_a_hold_is_not_for_what_runs_beside_something_else(north, manager, begun, inquest, later):
    with tenant(north.pk), pytest.raises(DomainError, match="do not run beside") as refused:
        services.hold_for(
            review=begun, words="Witnesses.", because_of=inquest, by=manager, at=later
        )

    assert refused.value.field == "because_of"


def test_the_pages_of_case_and_review_show_the_same_proceedings(keeper, sent, practice, inquest):
    for page in (
        keeper.get(at("case-proceedings", case=sent.public_id)),
        keeper.get(at("review-proceedings", review=practice.public_id)),
    ):
        assert [card.heading for card in page.context["cards"]] == ["Inquest"]
        assert "Not sent to the Panel and the Secretary of State yet" in words(page)
        assert "Coroner’s officer" in words(page)


@pytest.mark.parametrize("where", ["case", "review"])
def test_they_are_recorded_changed_told_and_ended_there(
    keeper, north, sent, practice, later, where
):
    of = {where: {"case": sent, "review": practice}[where].public_id}
    said = {
        "kind": "criminal",
        "holds": "yes",
        "contact_post": "",
        "note": "",
        **day_of("opened_on", later - DAY),
    }
    page = keeper.post(at(f"{where}-proceedings-add", **of), {**said, "holds": ""})
    assert set(page.context["form"].errors) == {"holds"}
    assert keeper.post(at(f"{where}-proceedings-add", **of), said).status_code == 302
    with tenant(north.pk):
        row = ParallelProcess.objects.get()
    acts = {
        "change": {**said, "kind": "care"},
        "told": day_of("sent_on", later),
        "end": day_of("ended_on", later),
    }
    for act, typed in acts.items():
        url = at(f"{where}-proceedings-act", **of, proceeding=row.public_id, act=act)
        assert keeper.get(url).status_code == 200
        assert keeper.post(url, typed).status_code == 302

    page = keeper.get(at(f"{where}-proceedings", **of))
    [card] = page.context["cards"]
    assert (card.heading, card.status.text, card.acts) == ("Care proceedings", "Ended", [])
    assert {row.key: row.value for row in card.rows}["Reasons sent"] == "5 June 2026"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    keeper, north, manager, sent, practice, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(rows):
            services.record_proceedings(
                subject=sent, facts=facts(later.date()), by=manager, at=later
            )
    with django_assert_num_queries(11):
        page = keeper.get(at("review-proceedings", review=practice.public_id))

    assert len(page.context["cards"]) == rows


def test_the_form_of_a_hold_asks_for_which(keeper, north, manager, begun, later):
    url = at("review-move", review=begun.public_id, move="hold")
    assert "because_of" not in keeper.get(url).context["form"].fields
    with tenant(north.pk):
        row = services.record_proceedings(
            subject=begun, facts=facts(later.date()), by=manager, at=later
        )
    page = keeper.post(url, {"words": "Witnesses."})
    assert set(page.context["form"].errors) == {"because_of"}

    keeper.post(url, {"words": "Witnesses.", "because_of": str(row.public_id)})
    with tenant(north.pk):
        assert Review.objects.get().held_because == "Inquest. Witnesses."


def test_somebody_who_sees_no_case_finds_no_proceedings(client, north, sent, practice, inquest):
    client.force_login(people.member(north, "auditor"))

    assert client.get(at("case-proceedings", case=sent.public_id)).status_code == 404
    assert client.get(at("review-proceedings", review=practice.public_id)).status_code == 404
