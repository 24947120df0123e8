"""The shape of one partnership's file in `partnerships/data/examples/`.

Vocabularies come from the models' own enums, so that a file cannot say what no column can hold.
"""

from governance.enums import BoardKind, DisputeLevel, GroupKind
from partnerships import schedule
from partnerships.enums import (
    AgencyBasis,
    AgencyChoice,
    AppointmentKind,
    AreaKind,
    ConflictKind,
    ConsentGiver,
    Coverage,
    OrganisationKind,
    PartnershipKind,
    RuleKind,
    RuleStance,
    SeatRole,
)
from tests.data.action_shapes import ACTION, LETTER, RISK
from tests.data.agenda_shapes import (
    AGENDA,
    ATTENDANCE,
    DECISION_BETWEEN,
    MINUTES,
    STANDING_ITEM,
)
from tests.data.case_shapes import CASE, PARTNER_KIND, USER
from tests.data.chronology_shapes import CHRONOLOGY, PANEL_MEETING
from tests.data.meeting_shapes import BOARD_DATE, MEETING_RULE, SCHOOL_HOLIDAY, SERIES
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
from tests.data.plan_shapes import INDICATOR, PLAN, PLAN_LINE, PLAN_REVIEW, PRIORITY
from tests.data.practice_shapes import PUBLICATION, REVIEW
from tests.data.recommendation_shapes import COST_SHARE, RECOMMENDATION, THEME
from tests.data.report_shapes import REPORT_SECTION
from tests.data.request_shapes import AGENCY_REQUEST

CITED: dict[str, Schema] = {"source": text(200)}
SLUGS = unlike(SLUG)
SEVERAL = rows(TEXT, 1)
DAYS = number(-2000, 2000)
NOTE: dict[str, Schema] = {"note": TEXT}
NOTES: dict[str, Schema] = {**NOTE, "remark": TEXT}

