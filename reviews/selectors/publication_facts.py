"""What is known of a review's publication: its text as it would be, its versions, its gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from deadlines.models import Deadline
from deadlines.selectors import compute_for
from krscp_portal.foundation.moment import local_day
from partnerships.enums import PartnerKind
from reviews.enums import DispatchKind, DispatchState, ParallelKind, ReviewKind
from reviews.fingerprint import fingerprint
from reviews.models import (
    Dispatch,
    ParallelProcess,
    Publication,
    PublicVersion,
    Report,
    ReportVersion,
    Review,
    TakenOut,
)
from reviews.public_text import Chosen, Cut, public_content
from reviews.publication_acts import Where
from reviews.publication_gate import (
    MUST_HAVE,
    Copy,
    GateFacts,
    Relative,
    Waiting,
    day_of_publishing,
)
from reviews.review_subject import REVIEW_KIND
from reviews.selectors.media import approvers, lines_of
from reviews.selectors.proceedings import beside_review

COPY_RULE, PUBLISH_RULE, KEEP_RULE = "prepublication_copy", "lcspr_publish", "keep_published"


@dataclass(frozen=True)
class Stand:
    """How one review's publication stands; each part is read once, when it is asked for."""

    review: Review

    @cached_property
    def publication(self) -> Publication | None:
        """Return what was decided, if anything was."""
        return Publication.objects.filter(review=self.review).first()

    @cached_property
    def report(self) -> ReportVersion | None:
        """Return the signed version of the report, if all three partners signed it."""
        report = Report.objects.filter(review=self.review).first()
        version = report.versions.order_by("-number").first() if report else None
        signed = set(version.signatures.values_list("partner", flat=True)) if version else set()
        return version if signed == set(PartnerKind.values) else None

    @cached_property
    def cuts(self) -> list[TakenOut]:
        """Return the words that are taken out, in the order in which they were."""
        return list(self.publication.taken_out.order_by("pk")) if self.publication else []

    @cached_property
    def versions(self) -> list[PublicVersion]:
        """Return every version, the newest first, with its file."""
        if self.publication is None:
            return []
        return list(self.publication.versions.select_related("file").order_by("-number"))

    @cached_property
    def live(self) -> PublicVersion | None:
        """Return what the public reads now."""
        found = (each for each in self.versions if each.published_at and not each.replaced_at)
        return next(found, None)

    @cached_property
    def waiting(self) -> PublicVersion | None:
        """Return the version that is frozen and neither published nor set aside."""
        found = (each for each in self.versions if not each.published_at and not each.set_aside_at)
        return next(found, None)

    @cached_property
    def where(self) -> Where:
        """Return how the publication stands, as `publication_acts` reads it."""
        row, waiting = self.publication, self.waiting
        return Where(
            state=self.review.state,
            kind=self.review.kind,
            decided=row is not None,
            waits=waiting is not None,
            checked=waiting is not None and waiting.checked_at is not None,
            on_line=self.live is not None,
            archived=row is not None and row.archived_at is not None,
            unchanged=self.live is not None and self.sha256 == self.live.sha256,
        )

    @cached_property
    def content(self) -> dict[str, Any] | None:
        """Return what the public would read as it is decided now."""
        if self.publication is None or self.report is None:
            return None
        return public_content(self.report.content, chosen_of(self.publication), cuts_of(self.cuts))

    @cached_property
    def sha256(self) -> str:
        """Return the fingerprint of what the public would read as it is decided now."""
        return fingerprint(self.content) if self.content is not None else ""

    @cached_property
    def sendings(self) -> list[Dispatch]:
        """Return what was prepared and sent of the publication, with its file, oldest first."""
        if self.publication is None:
            return []
        rows = Dispatch.objects.filter(public_version__publication=self.publication)
        rows = rows.select_related("public_version", "file", "sent_by")
        return list(rows.order_by("prepared_at", "pk"))

    def is_current(self, version: PublicVersion) -> bool:
        """Say whether a frozen version is what is decided now."""
        same_report = self.report is not None and version.report_version_id == self.report.pk
        return same_report and version.sha256 == self.sha256

    def open_findings(self, version: PublicVersion) -> int:
        """Return how many findings of a version nobody has dealt with."""
        return version.findings.filter(kept_at=None).count()


