"""The partnership's own list of ways to hold a review: adopted, added to, ended."""

from datetime import datetime

from django.db import transaction

from governance.services.checks import clean, refuse_ended
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.models import Methodology
from reviews.selectors.methodologies import Ways, methodologies


@transaction.atomic
def adopt_methodologies(*, by: User, at: datetime) -> int:
    """Make the methodologies that stand ready the partnership's own; return how many.

    Refuses a partnership that has its own already, and whoever does not work on cases.
    """
    _require(by, at=at)
    ready = methodologies()
    if ready.is_own:
        raise DomainError("The partnership has its own list already.", code="own-already")
    return store_methodologies(ready=ready, by=by, at=at)


def store_methodologies(*, ready: Ways, by: User, at: datetime) -> int:
    """Store ways as the partnership's list. A part of `adopt_methodologies` and of an example."""
    rows = [
        Methodology(name=way.name, description=way.description, source=way.source, order=place)
        for place, way in enumerate(ready.ways, 1)
    ]
    Methodology.objects.bulk_create(rows)
    entries = [audit.Entry(row, row.name[:120], {}) for row in rows]
    audit.record_each(verb=AuditVerb.CREATED, done=entries, by=by, at=at)
    return len(rows)


@transaction.atomic
def add_methodology(
    *, name: str, description: str = "", source: str = "", by: User, at: datetime
) -> Methodology:
    """Add a way of holding a review to the list.

    Refuses a name that stands on it already, a list that has not been adopted yet (the ways that
    stand ready would be lost from it unseen), and whoever does not work on cases.
    """
    _require(by, at=at)
    if not methodologies().is_own:
        raise DomainError("Make the list your own first.", code="not-own")
    row = Methodology(
        name=name.strip(),
        description=description.strip(),
        source=source.strip(),
        order=Methodology.objects.count() + 1,
    )
    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.name[:120])
    return row


@transaction.atomic
def end_methodology(*, methodology: Methodology, by: User, at: datetime) -> Methodology:
    """Take a way off the list; reviews that are held in it keep it. Refuses a second end."""
    _require(by, at=at)
    row = Methodology.objects.select_for_update(of=("self",)).get(pk=methodology.pk)
    refuse_ended(row)
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.name[:120])
    return row


def _require(by: User, *, at: datetime) -> None:
    access.standing(by, on=local_day(at)).can(Permission.CASE_EDIT).or_raise()
