"""Views, the decision and the moment of awareness through their pages."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from tests.factories import reviews as make
from tests.reviews.pages.filling import POST, SENT, S, fresh, problems, sends
from tests.reviews.pages.reading import AWARE, NOW, address, moment_of

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ threshold


def test_a_view_is_recorded(signed_in, north, at_each):
    case = at_each(S.LOGGED)
    typed = {"answer": "notify", "reason": "Why.", "given_by": POST, **moment_of("given_at", SENT)}

    assert sends(signed_in, "view-record", case, typed, partner="police") is None

    with tenant(north.pk):
        view = case.views.get()
        assert (view.partner, view.answer, view.given_at) == ("police", "notify", SENT)


def test_there_is_no_fourth_partner(signed_in, at_each):
    case = at_each(S.LOGGED)

    assert signed_in.get(address("view-record", case, partner="mayor")).status_code == 404


def test_a_decision_that_the_views_do_not_bear_out_is_explained_beside_the_field(
    signed_in, north, manager, at_each
):
    case = at_each(S.LOGGED)
    with tenant(north.pk):
        make.views(case, "notify", "do_not_notify", "notify", by=manager, at=AWARE)
    typed = {
        "answer": "notify",
        "rationale": "Why.",
        "decided_by": POST,
        **moment_of("decided_at", SENT),
    }

    refused = sends(signed_in, "decision-record", case, typed)
    assert problems(refused) == {
        "dissent": ["The partners differ. Set down what each thought and why."]
    }
    assert fresh(case, north).state == S.THRESHOLD

    assert sends(signed_in, "decision-record", case, {**typed, "dissent": "Health: no."}) is None
    assert fresh(case, north).state == S.NOTIFIABLE


def test_a_decision_is_taken_up_again(signed_in, north, at_each):
    case = at_each(S.NOT_NOTIFIABLE)

    assert sends(signed_in, "decision-reconsider", case, {"reason": "The child died."}) is None
    assert fresh(case, north).state == S.THRESHOLD


def test_awareness_is_corrected_and_its_page_says_what_was(signed_in, north, at_each):
    case = at_each(S.LOGGED)
    earlier = AWARE - timedelta(days=3)
    typed = {"aware_by": POST, "reason": "The log shows it.", **moment_of("aware_at", earlier)}

    form = signed_in.get(address("awareness-correct", case)).context["form"]
    assert form["aware_by"].value() == make.POST
    assert sends(signed_in, "awareness-correct", case, typed) is None

    page = signed_in.get(address("case", case)).context["page"]
    assert [event.title for event in page.timeline] == [
        "Moment of awareness corrected",
        "A date was worked out again",
        "A date was worked out again",
        "Incident logged",
    ]
    assert page.clocks[0].due == "Friday 5 June 2026"


def test_awareness_in_the_future_is_refused_beside_its_field(signed_in, at_each):
    case = at_each(S.LOGGED)
    typed = {"aware_by": POST, "reason": "Why.", **moment_of("aware_at", NOW + timedelta(days=1))}

    refused = sends(signed_in, "awareness-correct", case, typed)

    assert problems(refused) == {"aware_at": ["The moment of awareness cannot be in the future."]}