def chosen_of(row: Publication) -> Chosen:
    """Return a decision as the rule reads it."""
    return Chosen(
        form=row.form,
        title=row.title,
        reviewers=row.reviewers,
        warning=row.warning,
        sections=tuple(row.sections),
    )


def cuts_of(rows: Sequence[TakenOut]) -> list[Cut]:
    """Return the words taken out as the rule reads them."""
    return [Cut(each.words, each.reason, each.section) for each in rows]


def gate_facts(stand: Stand, *, on: date) -> GateFacts:
    """Return everything that the gate looks at, for publishing on the day."""
    review, version, row = stand.review, stand.waiting, stand.publication
    is_practice = review.kind == ReviewKind.LCSPR
    running = list(beside_review(review))
    family = list(review.family.order_by("pk"))
    has_approvers = bool(approvers())
    day = day_of_publishing(row.planned_on if row else None, on=on)
    return GateFacts(
        is_practice=is_practice,
        has_case=review.incident_id is not None,
        signed=stand.report is not None,
        decided=row is not None,
        reviewers=row.reviewers if row else "",
        frozen=version is not None,
        is_current=version is not None and stand.is_current(version),
        has_pdf=version is not None and version.file_id is not None,
        checked=version is not None and version.checked_at is not None,
        open_findings=stand.open_findings(version) if version else 0,
        copies=_copies(stand),
        send_by=compute_for(COPY_RULE, day).due.due if is_practice else None,
        proceedings=_waiting(review, running),
        due_on=clock_day(review, PUBLISH_RULE) if is_practice else None,
        delay_told=_delay_told(review, running),
        family=[
            Relative(
                who=each.who,
                told=each.told_of_publication_on is not None or bool(each.not_told_because),
            )
            for each in family
            if each.invited_on is not None
        ]
        if family
        else None,
        has_approvers=has_approvers,
        has_line=has_approvers and _may_speak(review),
        planned_on=row.planned_on if row else None,
    )


def clock_day(review: Review, rule_key: str) -> date | None:
    """Return the day of a clock of the review that was not taken off."""
    rows = Deadline.objects.of_subject(REVIEW_KIND, review.public_id)
    rows = rows.filter(rule_key=rule_key, cancelled_at__isnull=True)
    return rows.order_by("-pk").values_list("due_on", flat=True).first()


def on_line_until(stand: Stand) -> date:
    """Return the day until which what was published stays on line at least."""
    kept = clock_day(stand.review, KEEP_RULE)
    if kept is not None:
        return kept
    first = min(each.published_at for each in stand.versions if each.published_at is not None)
    due = compute_for(KEEP_RULE, first).due.due
    assert due is not None  # noqa: S101 -- the rule has a length
    return due


def _copies(stand: Stand) -> dict[str, Copy]:
    """Return the latest copy that went to each, one of just this text before one of another."""
    found: dict[str, Copy] = {}
    for row in stand.sendings:
        if row.kind != DispatchKind.PRE_PUBLICATION or row.sent_at is None:
            continue
        same = (
            stand.waiting is not None
            and row.public_version_id == stand.waiting.pk
            and stand.waiting.file is not None
            and row.sha256 == stand.waiting.file.sha256
        )
        if same or row.recipient not in found or not found[row.recipient].is_same:
            found[row.recipient] = Copy(sent_on=local_day(row.sent_at), is_same=same)
    return found


def _waiting(review: Review, running: list[ParallelProcess]) -> list[Waiting]:
    told = _told_of(review)
    return [
        Waiting(
            name=ParallelKind(each.kind).label,
            told=each.reasons_sent_on is not None or told.get(each.pk, set()) >= set(MUST_HAVE),
        )
        for each in running
        if each.ended_on is None and each.holds_publication
    ]


def _delay_told(review: Review, running: list[ParallelProcess]) -> bool:
    by_letter = set().union(*_told_of(review).values())
    return by_letter >= set(MUST_HAVE) or any(each.reasons_sent_on for each in running)


def _told_of(review: Review) -> dict[int | None, set[str]]:
    """Return who was sent the reasons for a delay, by the proceedings that they are about."""
    rows = Dispatch.objects.filter(review=review, kind=DispatchKind.DELAY, state=DispatchState.SENT)
    found: dict[int | None, set[str]] = {}
    for about, recipient in rows.values_list("proceedings_id", "recipient"):
        found.setdefault(about, set()).add(recipient)
    return found


def _may_speak(review: Review) -> bool:
    return any(line.status.tone == "green" for line in lines_of(review))
