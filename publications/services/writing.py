"""Writing a document: begin it, name it, and change its sections."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from publications import outline
from publications.blocks import BLOCKS
from publications.enums import DocumentKind, SectionKind
from publications.models import Document, Section

CHANGED_MEANWHILE = (
    "Somebody else changed this section while you were writing. "
    "Your words are still below; open the section again to see theirs."
)


@transaction.atomic
def start_document(
    *,
    kind: DocumentKind,
    title: str,
    by: User,
    at: datetime,
    prose: Iterable[outline.Prose] = (),
) -> Document:
    """Begin a document with the standard outline; with `prose`, with those texts in their places.

    Refuses a second document of one kind.
    """
    _may_edit(by, at=at)
    if Document.objects.filter(kind=kind).exists():
        raise DomainError("This document has been started already.", code="started")
    texts = tuple(prose)
    empty = _empty_blocks(at) if texts else frozenset()

    document = Document.objects.create(kind=kind, title=title)
    Section.objects.bulk_create(
        Section(
            document=document,
            order=place,
            kind=SectionKind.LIVE if planned.block else SectionKind.PROSE,
            heading=planned.heading,
            text=planned.text,
            block=planned.block,
            source=planned.source,
        )
        for place, planned in enumerate(outline.plan(texts, empty_blocks=empty), 1)
    )

    audit.record(verb=AuditVerb.CREATED, on=document, by=by, at=at, reference=title)
    return document


@transaction.atomic
def rename_document(*, document: Document, title: str, by: User, at: datetime) -> Document:
    """Give the document another title; versions that were frozen keep theirs."""
    _may_edit(by, at=at)
    document.title = title
    document.save(update_fields=["title"])
    audit.record(verb=AuditVerb.CHANGED, on=document, by=by, at=at, reference=title)
    return document


@transaction.atomic
def add_section(
    *, document: Document, heading: str, text: str = "", block: str = "", by: User, at: datetime
) -> Section:
    """Put a new section at the end of the document; with `block` it shows facts of the record."""
    document = _locked(document, by, at=at)

    section = Section.objects.create(
        document=document,
        order=_last(document) + 1,
        kind=SectionKind.LIVE if block else SectionKind.PROSE,
        heading=heading,
        text=text,
        block=block,
    )

    audit.record(verb=AuditVerb.CREATED, on=section, by=by, at=at, reference=heading)
    return section


@transaction.atomic
def change_section(
    *,
    section: Section,
    heading: str,
    text: str,
    block: str,
    revision: int,
    by: User,
    at: datetime,
) -> Section:
    """Change a section's words, or what it shows.

    `revision` is the one that the person began from; when somebody else was quicker this refuses,
    and nothing of either is lost.
    """
    _locked(section.document, by, at=at)
    section = Section.objects.get(pk=section.pk)
    if section.revision != revision:
        raise DomainError(CHANGED_MEANWHILE, code="changed-meanwhile")

    section.heading, section.text, section.block = heading, text, block
    section.kind = SectionKind.LIVE if block else SectionKind.PROSE
    section.revision += 1
    section.save(update_fields=["heading", "text", "block", "kind", "revision"])

    audit.record(
        verb=AuditVerb.CHANGED,
        on=section,
        by=by,
        at=at,
        reference=heading,
        facts={"revision": section.revision},
    )
    return section


@transaction.atomic
def move_section(*, section: Section, down: bool, by: User, at: datetime) -> None:
    """Swap a section with its neighbour; at the end of the document nothing happens."""
    document = _locked(section.document, by, at=at)
    rows = list(document.sections.in_place())
    here = next((place for place, row in enumerate(rows) if row.pk == section.pk), None)
    if here is None:
        raise DomainError("This section is not in the document.", code="taken-out")
    there = here + (1 if down else -1)
    if not 0 <= there < len(rows):
        return

    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, 1):
        row.order = place
    Section.objects.bulk_update(rows, ["order"])

    audit.record(
        verb=AuditVerb.CHANGED,
        on=section,
        by=by,
        at=at,
        reference=section.heading,
        facts={"place": there + 1},
    )


@transaction.atomic
def take_out_section(*, section: Section, by: User, at: datetime) -> Section:
    """Take a section out of the document; its words are kept and can be put back."""
    _locked(section.document, by, at=at)
    section = Section.objects.get(pk=section.pk)
    if section.removed_at is not None:
        raise DomainError("This section has been taken out already.", code="taken-out")

    section.removed_at, section.removed_by = at, by
    section.save(update_fields=["removed_at", "removed_by"])

    audit.record(verb=AuditVerb.ENDED, on=section, by=by, at=at, reference=section.heading)
    return section


@transaction.atomic
def put_back_section(*, section: Section, by: User, at: datetime) -> Section:
    """Put a section back, at the end of the document."""
    document = _locked(section.document, by, at=at)

    section.removed_at = section.removed_by = None
    section.order = _last(document) + 1
    section.save(update_fields=["removed_at", "removed_by", "order"])

    audit.record(verb=AuditVerb.CORRECTED, on=section, by=by, at=at, reference=section.heading)
    return section


def _may_edit(by: User, *, at: datetime) -> None:
    access.can(by, Permission.DOCUMENT_EDIT, on=moment.local_day(at)).or_raise()


def _locked(document: Document, by: User, *, at: datetime) -> Document:
    """Check the permission and lock the document: its sections are changed one person at a time."""
    _may_edit(by, at=at)
    return Document.objects.select_for_update().get(pk=document.pk)


def _last(document: Document) -> int:
    return document.sections.order_by("-order").values_list("order", flat=True).first() or 0


def _empty_blocks(at: datetime) -> frozenset[str]:
    day = moment.local_day(at)
    return frozenset(code for code, block in BLOCKS.items() if block.read(day).is_empty)
