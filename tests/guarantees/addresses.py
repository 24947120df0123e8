"""Every address of the portal, and what to put into its blanks.

Who adds an address with a new blank adds a line to ROWS or VALUES below, or for the app `reviews` in
`review_blanks`; a test names the address that was forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import F, Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.text import slugify

from deadlines.models import Deadline
from governance.enums import TermsState
from governance.models import (
    AbsenceReview,
    Action,
    ActionFile,
    AgendaItem,
    AttendanceMark,
    BoardDate,
    BoardProtocol,
    CalendarFeed,
    Decision,
    DisputeStep,
    Group,
    GroupAgency,
    GroupAlias,
    GroupSeat,
    Indicator,
    Invitee,
    Letter,
    LinkedBoard,
    Meeting,
    MeetingRule,
    MeetingSeries,
    Milestone,
    MinutesComment,
    MinutesVersion,
    Outcome,
    Pack,
    Paper,
    PlanItem,
    PlanUpdate,
    Position,
    Priority,
    PublicMinutes,
    Reading,
    Recommendation,
    RecommendationAddressee,
    Redaction,
    Risk,
    SchoolHoliday,
    StandingItem,
    TermsVersion,
    Theme,
    Workplan,
)
from governance.selectors.review_pack import jobs_of_packs
from krscp_portal.foundation.context import current_partnership_id
from partnerships.models import (
    AccessReview,
    AgencyMembership,
    Appointment,
    ChairRule,
    ConflictDeclaration,
    Delegation,
    Footprint,
    Handover,
    ImportBatch,
    Invitation,
    LocalRule,
    Organisation,
    OrganisationAlias,
    Participation,
    PartnershipArea,
    Responsibility,
    RoleAssignment,
    Seat,
    SupportRecord,
)
from publications.models import Document, DocumentVersion, Section
from tests.guarantees import review_blanks
from tests.guarantees.blanks import last

LIBRARIES = ("allauth.", "django.views.generic.base")  # their own addresses, under accounts/

# A blank that is the public id of a row of the open partnership.
ROWS: dict[str, type[Model]] = {
    "decision": Decision,
    "item": AgendaItem,
    "remark": MinutesComment,
    "passage": Redaction,
    "copy": PublicMinutes,
    "pack": Pack,
    "paper": Paper,
    "standing_item": StandingItem,
    "absence": AbsenceReview,
    "mark": AttendanceMark,
    "action": Action,
    "priority": Priority,
    "outcome": Outcome,
    "indicator": Indicator,
    "reading": Reading,
    "plan": Workplan,
    "line": PlanItem,
    "step": Milestone,
    "update": PlanUpdate,
    "agency": AgencyMembership,
    "appointment": Appointment,
    "area": PartnershipArea,
    "assignment": RoleAssignment,
    "board": LinkedBoard,
    "batch": ImportBatch,
    "deadline": Deadline,
    "declaration": ConflictDeclaration,
    "delegation": Delegation,
    "document": Document,
    "evidence": ActionFile,
    "feed": CalendarFeed,
    "former": GroupAlias,
    "group": Group,
    "handover": Handover,
    "heard": GroupAgency,
    "invitation": Invitation,
    "letter": Letter,
    "local_rule": LocalRule,
    "invitee": Invitee,
    "meeting": Meeting,
    "series": MeetingSeries,
    "meeting_rule": MeetingRule,
    "holiday": SchoolHoliday,
    "board_date": BoardDate,
    "place": GroupSeat,
    "protocol": BoardProtocol,
    "review": AccessReview,
    "row": DisputeStep,
    "responsibility": Responsibility,
    "risk": Risk,
    "rule": ChairRule,
    "seat": Seat,
    "section": Section,
    "terms": TermsVersion,
    "theme": Theme,
    "recommendation": Recommendation,
    "addressee": RecommendationAddressee,
    "version": DocumentVersion,
    **review_blanks.ROWS,
}


def somebody() -> Any:
    """Return a person who holds a role in the open partnership."""
    held = RoleAssignment.objects.in_open_partnership().select_related("user").order_by("pk")
    return held.first().user.public_id


def a_body() -> str:
    """Return the name of a body of the open partnership as an address writes it."""
    found = AgencyMembership.objects.select_related("organisation").order_by("pk").first()
    return slugify(found.organisation.name)


def holder() -> Any:
    """Return a person who holds a seat of the open partnership."""
    return Appointment.objects.select_related("person").order_by("pk").first().person.public_id


def supported() -> Any:
    """Return the appointment of a lay or young member of the open partnership."""
    return SupportRecord.objects.select_related("appointment").first().appointment.public_id


def kept(rows: QuerySet[Any], path: str) -> Callable[[], Any]:
    """Return how to find an entry of the shared directory that the open partnership keeps."""

    def first() -> Any:
        mine = rows.filter(**{path: current_partnership_id()}).order_by("pk").first()
        return (mine or rows.order_by("pk").first()).public_id

    return first


def declarant() -> Any:
    """Return a person who declared something in the open partnership."""
    rows = ConflictDeclaration.objects.select_related("person").order_by("pk")
    return rows.first().person.public_id


def lead_seat() -> Any:
    """Return the seat of a lead partner of the open partnership."""
    return Seat.objects.filter(role="LSP").order_by("pk").first().public_id


def participation() -> Any:
    """Return a partnership's part in the open joint body, or an id of nothing."""
    rows = Participation.objects.filter(body_id=current_partnership_id()).order_by("pk")
    return next((row.public_id for row in rows), uuid4())


