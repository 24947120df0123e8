"""Reports written, asked for and signed by the real services; seats that sign."""

from datetime import date, datetime
from typing import Any

from partnerships.enums import PartnerKind
from partnerships.models import Appointment, Partnership, Person, Seat, User
from reviews.models import Incident, Report, ReportVersion, Signature
from reviews.report_checks import CHECKS
from reviews.services import reports, signing
from reviews.services.reports import Conclusion
from reviews.services.signing import Elsewhere
from tests.factories import partnerships as make

TEXT = "What was found."
CHECKED = {each.key: "By the business manager." for each in CHECKS}


def signatory(of: Partnership, partner: PartnerKind, role: str = "lsp") -> User:
    """An account that holds the lead's seat of a partner; the partnership is open."""
    user = make.member(of, role, f"{partner.value}@{of.slug}.example")
    seat = make.seat(f"lead-{partner.value}", "LSP", speaks_for=partner.value)
    sit(user, seat)
    return user


def sit(user: User, seat: Seat, starts: date = date(2024, 1, 1)) -> Appointment:
    person, _ = Person.objects.get_or_create(user=user, defaults={"name": user.display_name})
    return Appointment.objects.create(seat=seat, person=person, period=(starts, None))


def written(report: Report, *, by: User, at: datetime) -> Report:
    """Every section of the report filled in, and the outcome of a rapid review."""
    for row in report.sections.order_by("order"):
        row.report = report
        reports.save_section(section=row, body=TEXT, revision=row.revision, by=by, at=at)
    if report.incident is not None:
        facts = Conclusion(
            outcome="lcspr", rationale="Much to learn.", criteria={"local_a": ("met", "It shows.")}
        )
        reports.set_outcome(report=report, facts=facts, revision=0, by=by, at=at)
    report.refresh_from_db(fields=["outcome", "rationale", "revision"])
    return report


def asked(report: Report, *, by: User, at: datetime) -> ReportVersion:
    """The report written and frozen, its partners asked to sign."""
    whole = written(report, by=by, at=at)
    checks = CHECKED if report.review_id is not None else None
    version = signing.ask_for_signatures(report=whole, checks=checks, by=by, at=at)
    version.report = report
    return version


def elsewhere(
    version: ReportVersion, partner: str, *, by: User, at: datetime, **said: Any
) -> Signature:
    """A signature that was given outside the portal."""
    usual: dict[str, Any] = {
        "sha256": version.sha256,
        "signatory": "Chief executive",
        "signed_on": at.date(),
        "evidence": "Signed letter on file",
    }
    facts = Elsewhere(partner=partner, **{**usual, **said})
    return signing.record_signature(version=version, facts=facts, by=by, at=at)


def signed(report: Report, *, by: User, at: datetime) -> ReportVersion:
    """The report written, asked for and signed for all three partners."""
    version = asked(report, by=by, at=at)
    for partner in PartnerKind:
        elsewhere(version, partner.value, by=by, at=at)
    return version


def of_case(incident: Incident) -> Report:
    """The report of a case, with the case as it stands now."""
    return Report.objects.select_related("incident", "review").get(incident=incident)
