"""What stands beside a case or a review, as parts of its file: requests, chronology, panel, report."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from governance.enums import Presence
from governance.selectors.recommendations import recommendations_of
from krscp_portal.foundation.components import Row
from krscp_portal.foundation.templatetags.portal import day, moment
from partnerships.access import Standing
from partnerships.enums import PartnerKind
from partnerships.models import User
from partnerships.roles import Permission
from reviews.enums import CriterionAnswer, DispatchKind, DispatchRecipient, DispatchState
from reviews.models import (
    AgencyRequest,
    Dispatch,
    Incident,
    PanelMeeting,
    ParallelProcess,
    Report,
    Review,
)
from reviews.review_subject import REVIEW_KIND
from reviews.selectors.chronology import rows_of, when_of
from reviews.selectors.parts import Part, Sheet, Table
from reviews.selectors.proceedings import cards
from reviews.selectors.request_page import request_page
from reviews.selectors.requests import requests_of
from reviews.selectors.reviews import reviews_of
from reviews.subject import KIND


def requests_part(subject: Incident | Review, names: Mapping[int, str], *, at: datetime) -> Part:
    """Return what agencies were asked and answered; `names` are those of the files beside."""
    rows = requests_of(subject).order_by("organisation__name", "pk")
    return Part("What agencies were asked", [_request(row, names, at=at) for row in rows])


def _request(row: AgencyRequest, names: Mapping[int, str], *, at: datetime) -> Sheet:
    page = request_page(row, may_edit=False, at=at)
    files = [Row(each.title, names.get(each.file_id, "")) for each in page.files]
    happened = [Row(event.title, f"{event.at}, {event.by}") for event in reversed(page.events)]
    facts = [Row("Stands at", page.status.text), *page.facts, *page.answer, *files, *happened]
    return Sheet(row.organisation.name, rows=facts)


def chronology_part(subject: Incident | Review) -> Part:
    """Return the merged chronology as its page shows it; rows not handed in are the agency's own."""
    lines = [
        (
            when_of(each),
            each.organisation.name,
            each.event,
            each.source,
            " ".join(note for note in (each.comment, each.practice_note) if note),
        )
        for each in rows_of(subject).select_related("organisation")
    ]
    if not lines:
        return Part("Chronology")
    table = Table(("When", "Agency", "What", "Source", "Comment and practice note"), lines)
    return Part("Chronology", [Sheet("Merged chronology", table=table)])


def panel_part(subject: Incident | Review) -> Part:
    """Return the meetings of the panel: who came, and what was minuted."""
    rows = subject.panel_meetings.prefetch_related("items", "attendance").order_by("starts_at")
    return Part("Panel", [_meeting(each) for each in rows])


def _meeting(row: PanelMeeting) -> Sheet:
    came = [Row(each.post, str(Presence(each.code).label)) for each in row.attendance.all()]
    items = sorted(row.items.all(), key=lambda each: each.order)
    minuted = [Row(f"{each.order}. {each.title}", each.minutes) for each in items]
    ended = [Row("Cancelled because", row.cancelled_because)] if row.cancelled_because else []
    agreed = [Row("Minutes agreed", day(row.minutes_agreed_on))] if row.minutes_agreed_on else []
    return Sheet(f"Meeting of {moment(row.starts_at)}", rows=[*ended, *came, *minuted, *agreed])


def report_part(subject: Incident | Review) -> Part:
    """Return the report as it stands, and its frozen versions with who signed."""
    of = {"incident" if isinstance(subject, Incident) else "review": subject}
    report = Report.objects.filter(**of).first()
    return Part("Report", [] if report is None else _report(report))


def sent_part(subject: Incident | Review) -> Part:
    """Return what was sent outside, to whom, when and how, and the hash of each copy."""
    rows = subject.dispatches.order_by("prepared_at", "pk")
    return Part("What was sent", [_sent(each) for each in rows])


def _sent(row: Dispatch) -> Sheet:
    facts = [
        Row("Stands at", str(DispatchState(row.state).label)),
        Row("Sent", f"{moment(row.sent_at)}, {row.how}" if row.sent_at else ""),
        Row("Receipt", row.receipt),
        Row("Not sent because", row.cancelled_because),
        Row("Late because", row.late_reason),
        Row("Words", row.words),
        Row("SHA-256 of the copy", row.sha256),
    ]
    kind, to = DispatchKind(row.kind).label, DispatchRecipient(row.recipient).label
    return Sheet(f"{kind}: {to}", rows=[each for each in facts if each.value])


def proceedings_part(rows: QuerySet[ParallelProcess]) -> Part:
    """Return the proceedings beside a case or a review."""
    found = cards(rows, href=None)
    return Part(
        "Other proceedings",
        [
            Sheet(each.heading, rows=[Row("Stands at", each.status.text), *each.rows])
            for each in found
        ],
    )


def _report(report: Report) -> list[Sheet]:
    sections = report.sections.order_by("order", "pk")
    criteria = report.criteria.order_by("pk")
    met = [
        Row(each.key, f"{CriterionAnswer(each.answer).label}. {each.why}".strip())
        for each in criteria
    ]
    return [
        *(Sheet(each.title, text=each.body) for each in sections if each.body),
        *([Sheet("Criteria", rows=met)] if met else []),
        *_versions(report),
    ]


def _versions(report: Report) -> list[Sheet]:
    return [
        Sheet(
            f"Version {each.number}",
            rows=[
                Row("Frozen", moment(each.made_at)),
                Row("SHA-256", each.sha256),
                *(
                    Row(
                        str(PartnerKind(signed.partner).label),
                        f"{signed.signatory}, {day(signed.signed_on)}",
                    )
                    for signed in each.signatures.all()
                ),
            ],
        )
        for each in report.versions.prefetch_related("signatures").order_by("number")
    ]


def reviews_part(incident: Incident) -> Part:
    """Return the reviews of the case; each has a file of its own."""
    rows = [
        Row(line.review.reference, f"{line.kind}: {line.status.text}")
        for line in reviews_of(incident)
    ]
    return Part("Reviews of the case", [Sheet("Reviews", rows=rows)] if rows else [])


def media_part(subject: Incident | Review) -> Part:
    """Return what was to be said to the press, and which posts agreed."""
    lines = subject.media_lines.prefetch_related("approvals__approver").order_by("written_at")
    return Part(
        "Media",
        [
            Sheet(
                f"Line of {moment(each.written_at)}",
                rows=[
                    Row("Words", each.text),
                    *(
                        Row(f"Agreed: {said.approver.post}", day(said.agreed_on))
                        for said in each.approvals.all()
                    ),
                ],
            )
            for each in lines
        ],
    )


def recommendations_part(
    subject: Incident | Review, user: User, standing: Standing, *, on: date
) -> Part:
    """Return what the case or the review recommends, for whoever may see recommendations."""
    if not standing.can(Permission.GOVERNANCE_VIEW):
        return Part("Recommendations")
    kind = KIND if isinstance(subject, Incident) else REVIEW_KIND
    rows = [
        Row(line.recommendation.reference, f"{line.recommendation.text} {line.to}. {line.label}")
        for line in recommendations_of(kind, subject.public_id, user, standing, on=on)
    ]
    return Part("Recommendations", [Sheet("Recommendations", rows=rows)] if rows else [])
