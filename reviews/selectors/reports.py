"""The page of a report: its sections with remarks, what it comes to, its versions, what was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.templatetags.portal import moment
from krscp_portal.foundation.verdict import Verdict
from partnerships.access import Standing
from partnerships.enums import JobState, PartnerKind
from partnerships.models import Job, User
from partnerships.roles import Permission
from reviews import report_stages
from reviews.criteria import ALL
from reviews.enums import CriterionAnswer, DispatchState, RapidReviewOutcome, ReportKind
from reviews.models import Dispatch, Report, ReportComment, ReportSection, ReportVersion
from reviews.report_sections import SectionSpec, left_empty, sections_of
from reviews.report_stages import SHOWN, Stage
from reviews.selectors.report_text import signed_in_words, still_to_sign
from reviews.selectors.signatories import seats_of

TONES: Final[Mapping[str, str]] = {
    DispatchState.PREPARED: "yellow",
    DispatchState.SENT: "green",
    DispatchState.CANCELLED: "grey",
}


@dataclass(frozen=True, kw_only=True)
class RemarkWords:
    """One remark on a section, with its answer or that it waits for one."""

    public_id: UUID
    text: str
    made: str
    answer: str
    answered: str


@dataclass(frozen=True, kw_only=True)
class SectionWords:
    """One section as the page shows it."""

    key: str
    title: str
    body: str
    holds: str
    source: str
    is_required: bool
    edited: str
    remarks: list[RemarkWords]


@dataclass(frozen=True, kw_only=True)
class VersionWords:
    """One frozen version: its hash, who signed it, who still has to, whether it was taken back."""

    number: int
    made: str
    sha256: str
    signed: list[Row]
    unsigned: list[str]
    taken_back: str
    status: Status


@dataclass(frozen=True, kw_only=True)
class DispatchWords:
    """One thing sent or to be sent outside: to whom, how it stands, its copy."""

    public_id: UUID
    recipient: str
    status: Status
    rows: list[Row]
    is_open: bool
    has_copy: bool
    copy_failed: bool


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A report as one person sees it on one day."""

    report: Report
    status: Status
    is_rapid: bool
    sections: list[SectionWords]
    conclusion: list[Row]
    criteria: list[Row]
    versions: list[VersionWords]
    dispatches: list[DispatchWords]
    unanswered: int
    empty: list[str]
    signs_for: list[str]
    waits_for: list[str]
    may_write: bool
    may_remark: bool
    may_answer: bool
    may_take_back: bool
    may_send: bool


def report_page(
    *, report: Report, stage: Stage, user: User, standing: Standing, on: date
) -> ReportPage:
    """Return the page; nine queries at most, however long the report is."""
    works = bool(standing.can(Permission.CASE_EDIT))
    rows = list(report.sections.select_related("edited_by").order_by("order", "pk"))
    remarks = _remarks(report)
    versions = _versions(report, stage)
    current = versions[0] if versions else None
    waits_for = current.unsigned if current and stage is Stage.SIGNING else []
    mine = {each.label for each in seats_of(user, on=on)} if waits_for else set()
    return ReportPage(
        report=report,
        status=Status(*SHOWN[stage]),
        is_rapid=report.kind == ReportKind.RAPID_REVIEW,
        sections=_sections(report, rows, remarks),
        conclusion=_conclusion(report),
        criteria=_criteria(report) if report.kind == ReportKind.RAPID_REVIEW else [],
        versions=versions,
        dispatches=_dispatches(report) if versions else [],
        unanswered=sum(not each.answer for group in remarks.values() for each in group),
        empty=left_empty(report.kind, {each.key: each.body for each in rows}),
        signs_for=[each for each in waits_for if each in mine],
        waits_for=waits_for,
        may_write=works and bool(report_stages.may_write(stage)),
        may_remark=bool(report_stages.may_remark(stage)),
        may_answer=works and bool(report_stages.may_remark(stage)),
        may_take_back=works and bool(report_stages.may_sign(stage)),
        may_send=works and current is not None and not current.unsigned and _is_signed(stage),
    )


def specs_by_key(report: Report) -> dict[str, SectionSpec]:
    """Return what belongs into each section of the report."""
    return {each.key: each for each in sections_of(report.kind)}


def may_sign(stage: Stage) -> Verdict:
    """Say whether the report waits for signatures."""
    return report_stages.may_sign(stage)


def _is_signed(stage: Stage) -> bool:
    return stage in (Stage.SIGNED, Stage.ENDED)