def protocol_with_document() -> Any:
    """Return a protocol of the open partnership that has a document."""
    return BoardProtocol.objects.filter(document__isnull=False).order_by("pk").first().public_id


def tabled() -> QuerySet[AgendaItem]:
    """Return the items that stand on an agenda."""
    return AgendaItem.objects.filter(meeting__isnull=False)


def confirmed() -> QuerySet[Position]:
    """Return the positions whose written confirmation is kept."""
    return Position.objects.filter(confirmation__isnull=False)


def shown() -> QuerySet[PublicMinutes]:
    """Return the public copies of minutes that can be read now."""
    return PublicMinutes.objects.filter(published_at__isnull=False, taken_down_at=None)


# Any other blank, by the address and the blank, or by the blank alone.
VALUES: dict[str, Callable[[], Any]] = {
    "deadlines:rule key": lambda: "notify_panel",
    "governance:action-file action": last(ActionFile.objects.all, "action"),
    "governance:decision-paper decision": last(confirmed, "decision"),
    "governance:decision-paper position": last(confirmed),
    "governance:interest-add item": last(tabled),
    "governance:interest-add meeting": last(tabled, "meeting"),
    "governance:item-action-add item": last(tabled),
    "governance:item-action-add meeting": last(tabled, "meeting"),
    "governance:minutes-correct meeting": last(MinutesVersion.objects.all, "minutes__meeting"),
    "governance:minutes-docx meeting": last(MinutesVersion.objects.all, "minutes__meeting"),
    "governance:minutes-pdf meeting": last(MinutesVersion.objects.all, "minutes__meeting"),
    "governance:minutes-public meeting": last(MinutesVersion.objects.all, "minutes__meeting"),
    "governance:minutes-take-down meeting": last(shown, "version__minutes__meeting"),
    "governance:pack pack": last(lambda: Pack.objects.filter(file__isnull=False)),
    "governance:plan-update-file update": last(
        lambda: PlanUpdate.objects.filter(file__isnull=False)
    ),
    "governance:priority-pack pack": last(lambda: jobs_of_packs().filter(file__isnull=False)),
    "governance:terms-changes terms": last(
        lambda: TermsVersion.objects.filter(
            state=TermsState.DRAFT, group__terms__number__lt=F("number")
        )
    ),
    "governance:terms-document terms": last(
        lambda: TermsVersion.objects.filter(document__isnull=False)
    ),
    "governance:protocol-document protocol": protocol_with_document,
    "governance:answer-by-link token": lambda: "made-up",
    "governance:rule-add kind": lambda: "steps",
    "governance:rule-edit kind": lambda: "steps",
    "governance:rule-end kind": lambda: "steps",
    "partnership:delegation-history seat": lead_seat,
    "partnership:interest-remind person": declarant,
    "partnership:interests-of person": declarant,
    "partnership:responsibility-move way": lambda: "up",
    "partnership:import-template kind": lambda: "agencies",
    "partnerships:invitation token": lambda: "made-up",
    "publications:current kind": lambda: "arrangements",
    "publications:numbered kind": lambda: "arrangements",
    "publications:numbered-pdf kind": lambda: "arrangements",
    "publications:published-review reference": review_blanks.reference_of_a_published_review,
    "publications:published-review-pdf reference": review_blanks.reference_of_a_published_review,
    "publications:published-review-version reference": review_blanks.reference_of_a_published_review,
    "publications:published-review-version number": lambda: 1,
    "publications:numbered number": lambda: 1,
    "publications:numbered-pdf number": lambda: 1,
    "publications:agency slug": a_body,
    "publications:group key": lambda: Group.objects.order_by("pk").first().key,
    "publications:group-preview key": lambda: Group.objects.order_by("pk").first().key,
    "governance:feed token": lambda: "made-up",
    "page": lambda: "structure",
    "partnership:support appointment": supported,
    "partnership:support-edit appointment": supported,
    "holder": holder,
    # Global by declaration, so not a row of the partnership: everybody reads the directory.
    "alias": kept(OrganisationAlias.objects.all(), "organisation__registered_by"),
    "footprint": kept(Footprint.objects.all(), "organisation__registered_by"),
    "organisation": kept(Organisation.objects.all(), "registered_by"),
    "participation": participation,
    "person": somebody,
    "user": somebody,
    **review_blanks.VALUES,
}


