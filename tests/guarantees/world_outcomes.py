"""A row of every table of where a case came from, how it went on and how it ended."""

from datetime import timedelta

from krscp_portal.foundation.moment import local_day
from partnerships.enums import PartnerKind
from reviews import models as r
from reviews.enums import CaseState
from reviews.models import Incident


def add_rows(manager, at):
    """Add the rows to the open partnership, on cases that the example loaded."""
    today = local_day(at)
    kept = {"recorded_at": at, "recorded_by": manager}
    case = Incident.objects.order_by("pk").first()
    if not r.Referral.objects.filter(incident=case).exists():
        r.Referral.objects.create(
            incident=case,
            organisation_words="A school elsewhere",
            post="Head teacher",
            safety_note="What is done",
            **kept,
        )
    r.OtherAuthority.objects.create(
        incident=case,
        kind="police",
        name="Another force of ours",
        why="The family moved",
        told_on=today,
    )
    r.PanelResponse.objects.create(
        incident=case, answer="more", text="What the Panel asks", received_at=at, **kept
    )
    r.NationalReview.objects.update_or_create(
        incident=case,
        defaults={"status": "decided", "told_on": today, "changed_at": at, "changed_by": manager},
    )
    withdrawal = r.Withdrawal.objects.create(
        incident=case, reason="Why it was withdrawn", panel_told_at=at, **kept
    )
    for partner in PartnerKind:
        r.WithdrawalAgreement.objects.create(
            withdrawal=withdrawal, partner=partner, signatory="Director", agreed_on=today
        )
    r.Closure.objects.create(
        incident=case,
        summary="What came of it",
        from_state=CaseState.PANEL_RESPONDED,
        closed_at=at,
        closed_by=manager,
        reopened_because="Something new",
        reopened_at=at + timedelta(minutes=1),
        reopened_by=manager,
    )
