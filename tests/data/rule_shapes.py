"""The shape of `deadlines/data/rules.toml`."""

from deadlines.steps import LADDER
from tests.data.notation import (
    CODE,
    DATE,
    SLUG,
    TEXT,
    YES,
    YES_OR_NO,
    Schema,
    never_with,
    number,
    one_of,
    rows,
    table,
    text,
    unlike,
    when,
)

REF: Schema = {"type": "string", "pattern": r"^D\d+[a-d]?$"}
CONFIDENCE = one_of("V", "V2", "GK", "GK?")
COUNTED = ["working_days", "calendar_days", "months", "years"]
TRIGGER_OF_REVIEW = one_of("awareness", "notification")
RECIPIENTS = unlike(TEXT)

SUBJECT = one_of(
    "incident",
    "rapid_review",
    "rapid_review_step",
    "practice_review",
    "yearly_report",
    "arrangements",
    "priorities",
    "chair",
    "decision",
    "training",
    "action",
    "action_impact",
)
TRIGGER_EVENT = one_of(
    "awareness",
    "notification",
    "lcspr_decision",
    "publication_planned",
    "publication",
    "period_end",
    "previous_report",
    "chair_taken",
    "rapid_review_sent",
    "decision_taken",
    "course_held",
    "priorities_agreed",
    "review_held",
    "arrangements_changed",
    "action_due",
    "impact_due",
)
RUNG = table({"after_working_days": number(1, 60), "to": one_of(*LADDER)})

EDITION = table(
    {
        "key": SLUG,
        "title": text(160),
        "published_on": DATE,
        "precision": one_of("day", "month", "unknown"),
        "status": one_of(
            "current", "superseded", "in_force", "partly_in_force", "practice", "local"
        ),
        "confidence": CONFIDENCE,
        "source": text(200),
    },
    {"superseded_by": SLUG, "note": TEXT},
)
RULE = table(
    {
        "key": CODE,
        "ref": REF,
        "title": text(160),
        "duty": TEXT,
        "subject": SUBJECT,
        "trigger_event": TRIGGER_EVENT,
        "trigger_words": text(160),
        "unit": one_of(*COUNTED, "fixed_date", "none"),
        "direction": one_of("after", "before"),
        "day_zero": one_of("trigger_day_is_zero", "publication_day_excluded"),
        "bound": one_of("no_later_than", "no_earlier_than"),
        "owed_by": CODE,
        "force": one_of("statute", "statutory_guidance", "local", "good_practice"),
        "edition": SLUG,
        "citation": text(200),
        "source_note": TEXT,
        "confidence": CONFIDENCE,
        "effective_from": DATE,
        "warn": {"type": "array", "items": number(-120, 60), "uniqueItems": True},
        "escalate": rows(RUNG),
    },
    {
        "length": number(0, 60),
        "month": number(1, 12),
        "day": number(1, 31),
        "window_from": number(0, 60),
        "step": number(1, 20),
        "no_figure_words": text(160),
        "ends_with": one_of("next_meeting"),
        "carried_into": unlike(SLUG),
        "dispute": TEXT,
        "other_reading": CODE,
        "opt_in": YES_OR_NO,
        "editable": YES,
        "effective_to": DATE,
        "only_for": unlike(SLUG),
        "recipients": RECIPIENTS,
    },
)
RULE["allOf"] = [
    when("unit", COUNTED, {"required": ["length"]}, never_with("length")),
    when("unit", ["fixed_date"], {"required": ["month", "day"]}, never_with("month", "day")),
    when("unit", ["none"], {"required": ["no_figure_words"]}, never_with("no_figure_words")),
    when("force", ["good_practice"], {"required": ["opt_in"]}, never_with("opt_in")),
    when("force", ["local"], {"required": ["only_for"]}, never_with("only_for")),
]
OVERRIDE = table(
    {
        "rule": CODE,
        "ref": REF,
        "partnership": SLUG,
        "note": TEXT,
        "source": text(200),
        "confidence": CONFIDENCE,
    },
    {
        "rapid_review_trigger": TRIGGER_OF_REVIEW,
        "trigger_event": TRIGGER_OF_REVIEW,
        "length": number(0, 60),
        "unit": one_of(*COUNTED),
        "via": TEXT,
        "recipients": RECIPIENTS,
    },
)
RULES = table(
    {
        "defaults": table({"rapid_review_trigger": TRIGGER_OF_REVIEW, "note": TEXT}),
        "edition": rows(EDITION, 1),
        "rule": rows(RULE, 1),
        "override": rows(OVERRIDE, 1),
    }
)
