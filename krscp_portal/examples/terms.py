"""Loads terms of reference and the extensions of groups that stand for a time."""

from datetime import timedelta
from functools import partial

from governance.models import Group, GroupExtension, TermsVersion
from governance.services import terms as services
from governance.services.extensions import ExtensionFacts, extend_group
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load


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
    """Load how often the last day of a group was moved, and why."""
    for row in load.rows("extension"):
        group = Group.objects.current().filter(key=row["group"]).first()
        agreed_on = load.day(row["agreed_days"])
        if group is None or group.sunset_on is None or agreed_on is None:
            continue
        facts = ExtensionFacts(
            sunset_to=group.sunset_on + timedelta(days=row["days"]),
            reason=row["reason"],
            agreed_by=row["agreed_by"],
            agreed_on=agreed_on,
        )
        load.ledger.once(
            "extension",
            row["group"],
            partial(extend_group, group=group, facts=facts, by=load.by, at=load.now),
            there=GroupExtension.objects.filter(group=group),
        )


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
