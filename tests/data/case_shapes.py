"""The shape of the fictional accounts and cases in the example files."""

from partnerships.enums import PartnerKind
from partnerships.roles import ROLES
from reviews.enums import (
    Abuse,
    AgeBand,
    Answer,
    CareStatus,
    Harm,
    NextForUnnotified,
    OtherBody,
    PanelAnswer,
    RapidReviewOutcome,
)
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

PARTNER_KIND = one_of(*PartnerKind.values)
DAYS_AGO = number(1, 300)
ADDRESS: Schema = {"type": "string", "pattern": r"^[a-z.]+@[a-z]+\.example$"}

USER = table(
    {"email": ADDRESS, "name": text(120), "role": one_of(*ROLES)},
    {"seat": SLUG},
)
CHILD = table(
    {
        "pseudonym": {"type": "string", "pattern": "^Child [A-Z][a-z]+$"},
        "age_band": one_of(*AgeBand.values),
        "harm": one_of(*Harm.values),
        "care": one_of(*CareStatus.values),
    }
)
VIEW = table(
    {
        "partner": PARTNER_KIND,
        "view": one_of(*Answer.values),
        "reason": TEXT,
        "days_ago": DAYS_AGO,
    }
)
REFERRAL = table(
    {"organisation_words": text(160), "post": text(160)},
    {"senior_lead": text(160), "others_safe": YES_OR_NO, "safety_note": TEXT},
)
AUTHORITY = table({"kind": one_of(*OtherBody.values), "name": text(160), "why": text(300)})
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
            "published",
        ),
        "summary": TEXT,
        "aware_days_ago": DAYS_AGO,
        "aware_time": TIME,
        "aware_by": text(160),
        "area": SLUG,
        "residence": SLUG,
        "abuse": one_of(*Abuse.values),
        "children": rows(CHILD, 1),
        "threshold": rows(VIEW),
        "access": unlike(ADDRESS),
        "restricted": YES_OR_NO,
    },
    {
        "referral": REFERRAL,
        "other_authorities": rows(AUTHORITY, 1),
        "panel_answer": one_of(*PanelAnswer.values),
        "panel_answered_days_ago": DAYS_AGO,
        "panel_answer_text": TEXT,
        "decision": one_of(*Answer.values),
        "decided_days_ago": DAYS_AGO,
        "decision_reason": TEXT,
        "next_step": one_of(*NextForUnnotified.values),
        "notified_days_ago": DAYS_AGO,
        "notified_time": TIME,
        "notification_reference": text(60),
        "notified_by": text(160),
        "late_reason": TEXT,
        "lead": text(160),
        "partners_told_days_ago": DAYS_AGO,
        "partners_told_time": TIME,
        "looked_after_notified_days_ago": DAYS_AGO,
        "looked_after_notified_time": TIME,
        "looked_after_reference": text(60),
        "restriction_reason": text(300),
        "rapid_review_completed_days_ago": DAYS_AGO,
        "rapid_review_sent_days_ago": DAYS_AGO,
        "rapid_review_sent_time": TIME,
        "rapid_review_decision": one_of(*RapidReviewOutcome.values),
        "rapid_review_reason": TEXT,
    },
)
CASE["dependentRequired"] = {
    "decision": ["decided_days_ago", "decision_reason"],
    "partners_told_days_ago": ["partners_told_time"],
    "looked_after_notified_days_ago": ["looked_after_notified_time", "looked_after_reference"],
    "notified_days_ago": ["decision", "notified_by", "notified_time", "notification_reference"],
    "rapid_review_sent_days_ago": [
        "notified_days_ago",
        "rapid_review_completed_days_ago",
        "rapid_review_decision",
        "rapid_review_sent_time",
    ],
}
