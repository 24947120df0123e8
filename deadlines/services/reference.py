"""Loads what the data files say: editions, rules, holidays, and each partnership's own text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from deadlines import rulebook
from deadlines.models import (
    GuidanceEdition,
    Holiday,
    RapidReviewTrigger,
    RecipientList,
    RuleOverride,
    StatutoryRule,
)
from deadlines.rulebook import Row
from deadlines.services.holidays import recalculate_everywhere
from deadlines.terms import DayZero
from krscp_portal.foundation.context import tenant
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Partnership
from partnerships.selectors import system_user

RULE_COLUMNS = frozenset(
    field.name
    for field in StatutoryRule._meta.concrete_fields
    if field.name not in ("id", "edition")
)
OVERRIDE_COLUMNS = (
    "ref", "length", "unit", "trigger_event", "warn", "escalate", "via", "note", "source",
    "confidence",
)  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What a load changed; all zero when it is repeated."""

    editions: int = 0
    rules: int = 0
    withdrawn: int = 0
    holidays: int = 0
    moved: int = 0


@transaction.atomic
def load_reference_data(*, at: datetime) -> Loaded:
    """Bring editions, rules and holidays to what the data files say; repeatable.

    A changed rule becomes a new version and deadlines keep theirs; a rule that left the file is
    closed. Where a holiday changed, every open clock is counted again. Refuses a row that
    contradicts itself, and then changes nothing.
    """
    told = rulebook.rules_file()
    by = system_user()
    editions = _load_editions(told["edition"])
    rules = sum(_load_rule(row, at=at) for row in told["rule"])
    kept = [row["key"] for row in told["rule"]]
    gone = StatutoryRule.objects.filter(superseded_at__isnull=True).exclude(key__in=kept)
    withdrawn = gone.update(superseded_at=at)
    holidays = _load_holidays(at=at)
    moved = recalculate_everywhere(by=by, at=at) if holidays else 0
    return Loaded(editions, rules, withdrawn, holidays, moved)


@transaction.atomic
def apply_overrides(*, partnership: Partnership, at: datetime) -> int:
    """Write what the partnership's own text says of the clocks, as the data file has it.

    Repeatable; returns how many rows changed. Running deadlines keep what they were opened with.
    """
    by, changed = system_user(), 0
    with tenant(partnership.pk):
        for row in rulebook.overrides_for(partnership.slug):
            for model, key, values in _rows_of(row):
                found = _bring_to(model, key, values)
                if found is not None:
                    changed += 1
                    audit.record(
                        verb=AuditVerb.CHANGED, on=found, by=by, at=at, reference=row["rule"]
                    )
    return changed


def _bring_to(model: Any, key: Row, values: Row) -> Any:
    """Make or change the row so that it holds the values; return it, or None if it did before."""
    found, created = model.objects.get_or_create(**key, defaults=values)
    differs = [name for name in values if getattr(found, name) != values[name]]
    for name in differs:
        setattr(found, name, values[name])
    if differs:
        found.save(update_fields=differs)
    return found if created or differs else None


def _rows_of(row: Row) -> list[tuple[Any, Row, Row]]:
    """Return the typed rows that one override of the data file stands for: model, key, values."""
    own = {name: row[name] for name in OVERRIDE_COLUMNS if name in row}
    cited = {name: row[name] for name in ("note", "source")}
    rows: list[tuple[Any, Row, Row]] = [(RuleOverride, {"rule_key": row["rule"]}, own)]
    if "recipients" in row:
        values = {**cited, "recipients": row["recipients"]}
        rows.append((RecipientList, {"rule_key": row["rule"]}, values))
    if "rapid_review_trigger" in row:
        values = {**cited, "event": row["rapid_review_trigger"], "confidence": row["confidence"]}
        rows.append((RapidReviewTrigger, {}, values))
    return rows


def _load_editions(rows: list[Row]) -> int:
    changed = 0
    for row in rows:
        values = {
            name: value for name, value in row.items() if name not in ("key", "superseded_by")
        }
        values.setdefault("note", "")
        found, created = GuidanceEdition.objects.get_or_create(key=row["key"], defaults=values)
        differs = any(getattr(found, name) != value for name, value in values.items())
        if differs:
            GuidanceEdition.objects.filter(pk=found.pk).update(**values)
        changed += created or differs
    ids = dict(GuidanceEdition.objects.values_list("key", "pk"))
    for row in rows:
        GuidanceEdition.objects.filter(key=row["key"]).update(
            superseded_by_id=ids.get(row.get("superseded_by", ""))
        )
    return changed


def _load_rule(row: Row, *, at: datetime) -> bool:
    """Store the row as a new version unless the newest says the same; say whether it did."""
    rulebook.arithmetic(row)
    digest = rulebook.digest(row)
    newest = StatutoryRule.objects.filter(key=row["key"]).order_by("-version").first()
    if newest and newest.digest == digest and newest.superseded_at is None:
        return False
    StatutoryRule.objects.filter(key=row["key"], superseded_at__isnull=True).update(
        superseded_at=at
    )
    values = {name: value for name, value in row.items() if name in RULE_COLUMNS}
    values.setdefault("day_zero", DayZero.TRIGGER_DAY_IS_ZERO.value)
    StatutoryRule.objects.create(
        **values,
        version=newest.version + 1 if newest else 1,
        digest=digest,
        loaded_at=at,
        edition=GuidanceEdition.objects.get(key=row["edition"]),
    )
    return True


def _load_holidays(*, at: datetime) -> int:
    """Bring the seeded days to the seed's; days added by hand stay. Return how many changed."""
    wanted = {row.day: row for row in rulebook.holiday_rows()}
    present = {each.day: each for each in Holiday.objects.all()}
    changed = 0
    for day, row in wanted.items():
        values = {"name": row.name, "source": row.source, "provisional": row.provisional}
        found = present.get(day)
        if found is None:
            Holiday.objects.create(day=day, added_at=at, **values)
            changed += 1
        elif found.is_seeded and any(getattr(found, name) != values[name] for name in values):
            Holiday.objects.filter(pk=found.pk).update(**values)
            changed += 1
    stale = [day for day, each in present.items() if each.is_seeded and day not in wanted]
    changed += Holiday.objects.filter(day__in=stale).delete()[0]
    return changed
