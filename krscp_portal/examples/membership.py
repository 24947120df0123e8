"""Loads which seats sit on which group, who leads it, and which agencies it speaks for."""

from collections import Counter
from functools import partial

from governance import services
from governance.enums import Chairing
from governance.models import Group, GroupAgency, GroupSeat
from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships.models import AgencyMembership, Seat


def load_group_seats(load: Load) -> None:
    """Load the places on groups; whoever chairs with somebody else is a co-chair."""
    groups = {group.key: group for group in Group.objects.all()}
    seats = {seat.key: seat for seat in Seat.objects.all()}
    leaders = Counter(key for row in load.rows("seat") for key in row.get("chairs", []))
    for row in load.rows("seat"):
        for key in row.get("groups", []):
            if key not in groups or row["key"] not in seats:
                continue
            group, seat = groups[key], seats[row["key"]]
            facts = services.GroupSeatFacts(
                group=group,
                seat=seat,
                chairing=_chairing(row, key, leaders[key]),
                code=row.get("membership_code", ""),
                votes=row["votes"],
                source=words.cited(row),
            )
            load.ledger.once(
                "group_seat",
                f"{key}:{row['key']}",
                partial(services.seat_on_group, facts=facts, by=load.by, at=load.at),
                there=GroupSeat.objects.filter(group=group, seat=seat),
            )


def load_group_agencies(load: Load) -> None:
    """Load which agencies are heard through a group (Kent)."""
    groups = {group.key: group for group in Group.objects.all()}
    for row in load.rows("agency"):
        for key in row.get("represented_in", []):
            organisation = load.organisations[row["organisation"]]
            agency = AgencyMembership.objects.filter(
                organisation=organisation, basis=row["basis"], to_on__isnull=True
            ).first()
            if key not in groups or agency is None:
                continue
            load.ledger.once(
                "group_agency",
                f"{key}:{row['organisation']}:{row['basis']}",
                partial(
                    services.speak_for,
                    group=groups[key],
                    agency=agency,
                    source=words.cited(row),
                    by=load.by,
                    at=load.at,
                ),
                there=GroupAgency.objects.filter(group=groups[key], agency=agency),
            )


def _chairing(row: Row, key: str, leaders: int) -> str:
    if key not in row.get("chairs", []):
        return Chairing.NO
    return Chairing.CO_CHAIR if leaders > 1 else Chairing.CHAIR
