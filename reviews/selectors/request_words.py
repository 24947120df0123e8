"""What a request is about in words, and to whom in an agency it would go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from krscp_portal.foundation.context import required_partnership_id
from partnerships.models import Organisation, Partnership, RoleAssignment, Seat
from reviews.enums import ReviewKind
from reviews.letters import About, letter, report_letter
from reviews.models import AgencyRequest, Incident, Review, ReviewTerms

CONTACT = "agency_contact"
SAFEGUARDING_LEAD = "Designated safeguarding lead"
SINGLE_AGENCY = "a piece of single agency learning"


@dataclass(frozen=True)
class Suggested:
    """What a letter to agencies begins from: its words and the period of the chronology."""

    letter: str
    period_from: date | None = None
    period_to: date | None = None


def what_of(subject: Incident | Review) -> str:
    """Return what is held, with its article."""
    if isinstance(subject, Incident):
        return "a rapid review"
    if subject.kind == ReviewKind.SINGLE_AGENCY:
        return SINGLE_AGENCY
    label = str(ReviewKind(subject.kind).label).lower()
    return f"a {label}"


def suggested(subject: Incident | Review) -> Suggested:
    """Return what a letter begins from.

    A review asks for a report on the questions and the period of its terms, once they are agreed;
    two queries for a review, none for a case.
    """
    said = {"reference": subject.reference, "what": what_of(subject)}
    if isinstance(subject, Incident):
        return Suggested(letter(**said))
    terms = ReviewTerms.objects.filter(review=subject, agreed_on__isnull=False).first()
    if terms is None:
        return Suggested(report_letter(**said, questions=()))
    questions = list(subject.questions.order_by("order").values_list("text", flat=True))
    words = report_letter(**said, questions=questions)
    return Suggested(words, terms.scope_from, terms.scope_to)


def subject_of(row: AgencyRequest) -> Incident | Review:
    """Return the case or the review that the request is for."""
    found = row.incident or row.review
    assert found is not None  # noqa: S101 -- a constraint says so, for the type checker
    return found


def about(row: AgencyRequest) -> About:
    """Return what letters and e-mails of the request may name; one query."""
    subject = subject_of(row)
    partnership = Partnership.objects.get(pk=required_partnership_id())
    return About(
        partnership=partnership.name,
        agency=row.organisation.name,
        reference=subject.reference,
        what=what_of(subject),
        due_on=row.due_on,
    )


def suggested_contacts(
    bodies: Iterable[Organisation], *, on: date
) -> Mapping[int, tuple[str, str]]:
    """Return for each body the post and the address that a request would go to; two queries.

    Its contact in the portal comes first, then the first of its seats with an address; where there
    is neither, the address is left open.
    """
    ids = [each.pk for each in bodies]
    found: dict[int, tuple[str, str]] = dict.fromkeys(ids, (SAFEGUARDING_LEAD, ""))
    seats = Seat.objects.filter(organisation__in=ids).exclude(contact_email="")
    for seat in seats.order_by("-pk"):
        found[seat.organisation_id or 0] = (seat.title, seat.contact_email)
    held = (
        RoleAssignment.objects.filter(role=CONTACT, organisation__in=ids, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .in_open_partnership()
        .select_related("user")
    )
    for role in held.order_by("-pk"):
        if role.user.is_active:
            found[role.organisation_id or 0] = (SAFEGUARDING_LEAD, role.user.email)
    return found
