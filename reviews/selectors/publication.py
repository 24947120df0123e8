"""A review's publication as its page shows it: the gate, the decision, versions, copies, the family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from governance.redacting import REASONS
from krscp_portal.foundation.components import Row, Status, Task
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.templatetags.portal import moment
from partnerships.access import Standing
from partnerships.enums import JobState
from partnerships.models import Job
from reviews.enums import DispatchRecipient, DispatchState, LeakKind, PublicationForm
from reviews.models import Dispatch, FamilyContact, LeakFinding, PublicVersion, TakenOut
from reviews.public_text import titles_of
from reviews.publication_acts import NEEDS, Act, possible
from reviews.publication_gate import Check, Point, bars, checks, text_lacks
from reviews.review_transitions import PUBLISHING
from reviews.selectors.publication_facts import Stand, gate_facts, on_line_until

Address = Callable[..., str]

MENDED: Final[Mapping[Point, str]] = {
    Point.SIGNED: "review-report",
    Point.DECIDED: "publication-decide",
    Point.REVIEWERS: "publication-decide",
    Point.FROZEN: "publication-preview",
    Point.PROCEEDINGS: "review-proceedings",
    Point.DELAY: "review-proceedings",
    Point.FAMILY: "review-engagement",
    Point.MEDIA: "review-media",
    Point.DAY: "publication-day",
}
"""The page on which each point of the gate is mended; the others are mended on this one."""

HERE: Final[Mapping[Point, str]] = {
    Point.CHECKED: "#versions",
    Point.FINDINGS: "#versions",
    Point.COPIES: "#copies",
}
NOT_YOURS_TO_KEEP: Final = "A word from a sealed identity is kept by somebody who decides on cases."
_SENDING: Final = {
    DispatchState.PREPARED: Status("Prepared", "yellow"),
    DispatchState.SENT: Status("Sent", "green"),
    DispatchState.CANCELLED: Status("Not sent", "grey"),
}


@dataclass(frozen=True, kw_only=True)
class CutRow:
    """Words that are taken out, where, why, and whether they may be put back."""

    row: TakenOut
    where: str
    reason: str
    may_go: bool


@dataclass(frozen=True, kw_only=True)
class VersionCard:
    """One frozen version: how it stands and what is known of it."""

    row: PublicVersion
    status: Status
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class CopyCard:
    """One copy that was prepared: how it stands, and whether somebody must say if it was sent."""

    row: Dispatch
    recipient: str
    status: Status
    rows: list[Row]
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Somebody of the family who was invited: told, or why not."""

    row: FamilyContact
    words: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class PublicationPage:
    """Everything that the page of a review's publication shows."""

    status: Status
    gate: list[Task]
    barred: int
    correction_lacks: list[str]
    decision: list[Row]
    cuts: list[CutRow]
    versions: list[VersionCard]
    copies: list[CopyCard]
    owed: list[str]
    family: list[Relation]
    may: Mapping[str, bool]
    why_not: Mapping[str, str]
    waiting: PublicVersion | None
    live: PublicVersion | None
    stays_until: str


def publication_page(
    stand: Stand, *, standing: Standing, on: date, address: Address, owed: list[DispatchRecipient]
) -> PublicationPage:
    """Return the page; what a person may not do, or what is not possible, is not offered."""
    facts = gate_facts(stand, on=on)
    may, why_not = acts_of(stand, standing)
    is_before = stand.live is None
    gate = checks(facts, on=on) if is_before else []
    corrects = stand.live is not None and stand.waiting is not None
    stays = not is_before and on < on_line_until(stand)
    return PublicationPage(
        status=status_of(stand),
        gate=[_task(each, may=standing, address=address) for each in gate],
        barred=len(bars(facts, on=on)) if is_before else 0,
        correction_lacks=text_lacks(facts) if corrects else [],
        decision=decision_rows(stand),
        cuts=_cuts(stand, may_cut=may["cut"]),
        versions=_versions(stand),
        copies=[_copy(each) for each in stand.sendings],
        owed=[each.label for each in owed],
        family=_family(stand) if stand.publication is not None else [],
        may={**may, Act.ARCHIVE: may[Act.ARCHIVE] and not stays},
        why_not=why_not,
        waiting=stand.waiting,
        live=stand.live,
        stays_until=until_words(stand) if stays else "",
    )


