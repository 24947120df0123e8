"""Loads terms of reference and the extensions of groups that stand for a time."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import partial

from governance.models import Group, GroupExtension, MeetingSeries, TermsVersion
from governance.services import terms as services
from governance.services.extensions import ExtensionFacts, extend_group
from governance.services.series import SeriesFacts, change_series
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day


def load_terms(load: Load) -> None:
    """Load each version of a group's terms, in the order of the file; one without a day is a draft."""
    groups = {group.key: group for group in Group.objects.all()}
    numbers: dict[str, int] = {}
    for row in load.rows("terms"):
        number = numbers[row["group"]] = numbers.get(row["group"], 0) + 1
        group = groups.get(row["group"])
        if group is None:
            continue
        load.ledger.once(
            "terms",
            f"{row['group']}:{number}",
            partial(_version, load, group, row),
            there=TermsVersion.objects.filter(group=group, number=number),
        )


def load_extensions(load: Load) -> None:
    """Put in how often the last day of a group was moved, and why; its meetings go on with it."""
    for row in load.rows("extension"):
        load.timeline.add(load.morning(row["agreed_days"]), partial(_extend, load, row))


def _extend(load: Load, row: Row, *, at: datetime) -> None:
    group = Group.objects.current().filter(key=row["group"]).first()
    if group is None or group.sunset_on is None:
        return
    last_day = group.sunset_on + timedelta(days=row["days"])
    facts = ExtensionFacts(
        sunset_to=last_day,
        reason=row["reason"],
        agreed_by=row["agreed_by"],
        agreed_on=load.day(row["agreed_days"]) or local_day(at),
    )

    def extend() -> GroupExtension:
        made = extend_group(group=group, facts=facts, by=load.by, at=at)
        for series in group.series.filter(ended_on__isnull=True):
            longer = replace(_facts_of(series), until_on=last_day)
            change_series(series=series, facts=longer, by=load.by, at=at)
        return made

    there = GroupExtension.objects.filter(group=group)
    load.ledger.once("extension", row["group"], extend, there=there)


def _facts_of(series: MeetingSeries) -> SeriesFacts:
    return SeriesFacts(**{each.name: getattr(series, each.name) for each in fields(SeriesFacts)})


def _version(load: Load, group: Group, row: Row) -> TermsVersion:
    facts = services.TermsFacts(
        text=row["text"].strip(),
        what_changed=row.get("what_changed", ""),
        review_on=load.day(row.get("review_days")),
        source=row["source"],
    )
    version = services.draft_terms(group=group, facts=facts, by=load.by, at=load.now)
    approved_on = load.day(row.get("approved_days"))
    if approved_on is None:
        return version
    return services.approve_terms(
        version=version,
        approver=row["approver"],
        approved_on=approved_on,
        by=load.by,
        at=load.now,
    )
