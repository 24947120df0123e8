"""Every address of the portal, and what to put into its blanks.

Who adds an address with a new blank adds a line to ROWS or VALUES below; a test names the address
that was forgotten.
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
    Job,
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
from reviews.enums import DispatchKind
from reviews.models import (
    AgencyRequest,
    ChronologyRow,
    Commission,
    CostShare,
    Dispatch,
    FamilyContact,
    Incident,
    LeakFinding,
    MediaApprover,
    MediaLine,
    Methodology,
    OtherAuthority,
    PanelInvitation,
    PanelItem,
    PanelMeeting,
    PanelResponse,
    ParallelProcess,
    PlanStep,
    PlanTemplateStep,
    PractitionerEvent,
    PublicVersion,
    Report,
    ReportComment,
    RequestFile,
    Review,
    Reviewer,
    ReviewerQuery,
    SealedIdentity,
    TakenOut,
)
from reviews.selectors.copies import CHRONOLOGIES, OF_A_CASE, OF_A_REVIEW

LIBRARIES = ("allauth.", "django.views.generic.base")  # their own addresses, under accounts/

# A blank that is the public id of a row of the open partnership.
ROWS: dict[str, type[Model]] = {
    "media_approver": MediaApprover,
    "other_authority": OtherAuthority,
    "panel_answer": PanelResponse,
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
    "methodology": Methodology,
    "step": Milestone,
    "update": PlanUpdate,
    "agency": AgencyMembership,
    "appointment": Appointment,
    "area": PartnershipArea,
    "assignment": RoleAssignment,
    "board": LinkedBoard,
    "batch": ImportBatch,
    "case": Incident,
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
    "share": CostShare,
    "report": Report,
    "dispatch": Dispatch,
    "recommendation": Recommendation,
    "addressee": RecommendationAddressee,
    "version": DocumentVersion,
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


def last(rows: Callable[[], QuerySet[Any]], path: str = "") -> Callable[[], Any]:
    """Return how to find the last of some rows, or what it points at: the example's come before."""

    def found() -> Any:
        row = rows().order_by("pk").last()
        for step in path.split("__") if path else ():
            row = getattr(row, step)
        return row.public_id

    return found


def copies_of(*kinds: str) -> Callable[[], QuerySet[Job]]:
    """Return how to find the copies that were made of cases or of reviews."""
    return lambda: Job.objects.filter(kind__in=kinds, file__isnull=False)


def subject_of(copies: Callable[[], QuerySet[Job]]) -> Callable[[], Any]:
    """Return how to find the case or the review of the last of them."""
    return lambda: copies().order_by("pk").last().subject_id


def tabled() -> QuerySet[AgendaItem]:
    """Return the items that stand on an agenda."""
    return AgendaItem.objects.filter(meeting__isnull=False)


def confirmed() -> QuerySet[Position]:
    """Return the positions whose written confirmation is kept."""
    return Position.objects.filter(confirmation__isnull=False)


def reference_of_a_published_review() -> str:
    """Return the reference of a review that the public reads, as its address writes it."""
    rows = PublicVersion.objects.filter(published_at__isnull=False).order_by("pk")
    return rows.first().publication.review.reference.lower()


def shown() -> QuerySet[PublicMinutes]:
    """Return the public copies of minutes that can be read now."""
    return PublicMinutes.objects.filter(published_at__isnull=False, taken_down_at=None)


OF_A_REPORT = (
    *("report-version", "report-sign", "report-signature-add", "report-pdf"),
    *("report-version-docx", "report-answer", "dispatch-copy", "dispatch-sent", "dispatch-cancel"),
)

