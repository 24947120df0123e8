"""Plain builders of the deadlines app: subjects of an invented kind, and clocks on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from deadlines import services, subjects
from deadlines.models import Deadline
from deadlines.subjects import Subject, SubjectKind
from partnerships.models import User

OPEN_KIND = "tests.thing"


@contextmanager
def subject_kind(kind: SubjectKind) -> Iterator[SubjectKind]:
    """Make a kind known for the length of a test."""
    before = dict(subjects._kinds)
    subjects.register(kind)
    try:
        yield kind
    finally:
        subjects._kinds.clear()
        subjects._kinds.update(before)


def subject(reference: str = "NORTH-2026-001", kind: str = OPEN_KIND) -> Subject:
    return Subject(kind=kind, public_id=uuid4(), reference=reference, path=f"things/{reference}/")


def deadline(  # the defaults are those of the commonest case
    *,
    trigger_at: datetime,
    by: User,
    rule_key: str = "notify_panel",
    about: Subject | None = None,
    owner: User | None = None,
    at: datetime | None = None,
    standing: str = "binding",
) -> Deadline:
    return services.open_deadline(
        rule_key=rule_key,
        subject=about or subject(),
        trigger_at=trigger_at,
        standing=standing,
        owner=owner,
        by=by,
        at=at or trigger_at,
    )
