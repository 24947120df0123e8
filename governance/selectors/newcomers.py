"""The meetings to which somebody has to be asked who came to a seat after the invitations went."""

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate

from governance.enums import MeetingState
from governance.models import GroupSeat, Invitee, Meeting, MeetingGroup
from krscp_portal.foundation.moment import LONDON
from partnerships.enums import AppointmentKind
from partnerships.models import Appointment

ACTING_FIRST = Case(When(kind=AppointmentKind.ACTING, then=0), default=1)


def meetings_with_newcomers(*, at: datetime) -> QuerySet[Meeting]:
    """Return the sent meetings to come with a seat that nobody asked, or that has a new holder.

    Asked every minute, so it is one query. Who sits there on the day is said by `members` alone;
    this only finds the meetings at which to look.
    """
    rows = Meeting.objects.filter(state=MeetingState.SENT, starts_at__gt=at)
    dated = rows.annotate(day=TruncDate("starts_at", tzinfo=LONDON))
    return dated.filter(Exists(_unasked_places()) | Exists(_new_holders())).order_by("pk")


def _unasked_places() -> QuerySet[GroupSeat]:
    meeting = OuterRef(OuterRef("pk"))
    sharing = MeetingGroup.objects.filter(meeting=meeting).values("group")
    asked = Invitee.objects.filter(meeting=meeting, seat=OuterRef("seat"))
    day = OuterRef("day")
    return (
        GroupSeat.objects.filter(Q(group=OuterRef("group")) | Q(group__in=sharing))
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=day))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=day))
        .filter(Q(seat__closed_on__isnull=True) | Q(seat__closed_on__gt=day))
        .filter(~Exists(asked))
    )


def _new_holders() -> QuerySet[Invitee]:
    filling = Appointment.objects.filling().filter(
        seat=OuterRef("seat"), period__contains=OuterRef(OuterRef("day"))
    )
    now = Subquery(filling.order_by(ACTING_FIRST, "pk").values("person")[:1])
    asked = Invitee.objects.filter(meeting=OuterRef("pk"), seat__isnull=False).annotate(now=now)
    return asked.filter(Q(holder=None) | ~Q(holder=F("now")), now__isnull=False)
