"""What may be said to the press: the lines of a case or review, and who agreed to each."""

from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.components import Status
from reviews.media_rules import may_be_used
from reviews.models import Incident, MediaApprover, MediaLine, Review


@dataclass(frozen=True)
class Said:
    """One approver and the day on which the post agreed, if it did."""

    post: str
    agreed_on: date | None


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """One line with whether it may be used, and why not; `waits` where somebody has to agree."""

    line: MediaLine
    status: Status
    words: str
    said: tuple[Said, ...]
    before: tuple[Said, ...]
    waits: bool


def approvers() -> list[MediaApprover]:
    """Return the posts on the list, by name; one query."""
    return list(MediaApprover.objects.current().order_by("post", "pk"))


def lines_of(subject: Incident | Review) -> list[LineWords]:
    """Return the lines, the newest first; three queries, whatever their number.

    Where several may be used the newest does, and the others are replaced.
    """
    posts = approvers()
    rows = subject.media_lines.select_related("written_by").prefetch_related("approvals__approver")
    found, in_use = [], False
    for line in rows.order_by("-written_at", "-pk"):
        words = _words(line, posts, in_use=in_use)
        in_use = in_use or words.status.tone == "green"
        found.append(words)
    return found


def waiting_for(line: MediaLine) -> list[MediaApprover]:
    """Return the posts on the list that have not agreed to the line; two queries."""
    agreed = set(line.approvals.values_list("approver_id", flat=True))
    return [each for each in approvers() if each.pk not in agreed]


def _words(line: MediaLine, posts: list[MediaApprover], *, in_use: bool) -> LineWords:
    given = {each.approver_id: each for each in line.approvals.all()}
    agreed = {each.post for each in posts if each.pk in given}
    verdict = may_be_used(approvers=[each.post for each in posts], agreed=agreed)
    current = {each.pk for each in posts}
    status = Status("May be used", "green") if verdict else Status("Not to be used", "red")
    reason = verdict.reason
    if in_use:
        status, reason = Status("Replaced", "grey"), "A newer line may be used."
    return LineWords(
        line=line,
        status=status,
        words=reason,
        said=tuple(
            Said(each.post, given[each.pk].agreed_on if each.pk in given else None)
            for each in posts
        ),
        before=tuple(
            Said(each.approver.post, each.agreed_on)
            for each in line.approvals.all()
            if each.approver_id not in current
        ),
        waits=not verdict and bool(posts) and not in_use,
    )
