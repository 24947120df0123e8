"""What fills the blanks of the addresses of cases and reviews."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from partnerships.models import Job
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
from tests.guarantees.blanks import last

# A blank that is the public id of a row of the open partnership.
ROWS: dict[str, type[Model]] = {
    "media_approver": MediaApprover,
    "other_authority": OtherAuthority,
    "panel_answer": PanelResponse,
    "methodology": Methodology,
    "case": Incident,
    "share": CostShare,
    "report": Report,
    "dispatch": Dispatch,
}


def copies_of(*kinds: str) -> Callable[[], QuerySet[Job]]:
    """Return how to find the copies that were made of cases or of reviews."""
    return lambda: Job.objects.filter(kind__in=kinds, file__isnull=False)


def subject_of(copies: Callable[[], QuerySet[Job]]) -> Callable[[], Any]:
    """Return how to find the case or the review of the last of them."""
    return lambda: copies().order_by("pk").last().subject_id


def reference_of_a_published_review() -> str:
    """Return the reference of a review that the public reads, as its address writes it."""
    rows = PublicVersion.objects.filter(published_at__isnull=False).order_by("pk")
    return rows.first().publication.review.reference.lower()


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
        f"reviews:dispatch-{name} dispatch": last(
            lambda: Dispatch.objects.filter(version__isnull=False)
        )
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
    "reviews:death-notice-record kind": lambda: "looked_after",
    "reviews:view-record partner": lambda: "police",
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
    "reviews:family-act review": last(FamilyContact.objects.all, "review"),
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
VALUES["reviews:publication-not-told contact"] = last(
    lambda: FamilyContact.objects.filter(review__publication__taken_out__isnull=False)
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