# Any other blank, by the address and the blank, or by the blank alone.
VALUES: dict[str, Callable[[], Any]] = {
    "plan_step": last(PlanStep.objects.all),
    "template_step": last(PlanTemplateStep.objects.all),
    "agency_request": last(AgencyRequest.objects.all),
    "chronology_row": last(lambda: ChronologyRow.objects.filter(review__isnull=False)),
    "panel_meeting": last(lambda: PanelMeeting.objects.filter(review__isnull=False)),
    "panel_invitation": last(lambda: PanelInvitation.objects.filter(meeting__review__isnull=False)),
    "panel_item": last(lambda: PanelItem.objects.filter(meeting__review__isnull=False)),
    "answer_file": last(RequestFile.objects.all),
    "reviews:plan-step-done case": last(PlanStep.objects.all, "incident"),
    "reviews:plan-step-leave-out case": last(PlanStep.objects.all, "incident"),
    "reviews:plan-step-again case": last(PlanStep.objects.all, "incident"),
    "reviews:case-request case": last(AgencyRequest.objects.all, "incident"),
    "reviews:case-request-act case": last(AgencyRequest.objects.all, "incident"),
    "reviews:case-request-act act": lambda: "move-due",
    "reviews:review-move move": lambda: "stop",
    "reviews:case-request-file case": last(RequestFile.objects.all, "request__incident"),
    "reviews:case-request-file agency_request": last(RequestFile.objects.all, "request"),
    "reviews:request-by-link token": lambda: "made-up",
    "reviews:request-by-link-files token": lambda: "made-up",
    "reviews:request-by-link-hand-in token": lambda: "made-up",
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
    "publications:published-review reference": reference_of_a_published_review,
    "publications:published-review-pdf reference": reference_of_a_published_review,
    "publications:published-review-version reference": reference_of_a_published_review,
    "publications:published-review-version number": lambda: 1,
    "publications:numbered number": lambda: 1,
    "publications:numbered-pdf number": lambda: 1,
    "publications:agency slug": a_body,
    "publications:group key": lambda: Group.objects.order_by("pk").first().key,
    "publications:group-preview key": lambda: Group.objects.order_by("pk").first().key,
    "governance:feed token": lambda: "made-up",
    "reviews:case-file-make form": lambda: "pdf",
    "reviews:review-file review": last(Review.objects.all),
    "reviews:review-file-make review": last(Review.objects.all),
    "reviews:review-file-make form": lambda: "pdf",
    "reviews:review-file-take review": subject_of(copies_of(*OF_A_REVIEW)),
    "reviews:review-file-take case_copy": last(copies_of(*OF_A_REVIEW)),
    "reviews:case-file-take case": subject_of(copies_of(*OF_A_CASE)),
    "reviews:case-file-take case_copy": last(copies_of(*OF_A_CASE)),
    "reviews:case-media-approve case": last(
        lambda: MediaLine.objects.filter(incident__isnull=False), "incident"
    ),
    "reviews:case-media-approve media_line": last(
        lambda: MediaLine.objects.filter(incident__isnull=False)
    ),
    "reviews:review-media-approve review": last(
        lambda: MediaLine.objects.filter(review__isnull=False), "review"
    ),
    "reviews:review-media-approve media_line": last(
        lambda: MediaLine.objects.filter(review__isnull=False)
    ),
    "reviews:review-media review": last(Review.objects.all),
    "reviews:review-media-write review": last(Review.objects.all),
    "reviews:identity case": last(SealedIdentity.objects.all, "child__incident"),
    "reviews:identity child": last(SealedIdentity.objects.all, "child"),
    "reviews:identity-seal case": last(SealedIdentity.objects.all, "child__incident"),
    "reviews:identity-seal child": last(SealedIdentity.objects.all, "child"),
    **{
        f"reviews:{name} report": last(
            lambda: Report.objects.filter(sections__comments__isnull=False)
        )
        for name in OF_A_REPORT
    },
    **{
        f"reviews:dispatch-{name} dispatch": last(Dispatch.objects.all)
        for name in ("copy", "sent", "cancel")
    },
    "reviews:review-report review": last(Review.objects.all),
    "reviews:report-section key": lambda: "facts",
    "reviews:report-comment key": lambda: "facts",
    "reviews:report-answer remark": last(ReportComment.objects.all),
    "reviews:report-version number": lambda: 1,
    "reviews:report-sign number": lambda: 1,
    "reviews:report-signature-add number": lambda: 1,
    "reviews:report-pdf number": lambda: 1,
    "reviews:report-version-docx number": lambda: 1,
    "reviews:review review": last(Review.objects.all),
    "reviews:review-tell review": last(Review.objects.all),
    "reviews:review-move review": last(Review.objects.all),
    "reviews:review-recommendations review": last(Review.objects.all),
    "reviews:review-costs review": last(Review.objects.all),
    "reviews:review-costs-xlsx review": last(Review.objects.all),
    "reviews:cost-add review": last(Review.objects.all),
    "page": lambda: "structure",
    "reviews:death-notice-record kind": lambda: "looked_after",
    "reviews:view-record partner": lambda: "police",
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
}

