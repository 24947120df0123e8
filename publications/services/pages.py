"""The pages that the public reads from the record: confirm and show them, take them down."""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, User
from partnerships.roles import Permission
from publications import selectors
from publications.enums import PublicPageKind
from publications.models import PublicPage


@transaction.atomic
def confirm_page(
    *, kind: PublicPageKind, partnership: Partnership, seen: str, by: User, at: datetime
) -> PublicPage:
    """Stand behind a page as it reads now, and show it to the public if it is not shown.

    `seen` is the fingerprint of what the person looked at. Refuses when the page has nothing to
    say, and when the record has changed since they looked: they would confirm what they never saw.
    """
    _may_publish(by, at=at)
    PublicPage.objects.get_or_create(kind=kind)  # two people at once share the first row
    page = PublicPage.objects.select_for_update().get(kind=kind)
    facts, now = selectors.page_facts(kind=kind, partnership=partnership, on=local_day(at))
    if facts.is_empty:
        raise DomainError(
            "This page would be empty: add seats or groups to the record first.", code="empty-page"
        )
    if seen != now:
        raise DomainError(
            "The record has changed since you opened this page. Look at the preview again, then "
            "confirm.",
            code="page-changed",
        )
    was_shown = page.shown

    page.shown, page.confirmed_at, page.confirmed_by = True, at, by
    page.save(update_fields=["shown", "confirmed_at", "confirmed_by"])

    _note(page, AuditVerb.CONFIRMED if was_shown else AuditVerb.PUBLISHED, by=by, at=at)
    return page


@transaction.atomic
def take_down_page(*, kind: PublicPageKind, by: User, at: datetime) -> PublicPage:
    """Take a page from the public at once; who confirmed it and when stays known.

    Refuses a page that the public cannot read anyway.
    """
    _may_publish(by, at=at)
    page = PublicPage.objects.select_for_update().filter(kind=kind).first()
    if page is None or not page.shown:
        raise DomainError("This page is not shown to the public.", code="not-shown")

    page.shown = False
    page.save(update_fields=["shown"])

    _note(page, AuditVerb.REVOKED, by=by, at=at)
    return page


def _may_publish(by: User, *, at: datetime) -> None:
    access.can(by, Permission.DOCUMENT_PUBLISH, on=local_day(at)).or_raise()


def _note(page: PublicPage, verb: AuditVerb, *, by: User, at: datetime) -> None:
    audit.record(
        verb=verb,
        on=page,
        by=by,
        at=at,
        reference=str(page.get_kind_display()),
        facts={"page": page.kind},
    )