def _remarks(report: Report) -> dict[int, list[RemarkWords]]:
    rows = ReportComment.objects.filter(section__report=report).order_by("made_at", "pk")
    found: dict[int, list[RemarkWords]] = {}
    for row in rows.select_related("made_by", "answered_by"):
        words = RemarkWords(
            public_id=row.public_id,
            text=row.text,
            made=f"{row.made_by.display_name}, {moment(row.made_at)}",
            answer=row.answer,
            answered=f"{row.answered_by.display_name}, {moment(row.answered_at)}"
            if row.answered_by
            else "",
        )
        found.setdefault(row.section_id, []).append(words)
    return found


def _sections(
    report: Report, rows: Iterable[ReportSection], remarks: Mapping[int, list[RemarkWords]]
) -> list[SectionWords]:
    specs = specs_by_key(report)
    return [
        SectionWords(
            key=row.key,
            title=row.title,
            body=row.body,
            holds=specs[row.key].holds if row.key in specs else "",
            source=specs[row.key].source if row.key in specs else "",
            is_required=row.key in specs and specs[row.key].required,
            edited=f"{row.edited_by.display_name}, {moment(row.edited_at)}"
            if row.edited_by
            else "",
            remarks=remarks.get(row.pk, []),
        )
        for row in rows
    ]


def _conclusion(report: Report) -> list[Row]:
    if not report.outcome:
        return []
    return [
        Row("Outcome", RapidReviewOutcome(report.outcome).label),
        Row("Why", report.rationale),
    ]


def _criteria(report: Report) -> list[Row]:
    answered = {each.key: each for each in report.criteria.all()}
    rows = [(each, answered[each.key]) for each in ALL if each.key in answered]
    return [
        Row(
            f"{each.words} ({each.source})",
            f"{CriterionAnswer(row.answer).label}. {row.why}".strip(),
        )
        for each, row in rows
    ]


def _versions(report: Report, stage: Stage) -> list[VersionWords]:
    rows = report.versions.select_related("made_by", "taken_back__taken_back_by")
    found = list(rows.defer("content").prefetch_related("signatures").order_by("-number"))
    return [_version(row, stage, is_newest=place == 0) for place, row in enumerate(found)]


def _version(row: ReportVersion, stage: Stage, *, is_newest: bool) -> VersionWords:
    signatures = sorted(row.signatures.all(), key=lambda each: (each.signed_at, each.pk))
    unsigned = still_to_sign(signatures)
    returned = getattr(row, "taken_back", None)
    status = Status("Signed by all three", "green")
    if returned is not None:
        status = Status("Taken back", "grey")
    elif unsigned:
        waits = is_newest and stage is Stage.SIGNING
        status = Status("Waiting for signatures", "yellow") if waits else Status("Unsigned", "grey")
    return VersionWords(
        number=row.number,
        made=f"{moment(row.made_at)} by {row.made_by.display_name}",
        sha256=row.sha256,
        signed=signed_in_words(signatures),
        unsigned=[] if returned else unsigned,
        taken_back=f"{moment(returned.taken_back_at)} by {returned.taken_back_by.display_name}: "
        f"{returned.reason}"
        if returned
        else "",
        status=status,
    )


def _dispatches(report: Report) -> list[DispatchWords]:
    rows = Dispatch.objects.filter(version__report=report).select_related(
        "version", "file", "sent_by", "prepared_by"
    )
    found = list(rows.defer("version__content").order_by("-prepared_at", "-pk"))
    ids = [each.public_id for each in found if each.file_id is None]
    failed = Job.objects.filter(subject_id__in=ids, state=JobState.FAILED) if ids else ()
    lost = {each.subject_id for each in failed}
    return [_dispatch(row, copy_failed=row.public_id in lost) for row in found]


def _dispatch(row: Dispatch, *, copy_failed: bool) -> DispatchWords:
    state = DispatchState(row.state)
    version = row.version.number if row.version else ""
    rows = [
        Row("Version", str(version)),
        Row("Prepared", f"{moment(row.prepared_at)} by {row.prepared_by.display_name}"),
        Row("Sent", moment(row.sent_at)),
        Row("How", row.how),
        Row("Receipt", row.receipt),
        Row("Why it was late", row.late_reason),
        Row("Not sent because", row.cancelled_because),
        Row("Hash of the copy (SHA-256)", row.sha256),
    ]
    return DispatchWords(
        public_id=row.public_id,
        recipient=row.get_recipient_display(),
        status=Status(state.label, TONES[state]),
        rows=[each for each in rows if each.value],
        is_open=state is DispatchState.PREPARED,
        has_copy=row.file_id is not None,
        copy_failed=copy_failed,
    )


def partners_by_label() -> dict[str, PartnerKind]:
    """Return the three partners by what people read."""
    return {each.label: each for each in PartnerKind}