# Pages of one review, by the names of their addresses.
OF_A_REVIEW = (
    "review-terms", "review-terms-agree", "review-terms-write", "review-reviewers",
    "commission-add", "commission-act", "commission-contract", "review-proceedings",
    "review-proceedings-add", "review-proceedings-act", "review-engagement", "family-add",
    "family-act", "practitioner-event-add", "practitioner-event-act", "review-progress", "progress-add",
    "new-information-add", "query-add", "query-answer",
)  # fmt: skip
VALUES |= {f"reviews:{name} review": last(Review.objects.all) for name in OF_A_REVIEW}
VALUES |= {
    "commission": last(Commission.objects.all),
    "contact": last(FamilyContact.objects.all),
    "query": last(ReviewerQuery.objects.all),
    "practitioner_event": last(PractitionerEvent.objects.all),
    "reviews:practitioner-event-act act": lambda: "change",
    "reviews:family-act act": lambda: "answer",
    "proceeding": last(lambda: ParallelProcess.objects.filter(review__isnull=False)),
    "reviews:case-proceedings-act proceeding": last(
        lambda: ParallelProcess.objects.filter(incident__isnull=False)
    ),
    "reviews:case-proceedings-act case": last(
        lambda: ParallelProcess.objects.filter(incident__isnull=False), "incident"
    ),
    "reviews:case-proceedings-act act": lambda: "end",
    "reviews:review-proceedings-act act": lambda: "end",
    "reviewer": last(Reviewer.objects.all),
    "reviews:commission-act act": lambda: "check",
}


def of_a_case(model: type[Model]) -> Callable[[], QuerySet[Any]]:
    """Return how to find the rows of a model that are of a case and of no review."""
    return lambda: model._default_manager.filter(incident__isnull=False)


def told_by_the_unit() -> QuerySet[ChronologyRow]:
    """Return the rows of cases that no agency gave, which nobody else may change."""
    return ChronologyRow.objects.filter(incident__isnull=False, request__isnull=True)


def letters_of_cases() -> QuerySet[Dispatch]:
    """Return the letters about the delay of cases."""
    return Dispatch.objects.filter(kind=DispatchKind.DELAY, incident__isnull=False)


def letters_of_reviews() -> QuerySet[Dispatch]:
    """Return the letters about the delay of reviews."""
    return Dispatch.objects.filter(kind=DispatchKind.DELAY, review__isnull=False)


def items_of_cases() -> QuerySet[PanelItem]:
    """Return the items of panels that are of a case and of no review."""
    return PanelItem.objects.filter(meeting__incident__isnull=False)


def requests_of_reviews() -> QuerySet[AgencyRequest]:
    """Return what agencies were asked for reviews."""
    return AgencyRequest.objects.filter(review__isnull=False)


def files_of_reviews() -> QuerySet[RequestFile]:
    """Return what agencies handed in for reviews."""
    return RequestFile.objects.filter(request__review__isnull=False)


def asked_to_panels_of_cases() -> QuerySet[PanelInvitation]:
    """Return the invitations to panels that are of a case and of no review."""
    return PanelInvitation.objects.filter(meeting__incident__isnull=False)


