"""The shape of the fictional accounts and cases in the example files."""

from partnerships.roles import ROLES
from tests.data.notation import (
    SLUG,
    TEXT,
    TIME,
    YES_OR_NO,
    Schema,
    number,
    one_of,
    rows,
    table,
    text,
    unlike,
)

PARTNER_KIND = one_of("local_authority", "icb", "police")
HARM = one_of("died", "seriously_harmed", "not_harmed")
DAYS_AGO = number(1, 60)
ADDRESS: Schema = {"type": "string", "pattern": r"^[a-z.]+@[a-z]+\.example$"}

USER = table(
    {"email": ADDRESS, "name": text(120), "role": one_of(*ROLES)},
    {"seat": SLUG},
)
CHILD = table(
    {
        "pseudonym": {"type": "string", "pattern": "^Child [A-Z][a-z]+$"},
        "age_band": one_of(
            "unborn", "under 1", "1-4", "5-9", "10-15", "16-17", "18-24 care leaver"
        ),
        "outcome": HARM,
        "looked_after": YES_OR_NO,
        "care_leaver": YES_OR_NO,
    }
)
VIEW = table(
    {
        "partner": PARTNER_KIND,
        "view": one_of("met", "not_met", "undecided"),
        "reason": TEXT,
        "days_ago": DAYS_AGO,
    }
)
CASE = table(
    {
        "key": SLUG,
        "situation": one_of(
            "just_logged",
            "notification_due_tomorrow",
            "rapid_review_running",
            "rapid_review_overdue",
            "sent",
            "not_notifiable",
        ),
        "summary": TEXT,
        "aware_days_ago": DAYS_AGO,
        "aware_time": TIME,
        "aware_by": TEXT,
        "reported_by": SLUG,
        "area": SLUG,
        "residence": SLUG,
        "abuse_or_neglect": one_of("known", "suspected", "not_suspected"),
        "outcome": HARM,
        "children": rows(CHILD, 1),
        "threshold": rows(VIEW),
        "access": unlike(ADDRESS),
        "restricted": YES_OR_NO,
    },
    {
        "decision": one_of("notify", "not_notifiable"),
        "decided_days_ago": DAYS_AGO,
        "decision_reason": TEXT,
        "next_step": one_of("close", "discretionary_review", "single_agency_learning"),
        "notified_days_ago": DAYS_AGO,
        "notified_time": TIME,
        "notification_reference": TEXT,
        "notified_by": TEXT,
        "late_reason": TEXT,
        "partners_told_days_ago": DAYS_AGO,
        "looked_after_notified_days_ago": DAYS_AGO,
        "rapid_review_completed_days_ago": DAYS_AGO,
        "rapid_review_sent_days_ago": DAYS_AGO,
        "rapid_review_sent_time": TIME,
        "rapid_review_decision": one_of(
            "none", "practice_review", "national_importance", "other_learning"
        ),
        "rapid_review_reason": TEXT,
    },
)
CASE["dependentRequired"] = {
    "decision": ["decided_days_ago", "decision_reason"],
    "notified_days_ago": ["decision", "notified_by", "notified_time", "notification_reference"],
    "rapid_review_sent_days_ago": [
        "notified_days_ago",
        "rapid_review_completed_days_ago",
        "rapid_review_decision",
        "rapid_review_sent_time",
    ],
}
