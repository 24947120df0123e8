"""The groups of the open partnership as the rules of order want them: plain values."""

from collections import defaultdict

from governance import quorum
from governance.enums import TermsState
from governance.models import Group, GroupSeat, TermsVersion
from governance.order_rules.facts import GroupFacts, GroupRecord, PlaceFacts, TermsFacts
from governance.selectors.groups import rule_of
from partnerships.order_rules.facts import Record
from partnerships.selectors.order import lasting


def group_record(record: Record) -> GroupRecord:
    """Return the current groups with the seats that sit on them that day; three queries.

    The seats themselves are those of the record, so that each is read once.
    """
    seats = {seat.id: seat for seat in record.seats}
    places: dict[int, list[PlaceFacts]] = defaultdict(list)
    for each in GroupSeat.objects.filter(lasting(record.on)).order_by("pk"):
        if seat := seats.get(each.seat_id):
            places[each.group_id].append(PlaceFacts(seat, each.chairing, each.votes))
    in_force = TermsVersion.objects.filter(state=TermsState.APPROVED)
    terms = {
        group: TermsFacts(number, approver, review_on)
        for group, number, approver, review_on in in_force.values_list(
            "group_id", "number", "approver", "review_on"
        )
    }
    groups = Group.objects.current().select_related("quorum").order_by("name", "pk")
    return GroupRecord(
        record,
        tuple(_facts(each, tuple(places[each.pk]), terms.get(each.pk)) for each in groups),
    )


def _facts(group: Group, places: tuple[PlaceFacts, ...], terms: TermsFacts | None) -> GroupFacts:
    rule = getattr(group, "quorum", None)
    return GroupFacts(
        key=group.key,
        name=group.name,
        kind=group.kind,
        path=f"governance/groups/{group.public_id}/",
        quorum=quorum.in_words(rule_of(rule)) if rule else "",
        quorum_stated=rule.stated if rule else None,
        quorum_source=rule.source if rule else "",
        sunset_on=group.sunset_on,
        themed=group.themed,
        agreed_by=group.agreed_by,
        agreed_on=group.agreed_on,
        terms=terms,
        places=places,
    )
