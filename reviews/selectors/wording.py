"""A case's records in words, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deadlines.selectors import clocks_of
from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.templatetags.portal import day, moment
from krscp_portal.foundation.verdict import Verdict
from partnerships.enums import PartnerKind
from reviews.enums import (
    Abuse,
    AgeBand,
    Answer,
    CareStatus,
    Harm,
    NextForUnnotified,
    RapidReviewOutcome,
)
from reviews.models import (
    Child,
    Incident,
    PanelNotification,
    PartnerView,
    Signature,
    ThresholdDecision,
)
from reviews.selectors.records import Records, records_of
from reviews.subject import KIND
from reviews.threshold import meets_definition

AMOUNTS_TO = {
    True: "Yes, on the facts recorded: abuse or neglect is known or suspected, and a child died "
    "or was seriously harmed",
    False: "No, on the facts recorded: abuse or neglect is not suspected",
    None: "Not clear yet: it turns on whether abuse or neglect is suspected",
}
"""Whether the record makes a serious child safeguarding case; the decision is the partners'."""


@dataclass(frozen=True)
class ChildWords:
    """One child in a row of words."""

    pseudonym: str
    age: str
    harm: str
    care: str
    identity: str = ""  # where the sealed identity is opened, for whom may


@dataclass(frozen=True)
class ViewWords:
    """One partner's view, or that it is still to come, with where to record it."""

    partner: str
    href: str
    answer: Status | None = None
    reason: str = ""
    given: str = ""


@dataclass(frozen=True)
class FormWords:
    """One notification in words."""

    reference: str
    rows: list[Row]


def facts_of(incident: Incident, *, home: str, may_correct: Verdict) -> list[Row]:
    """Return what was recorded of the incident; awareness has a link where it may be corrected."""
    happened = incident.occurred_on
    where = incident.area.name if incident.area else "Outside England"
    rows = [
        Row("Happened on", day(happened) if happened else "Not known"),
        Row("Where it happened", where),
        Row("Where the child lives", residence_of(incident)),
        Row(
            "Local authority became aware",
            f"{moment(incident.aware_at)}, {incident.aware_by}",
            f"{home}awareness/" if may_correct else "",
            "Correct",
        ),
        Row("Abuse or neglect", Abuse(incident.abuse).label),
        Row("Meets the definition", AMOUNTS_TO[meets_definition(incident.abuse)]),
        Row("Logged", f"{moment(incident.logged_at)} by {incident.logged_by.display_name}"),
    ]
    if incident.restricted:
        rows.append(Row("Restricted because", incident.restriction_reason))
    return rows


def residence_of(incident: Incident) -> str:
    """Say where the child normally lives."""
    if incident.residence_area is not None:
        return incident.residence_area.name
    return incident.residence_elsewhere or "Not recorded"


def child_in_words(child: Child, *, home: str = "") -> ChildWords:
    """Return one child's row; `home` is the case's address for somebody who may open the seal."""
    return ChildWords(
        child.pseudonym,
        AgeBand(child.age_band).label,
        Harm(child.harm).label,
        CareStatus(child.care).label,
        f"{home}children/{child.public_id}/identity/" if home else "",
    )


def views_in_words(views: Iterable[PartnerView], *, home: str) -> list[ViewWords]:
    """Return a line for each of the three partners, in the usual order."""
    given = {view.partner: view for view in views}
    return [_view(partner, given.get(partner), home) for partner in PartnerKind]


def _view(partner: PartnerKind, view: PartnerView | None, home: str) -> ViewWords:
    href = f"{home}views/{partner.value}/"
    if view is None:
        return ViewWords(partner.label, href)
    tone = "teal" if view.answer == Answer.NOTIFY else "grey"
    return ViewWords(
        partner.label,
        href,
        Status(Answer(view.answer).label, tone),
        view.reason,
        f"{view.given_by}, {moment(view.given_at)}",
    )


def views_so_far(incident: Incident) -> list[Row]:
    """Return what each partner thinks, for who decides; the case was loaded `with_records`."""
    views = views_in_words(records_of(incident).current_views, home="")
    return [
        Row(view.partner, f"{view.answer.text}. {view.reason}" if view.answer else "No view yet")
        for view in views
    ]


def dates_of(incident: Incident, *, on: date) -> list[Row]:
    """Return the case's open dates, for who records that something was sent."""
    running = [clock for clock in clocks_of(KIND, incident.public_id, on=on) if not clock.met_at]
    return [Row(clock.title, f"{clock.due}. {clock.words}") for clock in running]


def decision_in_words(decision: ThresholdDecision | None) -> list[Row]:
    """Return the decision that counts, or nothing."""
    if decision is None:
        return []
    follow_up = decision.follow_up
    rows = [
        Row("Decision", Answer(decision.answer).label),
        Row("Why", decision.rationale),
        Row("Decided", f"{moment(decision.decided_at)}, {decision.decided_by}"),
        Row("Who saw it differently", decision.dissent),
        Row("Decided without a view because", decision.without_views_reason),
        Row("What follows instead", NextForUnnotified(follow_up).label if follow_up else ""),
    ]
    return [row for row in rows if row.value]


def form_in_words(form: PanelNotification, children: Iterable[Child]) -> FormWords:
    """Return one notification with the children whom it covers."""
    rows = [
        Row("Sent", f"{moment(form.submitted_at)}, {form.submitted_by}"),
        Row("Children", ", ".join(child.pseudonym for child in children)),
        Row("Safeguarding partners told", moment(form.partners_told_at)),
        Row("Why it was late", form.late_reason),
    ]
    return FormWords(form.reference, [row for row in rows if row.value])


def review_in_words(records: Records, *, is_written: bool) -> list[Row]:
    """Return the rapid review, or nothing where there is none.

    While its report is being written no version counts: what was signed was signed before.
    """
    review = records.review
    if review is None:
        return []
    outcome = review.outcome
    newest = max(records.versions, key=lambda each: each.number, default=None)
    counts = None if is_written or newest is None else newest.pk
    signed = _signed(each for each in records.signatures if each.version_id == counts)
    before = _signed(each for each in records.signatures if each.version_id != counts)
    rows = [
        Row("Opened", f"{moment(review.opened_at)}, by the notification"),
        Row("Led by", review.lead or "Not named yet"),
        Row("Outcome", RapidReviewOutcome(outcome).label if outcome else ""),
        Row("Why", review.rationale),
        Row("Signed off", signed),
        Row("Signed off before", before),
        Row("Completed", moment(review.completed_at)),
        Row("Sent to the Panel", moment(review.sent_at)),
        Row("Why it was late", review.late_reason),
    ]
    return [row for row in rows if row.value]


def _signed(signatures: Iterable[Signature]) -> str:
    return "; ".join(
        f"{PartnerKind(each.partner).label}: {each.signatory}, {day(each.signed_on)}"
        for each in signatures
    )
