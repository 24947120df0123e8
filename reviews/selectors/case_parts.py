"""What stands beside a case, as parts of its file: requests, chronology, panel, report, and more."""

from collections.abc import Mapping
from datetime import date, datetime

from governance.enums import Presence
from governance.selectors.recommendations import recommendations_of
from krscp_portal.foundation.components import Row
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.templatetags.portal import day, moment
from partnerships.access import Standing
from partnerships.enums import PartnerKind
from partnerships.models import User
from partnerships.roles import Permission
from reviews.enums import CriterionAnswer, DispatchRecipient, DispatchState
from reviews.models import AgencyRequest, ChronologyRow, Incident, PanelMeeting, Report
from reviews.selectors.parts import Part, Sheet, Table
from reviews.selectors.request_page import request_page
from reviews.selectors.requests import requests_of
from reviews.selectors.reviews import reviews_of
from reviews.subject import KIND


def requests_part(incident: Incident, names: Mapping[int, str], *, at: datetime) -> Part:
    """Return what agencies were asked and answered; `names` are those of the files beside."""
    rows = requests_of(incident).order_by("organisation__name", "pk")
    return Part("What agencies were asked", [_request(row, names, at=at) for row in rows])


def _request(row: AgencyRequest, names: Mapping[int, str], *, at: datetime) -> Sheet:
    page = request_page(row, may_edit=False, at=at)
    files = [Row(each.title, names.get(each.file_id, "")) for each in page.files]
    happened = [Row(event.title, f"{event.at}, {event.by}") for event in reversed(page.events)]
    facts = [Row("Stands at", page.status.text), *page.facts, *page.answer, *files, *happened]
    return Sheet(row.organisation.name, rows=facts)


def chronology_part(incident: Incident) -> Part:
    """Return the merged chronology, in order of day, those without one last."""
    rows = ChronologyRow.objects.filter(incident=incident).select_related("organisation")
    found = rows.order_by("from_on", "organisation__name", "place", "pk")
    lines = [
        (
            _when(each),
            each.organisation.name,
            each.event,
            each.source,
            " ".join(note for note in (each.comment, each.practice_note) if note),
        )
        for each in found
    ]
    if not lines:
        return Part("Chronology")
    table = Table(("When", "Agency", "What", "Source", "Comment and practice note"), lines)
    return Part("Chronology", [Sheet("Merged chronology", table=table)])


def _when(row: ChronologyRow) -> str:
    if row.from_on is None:
        return row.when_words or "Not known"
    first = in_words(row.from_on)
    return f"{first} to {in_words(row.to_on)}" if row.to_on else first


def panel_part(incident: Incident) -> Part:
    """Return the meetings of the panel: who came, and what was minuted."""
    rows = incident.panel_meetings.prefetch_related("items", "attendance").order_by("starts_at")
    return Part("Panel", [_meeting(each) for each in rows])


def _meeting(row: PanelMeeting) -> Sheet:
    came = [Row(each.post, str(Presence(each.code).label)) for each in row.attendance.all()]
    items = sorted(row.items.all(), key=lambda each: each.order)
    minuted = [Row(f"{each.order}. {each.title}", each.minutes) for each in items]
    ended = [Row("Cancelled because", row.cancelled_because)] if row.cancelled_because else []
    agreed = [Row("Minutes agreed", day(row.minutes_agreed_on))] if row.minutes_agreed_on else []
    return Sheet(f"Meeting of {moment(row.starts_at)}", rows=[*ended, *came, *minuted, *agreed])


def report_part(incident: Incident) -> Part:
    """Return the report as it stands, its frozen versions with who signed, and what was sent."""
    report = Report.objects.filter(incident=incident).first()
    sent = [
        Row(
            str(DispatchRecipient(each.recipient).label),
            f"{DispatchState(each.state).label} {moment(each.sent_at)}, {each.how}. {each.sha256}",
        )
        for each in incident.dispatches.order_by("prepared_at", "pk")
    ]
    sheets = [] if report is None else _report(report)
    return Part("Report", [*sheets, *([Sheet("What was sent", rows=sent)] if sent else [])])


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


def media_part(incident: Incident) -> Part:
    """Return what was to be said to the press, and which posts agreed."""
    lines = incident.media_lines.prefetch_related("approvals__approver").order_by("written_at")
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


def recommendations_part(incident: Incident, user: User, standing: Standing, *, on: date) -> Part:
    """Return what the case recommends, for whoever may see recommendations."""
    if not standing.can(Permission.GOVERNANCE_VIEW):
        return Part("Recommendations")
    rows = [
        Row(line.recommendation.reference, f"{line.recommendation.text} {line.to}. {line.label}")
        for line in recommendations_of(KIND, incident.public_id, user, standing, on=on)
    ]
    return Part("Recommendations", [Sheet("Recommendations", rows=rows)] if rows else [])