PARTNERSHIP = table(
    {
        "slug": SLUG,
        "name": text(160),
        "short_name": text(40),
        "kind": one_of(*PartnershipKind.values),
        "fictional": YES_OR_NO,
        "edition": SLUG,
        "arrangements_title": TEXT,
        "published_on": DATE,
        "published_precision": one_of("day", "month", "year"),
        "chair_model": one_of(
            "delegated_partner_rotating",
            "independent_scrutineer",
            "independent_person",
            "not_stated",
        ),
        "edition_note": TEXT,
        **CITED,
    },
    {
        "host": SLUG,
        "data_controller": SLUG,
        "data_controller_note": TEXT,
        "priorities_years": number(1, 10),
    },
)
AREA = table(
    {"key": SLUG, "name": text(120), "kind": one_of(*AreaKind.values), **CITED},
    {"gss": {"type": "string", "pattern": r"^E\d{8}$"}, **NOTE},
)
ORGANISATION = table(
    {"key": SLUG, "name": text(160), "kind": one_of(*OrganisationKind.values), **CITED},
    {
        "aliases": rows(table({"name": text(160), "reason": text(200)}), 1),
        "predecessors": rows(table({"name": text(160), "ended_on": DATE, "reason": text(200)}), 1),
        "part_of": SLUG,
        "schedule": unlike(one_of(*schedule.ENTRIES)),
        "sector": YES_OR_NO,
        **NOTE,
    },
)
AGENCY = table(
    {"organisation": SLUG, "basis": one_of(*AgencyBasis.values), "group": text(80), **CITED},
    {
        "areas": SLUGS,
        "covers": unlike(one_of(*Coverage.values)),
        "expected": TEXT,
        "from_days": DAYS,
        "listed_as": text(200),
        "represented_in": SLUGS,
        "represented_through": SLUG,
        "speaks_for": PARTNER_KIND,
        "why": TEXT,
        **NOTE,
    },
)
SEAT = table(
    {
        "key": SLUG,
        "role": one_of(*SeatRole.values),
        "title": text(160),
        "votes": YES_OR_NO,
        **CITED,
    },
    {
        "organisation": SLUG,
        "also_for": SLUGS,
        "appointer": text(200),
        "chairs": SLUGS,
        "contact_email": text(254),
        "from_days": DAYS,
        "held_by": SLUG,
        "on_behalf_of": TEXT,
        "sector": YES,
        "speaks_for": PARTNER_KIND,
        "area": SLUG,
        "groups": SLUGS,
        "membership_code": one_of("SP", "RA", "C", "A", "B", "SGC"),
        "deputy": one_of("standing", "nominated", "none"),
        "vacant": YES,
        **NOTES,
    },
)
DELEGATION = table(
    {"from_seat": SLUG, "to_seat": SLUG, "functions": SEVERAL, "retained": SEVERAL, **CITED},
    {"from_days": DAYS, "review_days": DAYS, **NOTE},
)
CHAIR_RULE = table(
    {
        "body": SLUG,
        "chosen_from": rows(one_of("DSP", "SCRUTINEER", "INDEPENDENT_PERSON")),
        "how": one_of("rotation", "appointment", "not_stated"),
        **NOTE,
        **CITED,
    },
    {"minimum_months": number(1, 60), "review": one_of("annual", "twice_a_year"), "seat": SLUG},
)
RESPONSIBILITY = table(
    {"what": TEXT, "led_by": TEXT, "groups": SLUGS, "comment": TEXT, **CITED}, {"seat": SLUG}
)
GROUP = table(
    {"key": SLUG, "name": text(160), "kind": one_of(*GroupKind.values), "purpose": TEXT, **CITED},
    {
        "short_name": text(40),
        "aliases": rows(table({"name": text(160), "reason": text(200), **CITED}), 1),
        "chair_note": TEXT,
        "meets": text(200),
        "per_year": number(1, 52),
        "every_weeks": number(1, 26),
        "reports_to": SLUG,
        "shared_with": text(120),
        "formed_days": number(-2000, 0),
        "sunset_days": number(-2000, 2000),
        "themed": YES_OR_NO,
        "agreed_by": text(160),
        "agreed_days": number(-2000, 0),
        **NOTES,
    },
)
TERMS = table(
    {"group": SLUG, "text": TEXT, **CITED},
    {
        "what_changed": text(240),
        "approver": text(160),
        "approved_days": number(-2000, 0),
        "review_days": number(-2000, 2000),
    },
)
EXTENSION = table(
    {
        "group": SLUG,
        "days": number(1, 2000),
        "reason": TEXT,
        "agreed_by": text(160),
        "agreed_days": number(-2000, 0),
        **CITED,
    }
)
QUORUM = table(
    {"group": SLUG, "stated": YES_OR_NO, "text": TEXT, **CITED},
    {
        "minimum_partners": number(1, 3),
        "required_kinds": unlike(PARTNER_KIND, 0),
        "deputies_count": YES_OR_NO,
        **NOTES,
    },
) | when(
    "stated",
    [True],
    {"required": ["minimum_partners", "required_kinds"]},
    never_with("minimum_partners", "required_kinds", "deputies_count"),
)
DISPUTE_STEP = table(
    {
        "level": one_of(*DisputeLevel.values),
        "order": number(1, 12),
        "who": text(200),
        "what": TEXT,
        "sequential": YES_OR_NO,
        **CITED,
    },
    {"stage": text(40), **NOTES},
)
LOCAL_RULE = table(
    {"key": one_of(*RuleKind.values), "applies_to": SLUGS, "text": TEXT, **CITED},
    {
        "value": {"type": ["integer", "boolean"]},
        "stance": one_of(*RuleStance.values),
        "confirmed": {"const": False},
        **NOTES,
    },
)
CYCLE = table(
    {"month": {"anyOf": [number(1, 12), {"const": "any"}]}, "what": text(240), **CITED},
    {
        "group": SLUG,
        "per_year": number(1, 52),
        "every_weeks": number(1, 26),
        "next_year": YES_OR_NO,
        **NOTES,
    },
)
BOARD = table(
    {"key": SLUG, "name": text(160), "kind": one_of(*BoardKind.values), **CITED},
    {"area": SLUG, "plural": YES, "shared_with": text(120), **NOTE},
)
PROTOCOL = table(
    {"board": SLUG, "title": text(200), **CITED},
    {"agreed_days": DAYS, "review_days": DAYS, "agreed": YES, **NOTE},
)
PERSON = table({"key": SLUG, "name": text(120), **CITED}, {"published": YES})
APPOINTMENT = table(
    {"seat": SLUG, "person": SLUG, "from_days": DAYS, **CITED},
    {
        "to_days": DAYS,
        "kind": one_of(*AppointmentKind.values),
        "appointed_by": text(160),
        "mandate": TEXT,
        "briefed_days": DAYS,
        **NOTE,
    },
)
SUPPORT = table(
    {"seat": SLUG, "tasks": TEXT, **CITED},
    {
        "mentor": SLUG,
        "induction_days": DAYS,
        "shadowing": text(200),
        "consent_by": one_of(*ConsentGiver.values),
        "consent_days": DAYS,
        "consent_until_days": DAYS,
        "safeguarding_seat": SLUG,
        "risk_assessed_days": DAYS,
        "credited_as": text(120),
    },
)
INTEREST = table(
    {"seat": SLUG, "kind": one_of(*ConflictKind.values), **CITED},
    {"matter": TEXT, "handling": TEXT},
)
PROSE = table({"key": CODE, "heading": text(80), "text": TEXT, **CITED})

