"""Loads the groups of a partnership and the rules that it has set itself."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from deadlines.rulebook import digest, overrides_for
from deadlines.services import apply_overrides
from governance import services
from governance.enums import DeputiesCount
from governance.models import (
    CycleEntry,
    DisputeStep,
    Group,
    GroupAlias,
    Priority,
    QuorumRule,
)
from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships.enums import RuleStance
from partnerships.models import LocalRule, Partnership, Responsibility, Seat
from partnerships.services import responsibilities
from partnerships.services import rules as local
from partnerships.services.beginning import NEED_TO_KNOW

DEPUTIES: Mapping[bool | None, str] = {
    True: DeputiesCount.YES,
    False: DeputiesCount.NO,
    None: DeputiesCount.NOT_STATED,
}


def load_groups(load: Load) -> None:
    """Load the groups, those that others report to first, with the names they had.

    One that was formed after the record began waits for its day.
    """
    waiting = {row["key"]: row for row in load.rows("group")}
    while waiting:
        for row in [row for row in waiting.values() if row.get("reports_to") not in waiting]:
            del waiting[row["key"]]
            formed = load.morning(row.get("formed_days"))
            if formed > load.at:
                load.timeline.add(formed, partial(_form_group, load, row))
            else:
                _form_group(load, row, at=load.at)


def load_quorums(load: Load) -> None:
    """Load who must be present, or that a document does not say."""
    groups = _groups()
    for row in load.rows("quorum"):
        if row["group"] not in groups:
            continue
        quorum = QuorumRule(
            group=groups[row["group"]],
            stated=row["stated"],
            minimum_partners=row.get("minimum_partners"),
            required_kinds=row.get("required_kinds", []),
            deputies_count=DEPUTIES[row.get("deputies_count")],
            **_plain(row, "text", "note"),
        )
        there = QuorumRule.objects.filter(group=quorum.group)
        _once(load, "quorum", row["group"], quorum, there)


def load_dispute_steps(load: Load) -> None:
    """Load the ladders by which disagreements are settled."""
    for row in load.rows("dispute_step"):
        at_place = {"level": row["level"], "order": row["order"]}
        step = DisputeStep(**at_place, **_plain(row, "stage", "who", "what", "sequential", "note"))
        there = DisputeStep.objects.current().filter(**at_place)
        _once(load, "dispute_step", f"{row['level']}:{row['order']}", step, there)


def load_cycle(load: Load) -> None:
    """Load what comes round in the partnership's year."""
    groups = _groups()
    for row in load.rows("cycle"):
        month = None if row["month"] == "any" else row["month"]
        entry = CycleEntry(
            month=month,
            group=groups.get(row.get("group", "")),
            times_a_year=row.get("per_year"),
            every_weeks=row.get("every_weeks"),
            note=words.cycle_note(row),
            **_plain(row, "what"),
        )
        there = CycleEntry.objects.current().filter(month=month, what=row["what"])
        _once(load, "cycle", f"{row['month']}:{row['what']}", entry, there)


def load_priorities(load: Load) -> None:
    """Load what the partnership puts first."""
    for place, row in enumerate(load.rows("priority"), 1):
        first, last = words.years(row["years"])
        priority = Priority(
            from_year=first,
            to_year=last,
            order=place,
            lead=Seat.objects.filter(key=row.get("lead", ""), closed_on__isnull=True).first(),
            area=load.areas.get(row.get("area", "")),
            **_plain(row, "title", "summary"),
        )
        there = Priority.objects.current().filter(title=row["title"])
        _once(load, "priority", row["title"], priority, there)


def load_local_rules(load: Load) -> None:
    """Load the rules that the partnership wrote for itself, each with what the portal does of it."""
    is_real = not load.facts["partnership"]["fictional"]
    for row in load.rows("local_rule"):
        value = row.get("value")
        facts = local.RuleFacts(
            kind=row["key"],
            text=row["text"],
            stance=row.get("stance", RuleStance.RECORD),
            number=None if isinstance(value, bool) else value,
            applies_to=tuple(row["applies_to"]),
            confirmed=row.get("confirmed", True),
            confidence="V" if is_real else "",
            note=" ".join(each for each in (row.get("note", ""), row.get("remark", "")) if each),
            source=row["source"],
        )
        load.ledger.once(
            "local_rule",
            row["key"],
            partial(local.add_rule, facts=facts, by=load.by, at=load.at),
            there=LocalRule.objects.filter(kind=row["key"], ended_on__isnull=True),
        )


def close_new_cases(load: Load) -> None:
    """Close to others the cases that are logged from now on, as a new partnership begins.

    Last of all, so that the cases of the story stay as they were played.
    """
    load.ledger.once(
        "local_rule",
        NEED_TO_KNOW.kind,
        partial(local.add_rule, facts=NEED_TO_KNOW, by=load.by, at=load.now),
        there=LocalRule.objects.filter(kind=NEED_TO_KNOW.kind, ended_on__isnull=True),
    )


def load_responsibilities(load: Load) -> None:
    """Load the table of who leads on what, with the seat where the file names one."""
    for row in load.rows("responsibility"):
        facts = responsibilities.ResponsibilityFacts(
            what=row["what"],
            led_by=row["led_by"],
            seat=Seat.objects.filter(key=row.get("seat", "")).first(),
            how=row["comment"],
            source=words.cited(row),
        )
        load.ledger.once(
            "responsibility",
            row["what"],
            partial(responsibilities.add_responsibility, facts=facts, by=load.by, at=load.at),
            there=Responsibility.objects.filter(what=row["what"], ended_on__isnull=True),
        )


def load_overrides(load: Load, partnership: Partnership) -> None:
    """Write what the partnership's own text says of statutory clocks, once for each wording."""
    told = overrides_for(partnership.slug)

    def apply() -> Partnership:
        apply_overrides(partnership=partnership, at=load.at)
        return partnership

    if told:
        load.ledger.once("overrides", digest({"rows": told}), apply)


def _form_group(load: Load, row: Row, *, at: datetime) -> None:
    parent = Group.objects.filter(key=row.get("reports_to", "")).first()
    group = Group(
        reports_to=parent,
        meets=words.frequency(row),
        formed_on=load.day(row.get("formed_days")),
        sunset_on=load.day(row.get("sunset_days")),
        agreed_on=load.day(row.get("agreed_days")),
        **_plain(
            row,
            *("key", "name", "short_name", "kind", "purpose", "chair_note", "shared_with"),
            *("themed", "agreed_by", "note"),
        ),
    )
    _once(load, "group", row["key"], group, Group.objects.filter(key=row["key"]), at=at)
    kept = Group.objects.filter(key=row["key"]).first()
    for alias in row.get("aliases", []) if kept else ():
        there = GroupAlias.objects.filter(group=kept, name=alias["name"])
        row_of = GroupAlias(group=kept, **alias)
        _once(load, "alias", f"{row['key']}:{alias['name']}", row_of, there, at=at)


def _groups() -> dict[str, Group]:
    return {group.key: group for group in Group.objects.all()}


def _once(
    load: Load, kind: str, key: str, row: Any, there: Any, *, at: datetime | None = None
) -> None:
    make = partial(services.add, row=row, by=load.by, at=at or load.at)
    load.ledger.once(kind, key, make, there=there)


def _plain(row: Row, *names: str) -> Row:
    """Return the columns that a row of the file has under the model's own names, and its source."""
    return {name: row[name] for name in names if name in row} | {"source": words.cited(row)}
