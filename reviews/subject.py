"""A case as other apps know it: a kind, a reference and a path; and who may be told of it."""

from typing import Any, Final
from uuid import UUID

from deadlines.subjects import Subject, SubjectKind
from krscp_portal.foundation import moment
from partnerships import access
from partnerships.models import User
from reviews.models import Incident

KIND: Final = "reviews.incident"


def subject_of(incident: Incident) -> Subject:
    """Return the case as the subject of a deadline."""
    return Subject(
        kind=KIND,
        public_id=incident.public_id,
        reference=incident.reference,
        path=incident.path,
    )


def may_be_told(user: User, public_id: UUID) -> bool:
    """Say whether the person may be told of the case today; emergency access does not count."""
    standing = access.standing(user, on=moment.today())
    return Incident.objects.visible_to(user, standing).filter(public_id=public_id).exists()


def visible_ids(user: User, standing: access.Standing) -> Any:
    """Return the public ids of the cases that the person may see, as one query."""
    return Incident.objects.visible_to(user, standing).values("public_id")


SUBJECT_KIND: Final = SubjectKind(
    code=KIND,
    may_be_told=may_be_told,
    visible_ids=visible_ids,
    owns_trigger=True,
    pressing=True,
)