def acts_of(stand: Stand, standing: Standing) -> tuple[dict[str, bool], dict[str, str]]:
    """Return which acts the person may do now, and why the others are not possible."""
    verdicts = {act: possible(act, stand.where) for act in Act}
    may = {act.value: bool(verdicts[act]) and bool(standing.can(NEEDS[act])) for act in Act}
    return may, {act.value: verdicts[act].reason for act in Act if not verdicts[act]}


def status_of(stand: Stand) -> Status:
    """Return in a word how the publication stands."""
    row = stand.publication
    if row is not None and row.archived_at is not None:
        return Status("Taken off line", "grey")
    if stand.live is not None:
        return Status("On line", "green")
    if stand.review.state in PUBLISHING:
        return Status("Being prepared", "blue")
    return Status("Not decided", "grey")


def findings_of(version: PublicVersion) -> list[LeakFinding]:
    """Return what the check found, what nobody has dealt with first; one query."""
    rows = version.findings.select_related("kept_by")
    return list(rows.order_by("-kept_at", "pk"))  # a moment that is not set comes first


def job_of(version: PublicVersion, *, kind: str) -> Job | None:
    """Return the last job that makes the version's PDF."""
    return Job.objects.filter(kind=kind, subject_id=version.public_id).order_by("-pk").first()


def is_being_made(job: Job | None) -> bool:
    """Say whether the job is still open."""
    return job is not None and job.state in (JobState.QUEUED, JobState.RUNNING)


