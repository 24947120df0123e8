"""Whether to notify: three views, one decision, and whose word counts where they differ.

The rule: each of the three kinds of safeguarding partner gives a view. Where they agree, that is
the decision. Where they differ the local authority decides, and what the others thought is set
down. The duty to notify is the local authority's own, so a partner who has not answered cannot
hold a notification up: it may be decided without that view, with the reason. Not to notify needs
all three views.

Authority: Children Act 2004 s.16C(1) puts the duty on the local authority; Devon's published
procedure gives it the last word where partners differ; the Panel's FAQ wants all three to agree
on what is notified.

Not decided here: whether the facts meet the definition. That is the partners' judgement;
`meets_definition` only says what the recorded facts amount to.
"""

from collections.abc import Mapping
from typing import Final

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.wording import in_a_row
from partnerships.enums import PartnerKind
from reviews.enums import Abuse, Answer

PARTNERS: Final = tuple(PartnerKind)
AFFIRMED: Final = frozenset({Abuse.KNOWN, Abuse.SUSPECTED})

Views = Mapping[PartnerKind, Answer]


def missing(views: Views) -> tuple[PartnerKind, ...]:
    """Return the partners who have given no view, in the usual order."""
    return tuple(partner for partner in PARTNERS if partner not in views)


def is_split(views: Views) -> bool:
    """Say whether the views given differ."""
    return len(set(views.values())) > 1


def check_decision(
    decision: Answer, views: Views, *, dissent: str, without_views_reason: str
) -> None:
    """Accept a decision that the views bear out, else raise DomainError naming the field.

    Refuses: a decision without the local authority's view or against it; a decision against the
    view of all three; a split without its dissent set down; not to notify before all three views
    are in; to notify without a view and no reason why.
    """
    if PartnerKind.LOCAL_AUTHORITY not in views:
        raise DomainError(
            "Record the local authority’s view first: the duty to notify is its own.",
            code="no-authority-view",
        )
    _check_direction(decision, views)
    if is_split(views) and not dissent.strip():
        raise DomainError(
            "The partners differ. Set down what each thought and why.",
            code="dissent-needed",
            field="dissent",
        )
    _check_missing(decision, views, without_views_reason)


def _check_direction(decision: Answer, views: Views) -> None:
    authority = views[PartnerKind.LOCAL_AUTHORITY]
    if decision is authority:
        return
    if is_split(views):
        raise DomainError(
            "The partners differ, so the local authority’s view decides: "
            f"{authority.label.lower()}.",
            code="authority-decides",
            field="answer",
        )
    raise DomainError(
        f"Every view given is: {authority.label.lower()}. Record a new view before deciding "
        "otherwise.",
        code="against-all-views",
        field="answer",
    )


def _check_missing(decision: Answer, views: Views, reason: str) -> None:
    absent = missing(views)
    if not absent:
        return
    names = in_a_row(partner.label.lower() for partner in absent)
    if decision is Answer.DO_NOT_NOTIFY:
        raise DomainError(
            f"Not to notify needs all three views. Still to come: {names}.",
            code="views-needed",
            field="answer",
        )
    if not reason.strip():
        raise DomainError(
            f"Say why it was decided without the view of: {names}.",
            code="reason-needed",
            field="without_views_reason",
        )


def meets_definition(abuse: Abuse | str) -> bool | None:
    """Say whether the facts recorded make a serious child safeguarding case; None while unclear.

    Every incident logged has a child who died or was seriously harmed, so it turns on whether
    abuse or neglect is known or suspected. Source: Children Act 2004 s.16C(1).
    """
    if abuse == Abuse.UNCLEAR:
        return None
    return abuse in AFFIRMED


def check_form_covers(*, deaths: int, children: int) -> None:
    """Accept the children that one notification form may cover, else raise DomainError.

    Each child who died needs a form of their own; children harmed together may share one.
    Source: gov.uk's page on reporting a serious child safeguarding incident.
    """
    if not children:
        raise DomainError("Select at least one child.", code="no-child", field="children")
    if deaths > 1:
        raise DomainError(
            "Each child who died needs a notification of their own. Select one of them and record "
            "the next afterwards.",
            code="one-death-a-form",
            field="children",
        )
