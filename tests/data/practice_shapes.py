"""The shape of a fictional review beside the rapid ones, in an example file."""

from governance.redacting import REASONS
from reviews.enums import InvitationAnswer, ParallelKind, ReportKind, ReviewKind
from reviews.report_checks import CHECKS
from reviews.report_sections import sections_of
from tests.data.notation import SLUG, TEXT, YES_OR_NO, number, one_of, rows, table, text

AGO = number(0, 300)
ANSWERED = {"answered_days_ago": AGO}

REVIEWER = table(
    {
        "name": text(120),
        "organisation": text(160),
        "experience": TEXT,
        "known_by": text(300),
        "conflict": TEXT,
        "conflict_answer": TEXT,
    }
)
PROCEEDINGS = table(
    {
        "days_ago": AGO,
        "kind": one_of(*ParallelKind.values),
        "post": text(160),
        "holds_publication": YES_OR_NO,
        "note": TEXT,
    }
)
FAMILY = table(
    {"days_ago": AGO, "who": text(80), "is_child": YES_OR_NO},
    {
        "how": text(160),
        "note": TEXT,
        "answer": one_of(*InvitationAnswer.values),
        **ANSWERED,
    },
)
EVENT = table(
    {
        "days_ago": AGO,
        "title": text(160),
        "invited": number(1, 1000),
        "attended": number(0, 1000),
        "learned": TEXT,
        "support": TEXT,
    }
)
REVIEW = table(
    {
        "key": SLUG,
        "kind": one_of(*ReviewKind.values),
        "code_name": text(60),
        "why": TEXT,
        "decided_by": text(160),
        "methodology": text(160),
        "from_day": number(-2000, 0),
        "to_day": number(-2000, 0),
        "questions": rows(text(400), 1),
        "proportionality": TEXT,
        "budget_pence": number(0, 100_000_000),
        "reviewer": REVIEWER,
        "proceedings": rows(PROCEEDINGS),
        "family": rows(FAMILY),
        "events": rows(EVENT),
        "log": rows(table({"days_ago": AGO, "text": TEXT, "early_learning": YES_OR_NO})),
        "queries": rows(table({"days_ago": AGO, "text": TEXT}, {"answer": TEXT, **ANSWERED})),
        **{
            f"{act}_days_ago": AGO
            for act in ("decided", "written", "agreed", "commissioned", "started")
        },
        "source": text(200),
    },
    {"case": SLUG, "told_days_ago": AGO},
)
SECTION = one_of(*(each.key for each in sections_of(ReportKind.REVIEW)))
PUBLICATION = table(
    {
        "key": SLUG,
        "review": SLUG,
        "sections": rows(
            table(
                {
                    "key": SECTION,
                    "text": TEXT,
                }
            ),
            1,
        ),
        "checks": table({each.key: TEXT for each in CHECKS}),
        "title": text(160),
        "reviewers": text(300),
        "warning": TEXT,
        "decided_by": text(160),
        "taken_out": rows(
            table({"section": SECTION, "words": text(200), "reason": one_of(*sorted(REASONS))})
        ),
        "learned": TEXT,
        **{
            f"{act}_days_ago": AGO
            for act in (
                *("written", "asked", "signed", "decided", "frozen"),
                *("sent", "told", "published", "learned"),
            )
        },
        "source": one_of("fictional"),
    }
)
