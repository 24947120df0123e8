"""What relevant agencies are told, and the table of who leads on what. Pure.

A relevant agency must act in accordance with the arrangements, so it must be told what is expected
(Children Act 2004 s.16E(3); Working Together 2018 ch.3 para 17, as S4 reproduces it). The table of
delegated responsibilities and its yearly look are Merton's (S4 App6, 13.2).
"""

from typing import Final

from krscp_portal.foundation.days import in_words
from partnerships.enums import AgencyBasis, RuleKind, RuleStance
from partnerships.order_rules.facts import AgencyFacts, Record, said_by
from partnerships.order_rules.terms import (
    OWN_RULE,
    Check,
    Ruling,
    Source,
    broken,
    counted,
    kept,
    listed,
    not_stated,
    unknown,
)

HEADING: Final = "Agencies and delegated work"
TOLD: Final = Source("Children Act 2004 s.16E(3); Working Together 2018 ch.3 para 17", "V")
CHOSEN: Final = Source("Working Together 2023 ch.2, relevant agencies, as restated", "V2")


def agencies_told(record: Record) -> list[Ruling]:
    """Each relevant agency's entry says what is expected of it."""
    agencies = _relevant(record)
    if not agencies:
        return [unknown("No relevant agency is recorded.", path="agencies/")]
    return _all_say(
        [each for each in agencies if not each.expected.strip()],
        len(agencies),
        "what is expected of it",
    )


def agencies_explained(record: Record) -> list[Ruling]:
    """Each relevant agency's entry says why it was chosen, unless the law itself binds it."""
    agencies = [each for each in _relevant(record) if not each.by_law]
    if not agencies:
        return [unknown("No chosen relevant agency is recorded.", path="agencies/")]
    return _all_say(
        [each for each in agencies if not each.why.strip()], len(agencies), "why it was chosen"
    )


def responsibilities_reviewed(record: Record) -> list[Ruling]:
    """The table of who leads on what was looked at within its year (S4 13.2: each March)."""
    rule = record.rule(RuleKind.RESPONSIBILITIES_REVIEWED)
    if rule is None and not record.responsibilities:
        return [not_stated("No table of delegated responsibilities is recorded.")]
    said = said_by(rule)
    if not record.responsibilities:
        why = "A yearly look is asked for, and the table is empty."
        return [unknown(why, "Record who leads on what.", "responsibilities/", **said)]
    due = record.responsibilities_due
    if due is None:
        why = f"The table has {counted(record.responsibilities, 'row')}; no review is recorded yet."
        return [unknown(why, "Record the last review.", "responsibilities/", **said)]
    if due < record.on:
        return [
            broken(
                f"The table was to be looked at again by {in_words(due)}.",
                "Look through it and record the review.",
                "responsibilities/",
                **said,
            )
        ]
    return [kept(f"To be looked at again by {in_words(due)}.", "responsibilities/", **said)]


def _relevant(record: Record) -> list[AgencyFacts]:
    return [each for each in record.agencies if each.basis == AgencyBasis.RELEVANT_AGENCY]


def _all_say(without: list[AgencyFacts], all_of_them: int, what: str) -> list[Ruling]:
    if not without:
        return [kept(f"Each entry says {what}: {all_of_them}.", "agencies/")]
    names = listed(sorted(each.name for each in without))
    return [
        broken(
            f"The entry does not say {what}: {names}.",
            "Add it to the agency’s entry.",
            without[0].path if len(without) == 1 else "agencies/",
        )
    ]


CHECKS: Final = (
    Check(
        "agencies_told",
        HEADING,
        "Each relevant agency is told what is expected of it",
        TOLD,
        RuleStance.REFUSE,
        agencies_told,
    ),
    Check(
        "agencies_explained",
        HEADING,
        "The record says why each relevant agency was chosen",
        CHOSEN,
        RuleStance.WARN,
        agencies_explained,
    ),
    Check(
        "responsibilities_reviewed",
        HEADING,
        "The table of who leads on what was looked at within a year",
        OWN_RULE,
        RuleStance.WARN,
        responsibilities_reviewed,
        frozenset({RuleKind.RESPONSIBILITIES_REVIEWED}),
    ),
)