ARRANGEMENTS = table(
    {
        "partnership": PARTNERSHIP,
        "agency_defaults": table(
            {"why": TEXT, "expected": TEXT, "chosen": one_of(*AgencyChoice.values), **CITED}
        ),
        "area": rows(AREA, 1),
        "organisation": rows(ORGANISATION, 3),
        "agency": rows(AGENCY, 3),
        "group": rows(GROUP, 1),
        "seat": rows(SEAT, 3),
        "chair_rule": CHAIR_RULE,
        "quorum": rows(QUORUM, 1),
        "dispute_step": rows(DISPUTE_STEP, 2),
        "local_rule": rows(LOCAL_RULE, 1),
        "cycle": rows(CYCLE, 1),
        "linked_board": rows(BOARD, 1),
        "funding": rows(table({"key": SLUG, "principle": TEXT, **CITED}), 1),
        "prose": rows(PROSE, 1),
        "user": rows(USER, 1),
    },
    {
        "locality": rows(table({"key": SLUG, "name": text(120), "area": SLUG, **NOTE, **CITED})),
        "footprint": rows(
            table(
                {"organisation": SLUG, **CITED},
                {
                    "unit": TEXT,
                    "also_covers": SEVERAL,
                    "also_kind": one_of(*AreaKind.values),
                    **NOTE,
                },
            )
        ),
        "protocol": rows(PROTOCOL),
        "person": rows(PERSON),
        "appointment": rows(APPOINTMENT),
        "support": rows(SUPPORT),
        "interest": rows(INTEREST),
        "delegation": rows(DELEGATION),
        "responsibility": rows(RESPONSIBILITY),
        "priority": rows(PRIORITY),
        "indicator": rows(INDICATOR),
        "plan": rows(PLAN),
        "plan_line": rows(PLAN_LINE),
        "plan_review": rows(PLAN_REVIEW),
        "case": rows(CASE),
        "agency_request": rows(AGENCY_REQUEST),
        "report_section": rows(REPORT_SECTION),
        "chronology": rows(CHRONOLOGY),
        "panel_meeting": rows(PANEL_MEETING),
        "action": rows(ACTION),
        "risk": rows(RISK),
        "letter": rows(LETTER),
        "theme": rows(THEME),
        "recommendation": rows(RECOMMENDATION),
        "cost_share": rows(COST_SHARE),
        "review": rows(REVIEW),
        "publication": rows(PUBLICATION),
        "terms": rows(TERMS),
        "extension": rows(EXTENSION),
        "meeting_rule": rows(MEETING_RULE),
        "series": rows(SERIES),
        "school_holiday": rows(SCHOOL_HOLIDAY),
        "board_date": rows(BOARD_DATE),
        "standing_item": rows(STANDING_ITEM),
        "agenda": rows(AGENDA),
        "attendance": rows(ATTENDANCE),
        "minutes": rows(MINUTES),
        "decision_between": rows(DECISION_BETWEEN),
    },
)

JOINT_BODY = table(
    {
        "partnership": table(
            {
                "slug": SLUG,
                "name": text(160),
                "short_name": text(40),
                "kind": one_of(PartnershipKind.JOINT_BODY.value),
                "fictional": YES_OR_NO,
                "edition": SLUG,
                **CITED,
            },
            NOTE,
        ),
        "participant": rows(table({**CITED}, {"slug": SLUG, "name": text(160), **NOTE}), 2),
        "area": rows(AREA, 1),
        "group": rows(GROUP, 1),
        "seat": rows(SEAT, 1),
        "user": rows(USER, 1),
    }
)
