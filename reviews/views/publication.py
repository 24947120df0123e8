from typing import Any

from django.http import HttpResponse

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_on
from reviews.forms.publication import DecisionForm, FreezeForm
from reviews.models import Publication
from reviews.publication_acts import Act
from reviews.selectors import publication as selectors
from reviews.selectors.publication_facts import Stand
from reviews.services import publishing
from reviews.services.public_copies import owed_after_correction, still_possible
from reviews.services.public_files import PDF
from reviews.services.publication_deciding import DecidedMeanwhile, decide_publication
from reviews.views.publication_pages import back, home_of, on_publication, version_seen
from reviews.views.review_pages import ask_of_review, review_address, show_review

HERE = "reviews/publication/"


@on_publication()
def detail(request: PortalRequest, stand: Stand) -> HttpResponse:
    page = selectors.publication_page(
        stand,
        standing=request.standing,
        on=moment.today(),
        address=lambda name: review_address(request, stand.review, name),
        owed=owed_after_correction(stand),
    )
    context = {
        "heading": "Publication",
        "page": page,
        "may_prepare": page.may["copy"] and bool(still_possible(stand)),
    }
    return show_review(request, stand.review, f"{HERE}page.html", context)


@on_publication(Act.DECIDE)
def decide(request: PortalRequest, stand: Stand) -> HttpResponse:
    row = stand.publication
    form = DecisionForm(
        request.POST or None, written=selectors.written_of(stand), initial=_decided(row)
    )
    stands: Publication | None = None
    if form.is_valid():
        is_kept, stands = _keep(request, stand, form)
        if is_kept:
            return back(request, stand, "What is published is decided. Nothing is public yet.")
    rows = selectors.decision_rows(stand) if stands is not None else []
    return ask_of_review(
        request, stand.review, form, back="review-publication",
        heading="What the partners decided to publish", submit="Keep the decision",
        template=f"{HERE}form.html", stands=rows,
    )  # fmt: skip


@on_publication(Act.CUT, Act.FREEZE)
def preview(request: PortalRequest, stand: Stand) -> HttpResponse:
    """Show the report beside what the public would read; a POST freezes just that."""
    corrects = stand.live is not None
    form = FreezeForm(request.POST or None, corrects=corrects, initial={"sha256": stand.sha256})
    if form.is_valid():
        with refusals_on(form):
            publishing.freeze_public(
                review=stand.review, **form.cleaned_data, by=request.user, at=moment.now()
            )
            said = "The text is frozen. Its PDF is being made and both are looked through."
            return back(request, stand, said, "#versions")
    may, why_not = selectors.acts_of(stand, request.standing)
    context = {
        "heading": "What the public will read",
        "content": stand.content,
        "pairs": selectors.side_by_side(stand),
        "form": form,
        "may_freeze": may["freeze"],
        "why_not": why_not.get("freeze", ""),
        "home": home_of(request, stand),
    }
    return show_review(request, stand.review, f"{HERE}preview.html", context)


@on_publication()
def version(request: PortalRequest, stand: Stand, number: int) -> HttpResponse:
    """Show a frozen version, and to those who work on the case what the check found."""
    row = version_seen(stand, number)
    may, _ = selectors.acts_of(stand, request.standing)
    works = selectors.may_see_findings(request.standing)
    job = selectors.job_of(row, kind=PDF)
    waits = stand.waiting is not None and stand.waiting.pk == row.pk
    context: dict[str, Any] = {
        "heading": f"Version {row.number}",
        "version": row,
        "status": selectors.version_status(stand, row),
        "findings": [
            (each, waits and may["keep"] and selectors.may_keep(each, request.standing))
            for each in (selectors.findings_of(row) if works else [])
        ],
        "works": works,
        "is_made": selectors.is_being_made(job),
        "error": job.error if job is not None and row.file_id is None else "",
        "may_set_aside": waits and may["set_aside"],
        "home": home_of(request, stand),
    }
    return show_review(request, stand.review, f"{HERE}version.html", context)


def _keep(
    request: PortalRequest, stand: Stand, form: DecisionForm
) -> tuple[bool, Publication | None]:
    """Keep the decision; where somebody else kept one meanwhile, return theirs to be shown."""
    with refusals_on(form):
        try:
            decide_publication(
                review=stand.review,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=moment.now(),
            )
        except DecidedMeanwhile as conflict:
            form.add_error(None, str(conflict))
            typed = request.POST.copy()
            typed["revision"] = str(conflict.kept.revision)
            form.data = typed
            return False, conflict.kept
        return True, None
    return False, None


def _decided(row: Publication | None) -> dict[str, Any]:
    if row is None:
        return {"revision": 0, "chosen": [], "decided_on": moment.today()}
    names = ("form", "reasons", "title", "reviewers", "warning", "decided_on", "decided_by")
    found = {name: getattr(row, name) for name in (*names, "planned_on", "revision")}
    return {**found, "chosen": row.sections}