def side_by_side(stand: Stand) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Return each section of the signed report beside what the public would read of it."""
    if stand.report is None or stand.content is None:
        return []
    public = {each["key"]: each for each in stand.content["sections"]}
    return [
        (each["title"], each["body"], public.get(each["key"]))
        for each in stand.report.content["sections"]
        if each["body"].strip()
    ]


def written_of(stand: Stand) -> dict[str, str]:
    """Return the sections of the signed report that hold words, by key."""
    return titles_of(stand.report.content) if stand.report is not None else {}


def _task(check: Check, *, may: Standing, address: Address) -> Task:
    status, tone = ("Done", "green")
    if check.bars:
        status, tone = ("Missing", "red")
    elif check.advises:
        status, tone = ("Advice", "blue")
    href = HERE.get(check.point, "")
    if check.point in MENDED and (check.bars or check.advises):
        href = address(MENDED[check.point])
    needed = (
        NEEDS[Act.DECIDE] if check.point in (Point.DECIDED, Point.REVIEWERS) else NEEDS[Act.CUT]
    )
    if not (check.bars or check.advises) or not may.can(needed):
        href = ""
    return Task(title=check.title, href=href, hint=check.words, status=status, tone=tone)


def decision_rows(stand: Stand) -> list[Row]:
    """Return what was decided, in words."""
    row = stand.publication
    if row is None:
        return []
    names = written_of(stand)
    found = [
        Row("Form", PublicationForm(row.form).label),
        Row("Title", row.title),
        Row("Reviewers", row.reviewers),
        Row("Sections", ", ".join(names.get(key, key) for key in row.sections)),
        Row("Before readers read", row.warning or "Nothing"),
        Row("Decided", f"{in_words(row.decided_on)}, {row.decided_by}"),
        Row("To be published", in_words(row.planned_on) if row.planned_on else "No day yet"),
    ]
    if row.reasons:
        found.insert(1, Row("Why not in full (not published)", row.reasons))
    if row.archived_at is not None:
        found.append(Row("Taken off line", f"{moment(row.archived_at)}. {row.archived_because}"))
    return found


def _cuts(stand: Stand, *, may_cut: bool) -> list[CutRow]:
    names = written_of(stand)
    since = stand.live.made_at if stand.live is not None else None
    return [
        CutRow(
            row=each,
            where=names.get(each.section, each.section) if each.section else "Wherever they stand",
            reason=REASONS[each.reason],
            may_go=may_cut and (since is None or each.made_at > since),
        )
        for each in stand.cuts
    ]


def _versions(stand: Stand) -> list[VersionCard]:
    ids = [each.pk for each in stand.versions]
    counted = (
        LeakFinding.objects.filter(version__in=ids)
        .values("version")
        .annotate(all=Count("pk"), left=Count("pk", filter=Q(kept_at=None)))
    )
    counts = {each["version"]: (each["all"], each["left"]) for each in counted}
    return [_version(stand, each, counts.get(each.pk, (0, 0))) for each in stand.versions]


def _version(stand: Stand, row: PublicVersion, counts: tuple[int, int]) -> VersionCard:
    found, left = counts
    said = f"{found} found, {left} to deal with" if found else "Nothing found"
    rows = [
        Row("Frozen", moment(row.made_at)),
        Row("SHA-256", row.sha256),
        Row("Check", f"{moment(row.checked_at)}. {said}" if row.checked_at else "Not yet"),
    ]
    if row.because:
        rows.append(Row("Why it replaced the one before", row.because))
    if row.set_aside_at is not None:
        rows.append(Row("Set aside", f"{moment(row.set_aside_at)}. {row.set_aside_because}"))
    if row.published_at is not None:
        rows.append(Row("Published", moment(row.published_at)))
    if row.replaced_at is not None:
        rows.append(Row("Replaced", moment(row.replaced_at)))
    return VersionCard(row=row, status=version_status(stand, row), rows=rows)


def version_status(stand: Stand, row: PublicVersion) -> Status:
    """Return in a word how one version stands."""
    if row.replaced_at is not None:
        return Status("Replaced", "grey")
    if row.published_at is not None:
        return Status("Published", "green")
    if row.set_aside_at is not None:
        return Status("Set aside", "grey")
    if not stand.is_current(row):
        return Status("Changed since", "red")
    return Status("Frozen", "blue")


def _copy(row: Dispatch) -> CopyCard:
    version = row.public_version
    rows = [
        Row("What", f"{row.get_kind_display()}, version {version.number if version else ''}"),
        Row("SHA-256 of the file", row.sha256),
        Row("Prepared", moment(row.prepared_at)),
    ]
    if row.sent_at is not None:
        by = ", ".join(each for each in (row.how, row.receipt) if each)
        rows.append(Row("Sent", f"{moment(row.sent_at)}{f' ({by})' if by else ''}"))
    if row.late_reason:
        rows.append(Row("Why it was late", row.late_reason))
    if row.cancelled_because:
        rows.append(Row("Why it was not sent", row.cancelled_because))
    return CopyCard(
        row=row,
        recipient=DispatchRecipient(row.recipient).label,
        status=_SENDING[DispatchState(row.state)],
        rows=rows,
        is_open=row.state == DispatchState.PREPARED,
    )


def _family(stand: Stand) -> list[Relation]:
    found = []
    for row in stand.review.family.filter(invited_on__isnull=False).order_by("pk"):
        told = row.told_of_publication_on
        words = f"Told on {in_words(told)}." if told else "Not told yet."
        if not told and row.not_told_because:
            words = f"Cannot be told: {row.not_told_because}"
        found.append(Relation(row=row, words=words, waits=not told and not row.not_told_because))
    return found


def may_keep(finding: LeakFinding, standing: Standing) -> bool:
    """Say whether the person may say why a finding may stay; a sealed word is for who decides."""
    needed = NEEDS[Act.DECIDE] if finding.kind == LeakKind.SEALED else NEEDS[Act.KEEP]
    return bool(standing.can(needed))


def may_see_findings(standing: Standing) -> bool:
    """Say whether the person reads what the check found: it says where a sealed word stands."""
    return bool(standing.can(NEEDS[Act.KEEP])) or bool(standing.can(NEEDS[Act.DECIDE]))


def lacks_of(stand: Stand, *, on: date) -> list[str]:
    """Return what stands in the way of publishing on the day."""
    return bars(gate_facts(stand, on=on), on=on)


def correction_lacks(stand: Stand, *, on: date) -> list[str]:
    """Return what the corrected text still lacks."""
    return text_lacks(gate_facts(stand, on=on))


def until_words(stand: Stand) -> str:
    """Return the day until which what was published stays on line at least."""
    day = on_line_until(stand)
    return in_words(day)