@dataclass(frozen=True)
class Address:
    """One address: its full name, who it says it is for, and its blanks."""

    name: str
    declared: Any
    module: str
    blanks: tuple[str, ...]

    @property
    def is_of_a_library(self) -> bool:
        return self.module.startswith(LIBRARIES)

    @property
    def is_of_a_partnership(self) -> bool:
        return "partnership" in self.blanks

    @property
    def names_a_row(self) -> bool:
        """Say whether the address carries the id of something of the partnership."""
        return any(blank in ROWS or blank in {"holder", "person", "user"} for blank in self.blanks)

    def filled(self, slug: str) -> str:
        """Return the address with the open partnership's own ids; call it inside the context."""
        kwargs = {blank: self._value(blank, slug) for blank in self.blanks}
        return reverse(self.name, kwargs=kwargs)

    def missing(self) -> list[str]:
        """Return the blanks that nothing here knows how to fill."""
        return [each for each in self.blanks if each != "partnership" and not self._source(each)]

    def _source(self, blank: str) -> Any:
        return VALUES.get(f"{self.name} {blank}") or ROWS.get(blank) or VALUES.get(blank)

    def _value(self, blank: str, slug: str) -> Any:
        if blank == "partnership":
            return slug
        source = self._source(blank)
        if isinstance(source, type):
            return source._default_manager.order_by("pk").first().public_id
        return source()


def all_addresses() -> list[Address]:
    """Return every address that the resolver knows, those of libraries included."""
    return list(_walk(get_resolver(), "", ()))


def own_addresses() -> list[Address]:
    """Return every address of ours."""
    return [each for each in all_addresses() if not each.is_of_a_library]


def _walk(resolver: URLResolver, names: str, blanks: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        found = (*blanks, *each.pattern.regex.groupindex)
        if isinstance(each, URLPattern):
            view = each.callback
            declared = getattr(view, "declared_access", None)
            yield Address(f"{names}{each.name}", declared, view.__module__, found)
        else:
            inner = f"{names}{each.namespace}:" if each.namespace else names
            yield from _walk(each, inner, found)
