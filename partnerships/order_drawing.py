"""`docs/reference/order-rules.md` from the catalogue: every rule, where it comes from, how it acts."""

from partnerships import order
from partnerships.order_rules.terms import (
    CONFIDENCE_WORDS,
    STANCE_WORDS,
    STATE_WORDS,
    Check,
    State,
)

INTRODUCTION = """# What "Are we in order?" asks

Made by `manage.py draw_order_rules` from the checks of every app; a test compares the two. A rule
is a pure function; what it says of itself stands here. [In plain words](../users/in-order.md).

"Required" puts a broken rule first, and on the home page of whoever keeps the record; "expected"
puts it second. Where a partnership's own rule says otherwise, its stance and its source go before
these. S0 to S4 stand for the published documents that the examples rest on: Kingston and Richmond
2024 and its scrutiny of 2021 (S0, S1), Kent 2022 (S2), Kirklees 2022 (S3), Merton 2019 (S4).
"""

MEANINGS = {
    State.NOT_KEPT: "the record shows it broken",
    State.CANNOT_TELL: "the record is silent",
    State.KEPT: "the record shows it kept",
    State.NOT_STATED: "the arrangements say nothing of it, which is no fault",
    State.RECORDED: "a rule of the partnership's own that no check reads yet",
    State.DOES_NOT_APPLY: "asked of other partnerships, or under another edition",
}


def order_document() -> str:
    """Return the whole document: what each answer means, then every check under its heading."""
    answers = [f"| {STATE_WORDS[state]} | {told} |" for state, told in MEANINGS.items()]
    checks = order.catalogue()
    headings = list(dict.fromkeys(check.heading for check in checks))
    parts = [
        line
        for heading in headings
        for line in ("", f"## {heading}", "", *_table([c for c in checks if c.heading == heading]))
    ]
    return "\n".join(
        [INTRODUCTION, "## The answers", "", "| Answer | When |", "|---|---|", *answers, *parts, ""]
    )


def _table(checks: list[Check]) -> list[str]:
    head = ["| Rule | What it asks | Weight | Source | Key |", "|---|---|---|---|---|"]
    return [*head, *(_row(check) for check in checks)]


def _row(check: Check) -> str:
    checked = CONFIDENCE_WORDS.get(check.source.confidence, "")
    source = f"{check.source.cites} ({checked})" if checked else check.source.cites
    asks = " ".join(str(getattr(check.run, "func", check.run).__doc__).split())
    weight = STANCE_WORDS[check.stance.value]
    return f"| {check.title} | {asks} | {weight} | {source} | `{check.key}` |"
