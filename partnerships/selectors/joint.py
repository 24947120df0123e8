"""Joint bodies: who shares one, and which ones a partnership shares.

Everything here is of the global tables: the body's name, who takes part and since when. What the
body holds stands in its own tenant and is read only there, by who holds a role in it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from partnerships.enums import PartnershipKind
from partnerships.models import Participation, Partnership, RoleAssignment, User


@dataclass(frozen=True)
class Participant:
    """One partnership's part in a joint body; `to_on` is its last day."""

    public_id: UUID
    name: str
    uses_portal: bool
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class JointBody:
    """A joint body as those who share it see it; `href` only for who holds a role in it."""

    name: str
    href: str
    participants: tuple[Participant, ...]


def participants_of(*, body: Partnership, on: date) -> tuple[Participant, ...]:
    """Return who shares the body on the day or will; one query."""
    return _by_body([body.pk], on=on).get(body.pk, ())


def joint_bodies_of(*, partnership: Partnership, user: User, on: date) -> list[JointBody]:
    """Return the joint bodies that the partnership shares on the day; three queries.

    A person's own roles elsewhere can be read where the door opened the partnership for them.
    """
    mine = _lasting(on).filter(participant=partnership)
    bodies = list(Partnership.objects.filter(pk__in=mine.values("body_id")).order_by("name"))
    if not bodies:
        return []
    pks = [body.pk for body in bodies]
    held = RoleAssignment.objects.filter(user_id=user.pk, partnership_id__in=pks).on_day(on)
    open_to_them = set(held.values_list("partnership_id", flat=True))
    participants = _by_body(pks, on=on)
    return [
        JointBody(
            name=body.name,
            href=body.get_absolute_url() if body.pk in open_to_them else "",
            participants=participants.get(body.pk, ()),
        )
        for body in bodies
    ]


def participants_to_choose(*, body: Partnership) -> QuerySet[Partnership]:
    """Return the partnerships of this install that may be added; none where it is no joint body."""
    if body.kind != PartnershipKind.JOINT_BODY:
        return Partnership.objects.none()
    there = Participation.objects.filter(body=body, to_on__isnull=True, participant__isnull=False)
    others = Partnership.objects.filter(kind=PartnershipKind.PARTNERSHIP)
    return others.exclude(pk__in=there.values("participant_id")).order_by("name")


def participations_to_choose(*, body_id: int) -> QuerySet[Participation]:
    """Return the participations on whose behalf a seat of the body may be held."""
    return Participation.objects.filter(body_id=body_id, to_on__isnull=True).order_by("name")


def _lasting(on: date) -> QuerySet[Participation]:
    return Participation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))


def _by_body(pks: list[int], *, on: date) -> dict[int, tuple[Participant, ...]]:
    found: dict[int, list[Participant]] = defaultdict(list)
    rows = _lasting(on).filter(body_id__in=pks).select_related("participant")
    for row in rows.order_by("name", "pk"):
        found[row.body_id].append(
            Participant(
                public_id=row.public_id,
                name=row.participant.name if row.participant else row.name,
                uses_portal=row.participant is not None,
                from_on=row.from_on,
                to_on=row.to_on,
            )
        )
    return {pk: tuple(each) for pk, each in found.items()}
