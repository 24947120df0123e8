"""Seven fictional cases stand in seven states, with clocks, audit and notices as they would be."""

from datetime import date

import pytest
from django.utils.timezone import localtime

from deadlines.models import Deadline
from deadlines.services import sweep_partnership
from krscp_portal.examples import files
from krscp_portal.examples.models import ExampleRow
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent, Notice, Partnership, User
from reviews.models import Incident
from tests.examples.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = ["demoborough"]


@pytest.fixture(autouse=True)
def _inside(loaded):
    with tenant(Partnership.objects.get(slug="demoborough").pk):
        yield


def cases():
    keys = dict(ExampleRow.objects.filter(kind="case").values_list("object_id", "key"))
    return {keys[str(each.public_id)]: each for each in Incident.objects.all()}


def running(key):
    found = Deadline.objects.open().filter(subject_id=cases()[key].public_id)
    return dict(found.values_list("rule_key", "due_on"))


def test_seven_cases_stand_where_the_files_say():
    assert {key: case.state for key, case in cases().items()} == {
        "just-logged": "logged",
        "notification-due-tomorrow": "notifiable",
        "rapid-review-running": "rapid_review_open",
        "rapid-review-overdue": "rapid_review_open",
        "rapid-review-sent": "panel_responded",
        "not-notifiable": "not_notifiable",
        "published-learning": "further_review",
    }


def test_their_clocks_stand_where_the_files_say():
    assert running("just-logged")["notify_panel"] == date(2026, 6, 9)
    assert running("notification-due-tomorrow")["notify_panel"] == date(2026, 6, 4)
    assert running("rapid-review-running") == {
        "rapid_review": date(2026, 6, 12),
        "rapid_review_from_notification": date(2026, 6, 17),
    }
    assert running("rapid-review-overdue") == {
        "rapid_review": date(2026, 5, 28),
        "rapid_review_from_notification": date(2026, 6, 2),
    }
    assert running("rapid-review-sent") == {}
    assert running("not-notifiable") == {}


def test_references_follow_the_order_of_time():
    found = sorted(cases().values(), key=lambda case: case.aware_at)

    assert [each.reference for each in found] == [
        "DEMO-2025-001",
        *(f"DEMO-2026-00{n}" for n in range(1, 7)),
    ]


def test_the_late_notification_says_why():
    late = Deadline.objects.exclude(late_reason="").values_list("rule_key", "subject_reference")

    assert set(late) == {
        ("action_due", "DEMO-A-2026-004"),
        ("notify_panel", "DEMO-2026-001"),
        ("notify_partners", "DEMO-2026-001"),
    }


def test_what_the_audit_tells_happened_in_order_and_before_the_load():
    moments = list(AuditEvent.objects.order_by("number").values_list("at", flat=True))

    assert moments == sorted(moments)
    assert moments[-1] <= LOADED_AT


def test_what_happened_at_night_was_recorded_in_the_morning():
    case = cases()["rapid-review-running"]

    assert localtime(case.aware_at).strftime("%d %H:%M") == "21 23:30"
    assert localtime(case.logged_at).strftime("%d %H:%M") == "22 08:40"


def test_dissent_is_set_down_where_the_partners_differ():
    decision = cases()["rapid-review-running"].decisions.get()

    assert decision.dissent == "Police: Too early: the investigation has only begun."


def test_sight_of_a_case_is_given_to_those_whom_the_file_names():
    for row in files.read("demoborough")["case"]:
        named = access.named_on(cases()[row["key"]])
        assert {each.email for each in named} == set(row["access"])


def test_the_restricted_case_is_hidden_from_whoever_is_not_named():
    support = User.objects.get(email="support@demoborough.example")
    standing = access.standing(support, on=LOADED_AT.date())

    hidden = set(cases().values()) - set(Incident.objects.visible_to(support, standing))

    assert hidden == {cases()["rapid-review-overdue"]}


def test_the_sweep_finds_something_to_warn_of():
    before = Notice.objects.count()

    attended = sweep_partnership(at=LOADED_AT)

    told = Notice.objects.filter(key__startswith="deadline:")
    assert attended > 0
    assert Notice.objects.count() == before + told.count()
    rungs = {(each.key.rsplit(":", 1)[1], each.recipient.email) for each in told}
    assert ("warn-1", "manager@demoborough.example") in rungs
    assert ("dsp", "dsp.police@demoborough.example") in rungs