# Pages of the publication of a review.
OF_A_PUBLICATION = (
    *("review-publication", "publication-decide", "publication-day", "publication-preview"),
    *("publication-cut", "publication-back", "publication-version", "publication-pdf"),
    *("publication-set-aside", "publication-keep", "publication-copy-add"),
    *("publication-copy-sent", "publication-copy-cancel", "publication-publish"),
    *("publication-correct", "publication-archive", "publication-not-told"),
)
for page in OF_A_PUBLICATION:
    VALUES[f"reviews:{page} review"] = last(TakenOut.objects.all, "publication__review")
    VALUES[f"reviews:{page} number"] = lambda: 1
    VALUES[f"reviews:{page} dispatch"] = last(
        lambda: Dispatch.objects.filter(public_version__findings__isnull=False)
    )
VALUES |= {"cut": last(TakenOut.objects.all), "finding": last(LeakFinding.objects.all)}

# Pages that a case and a review have alike, with the blank of each that is a row.
for page in ("requests", "requests-write", "requests-send"):
    VALUES[f"reviews:review-{page} review"] = last(Review.objects.all)
for page in ("request", "request-act", "request-file"):
    VALUES[f"reviews:review-{page} review"] = last(requests_of_reviews, "review")
    VALUES[f"reviews:review-{page} agency_request"] = last(requests_of_reviews)
VALUES["reviews:review-request-act act"] = lambda: "move-due"
VALUES["reviews:review-request-file answer_file"] = last(files_of_reviews)
CHRONOLOGY_PAGES = ("", "-add", "-upload", "-files", "-make", "-change", "-remove")
for page in CHRONOLOGY_PAGES:
    VALUES[f"reviews:review-chronology{page} review"] = last(Review.objects.all)
for kind in ("case", "review"):
    VALUES[f"reviews:{kind}-chronology-make form"] = lambda: "xlsx"
for kind, form in (("case", "pdf"), ("review", "docx")):
    made = copies_of(CHRONOLOGIES[form])
    VALUES[f"reviews:{kind}-chronology-take {kind}"] = subject_of(made)
    VALUES[f"reviews:{kind}-chronology-take chronology_copy"] = last(made)
for page in ("letters", "letter-add", "letter-copy", "letter-act"):
    VALUES[f"reviews:review-{page} review"] = last(letters_of_reviews, "review")
    VALUES[f"reviews:case-{page} case"] = last(letters_of_cases, "incident")
    VALUES[f"reviews:review-{page} outgoing"] = last(letters_of_reviews)
    VALUES[f"reviews:case-{page} outgoing"] = last(letters_of_cases)
for kind in ("case", "review"):
    VALUES[f"reviews:{kind}-letter-act act"] = lambda: "sent"
    VALUES[f"reviews:{kind}-letter-add about"] = lambda: "delay"
for page in ("change", "remove"):
    rows = told_by_the_unit
    VALUES[f"reviews:case-chronology-{page} case"] = last(rows, "incident")
    VALUES[f"reviews:case-chronology-{page} chronology_row"] = last(rows)
PANEL_PAGES = (
    *("", "-add", "-meeting", "-change", "-cancel", "-register", "-reopen", "-guest", "-item-add"),
    *("-item-remove", "-item", "-agree", "-action", "-minutes", "-calendar"),
    *("-invite", "-invite-guest", "-answer", "-invite-again"),
)
for page in PANEL_PAGES:
    rows = of_a_case(PanelMeeting)
    VALUES[f"reviews:review-panel{page} review"] = last(Review.objects.all)
    VALUES[f"reviews:case-panel{page} case"] = last(rows, "incident")
    VALUES[f"reviews:case-panel{page} panel_meeting"] = last(rows)
for page in ("-answer", "-invite-again"):
    rows = asked_to_panels_of_cases
    VALUES[f"reviews:case-panel{page} panel_invitation"] = last(rows)
for page in ("-item", "-item-remove"):
    VALUES[f"reviews:case-panel{page} panel_item"] = last(items_of_cases)
for page in ("rows", "rows-add", "rows-upload", "row", "row-remove"):
    VALUES[f"reviews:given-{page} token"] = lambda: "made-up"
for page in ("row", "row-remove"):
    VALUES[f"reviews:my-{page} chronology_row"] = last(
        lambda: ChronologyRow.objects.filter(request__isnull=False)
    )


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
