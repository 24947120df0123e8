"""The PDF of what the public reads, made in the background, and what the check found in both.

The check opens the sealed identities of the case's children for itself alone: the words are looked
for, never shown, kept or logged, and each opening is in the audit as the portal's own.
"""

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from krscp_portal.foundation.context import required_partnership_id, tenant
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.selectors import system_user
from partnerships.services.files import read_file
from reviews import sealing
from reviews.enums import LeakKind, PublicationForm
from reviews.leaks import (
    Finding,
    Known,
    Passage,
    in_pdf,
    in_properties,
    in_text,
    passages_of,
    sealed_words,
)
from reviews.models import Child, LeakFinding, PublicVersion, Review, SealedIdentity
from reviews.services.pdf_words import words_in
from reviews.services.publication_held import record

PDF: Final = "reviews.public_pdf"
PRODUCER: Final = "WeasyPrint "


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return a frozen public version as a tagged PDF; its name is the reference and the version."""
    with tenant(partnership_id):
        version = _versions().get(public_id=subject_id)
        partnership = Partnership.objects.get(pk=partnership_id)
    content, review = version.content, version.publication.review
    html = render_to_string(
        "documents/review/print.html",
        {
            "partnership": partnership,
            "content": content,
            "in_part": content["form"] == PublicationForm.IMPROVEMENTS,
            "reference": review.reference,
            "number": version.number,
            "frozen_at": version.made_at,
            "sha256": version.sha256,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    name = f"{review.reference.lower()}-public-v{version.number}.pdf"
    return print_document(
        html, title=content["title"], made_at=version.made_at, name=name, progress=progress
    )


@transaction.atomic
def finish_pdf(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Keep the PDF with its version and look both through; the first PDF stays.

    A version that was set aside meanwhile is left as it is. Fails, so that nothing counts as
    checked, where a sealed identity does not open.
    """
    version = _versions().select_for_update(of=("self",)).get(public_id=subject_id)
    if version.file_id is not None or version.set_aside_at is not None:
        return
    found = look_through(version, read_file(file=file), at=at)
    version.file, version.checked_at = file, at
    version.save(update_fields=["file", "checked_at"])
    _keep(version, found)
    record(
        AuditVerb.RENDERED, version, by=by, at=at,
        version=version.number, file=file.sha256, findings=len(found),
    )  # fmt: skip


@transaction.atomic
def note_taken(*, version: PublicVersion, by: User, at: datetime) -> None:
    """Write who took the PDF of a version away. Refuses nobody: the page did."""
    record(AuditVerb.DOWNLOADED, version, by=by, at=at, version=version.number, format="pdf")


def look_through(version: PublicVersion, pdf: bytes, *, at: datetime) -> list[Finding]:
    """Return everything that the check finds in a version's text, its PDF and the PDF's properties."""
    known = known_of(version, at=at)
    text = in_text(passages_of(version.content), known)
    carried = words_in(pdf)
    partnership = Partnership.objects.get(pk=required_partnership_id())
    return [
        *text,
        *in_pdf(_without(version.sha256, carried.passages), known, text=text),
        *in_properties(
            carried.properties,
            expected=_expected(version, carried.properties, partnership),
            known=known,
        ),
    ]


def _without(sha256: str, passages: list[Passage]) -> list[Passage]:
    """Return the words of the PDF without the hash, which a line end may cut into small numbers."""
    printed = re.compile(r"\s*".join(sha256))
    return [Passage(each.where, printed.sub("", each.text)) for each in passages]


def known_of(version: PublicVersion, *, at: datetime) -> Known:
    """Return what must not stand in a version; each sealed identity is opened by the portal itself."""
    review = version.publication.review
    return Known(
        sealed=_sealed(version, review, at=at),
        internal=_internal(review),
        taken_out=tuple(version.publication.taken_out.values_list("words", flat=True)),
    )


def _internal(review: Review) -> tuple[str, ...]:
    names = [review.code_name]
    if review.incident is not None:
        names.append(review.incident.reference)
        names += review.incident.children.values_list("pseudonym", flat=True)
        others = review.incident.reviews.exclude(pk=review.pk)
        names += [word for pair in others.values_list("code_name", "reference") for word in pair]
    return tuple(dict.fromkeys(name for name in names if name))


def _sealed(version: PublicVersion, review: Review, *, at: datetime) -> tuple[str, ...]:
    if review.incident is None:
        return ()
    children = Child.objects.filter(incident=review.incident)
    words: list[str] = []
    for row in SealedIdentity.objects.filter(child__in=children).select_related("child"):
        who = sealing.unseal(row.sealed, of=row.child.public_id, keys=settings.IDENTITY_KEYS)
        words += sealed_words(who.name, born_on=who.born_on, other=who.other)
        audit.record(
            verb=AuditVerb.OPENED, on=row, by=system_user(), at=at,
            reference=review.incident.reference,
            facts={"child": str(row.child.public_id), "leak_check": str(version.public_id)},
        )  # fmt: skip
    return tuple(dict.fromkeys(words))


def _expected(
    version: PublicVersion, properties: dict[str, str], partnership: Partnership
) -> dict[str, tuple[str, ...]]:
    """Return, by property, the values that the portal sets there itself."""
    title, name = version.content["title"], partnership.name
    producer = properties.get("/Producer", "")
    own = producer if producer.startswith(PRODUCER) and len(producer) < len(PRODUCER) + 12 else ""
    moments = (version.made_at.strftime("D:%Y%m%d%H%M%SZ"), version.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"))  # fmt: skip
    by_name: dict[str, tuple[str, ...]] = {
        "/Title": (title,),
        "/Author": (name,),
        "/Producer": (own,),
        "/CreationDate": moments,
        "/ModDate": moments,
    }
    anywhere = (title, name, own, "1", *moments)
    xmp = {key: anywhere for key in properties if key.startswith("XMP ")}
    return {**by_name, **xmp}


def _keep(version: PublicVersion, found: list[Finding]) -> None:
    """Store what was found; what somebody kept in the version before stays kept, with the reason.

    A sealed word is not told from another, so it is asked about each time.
    """
    earlier = version.publication.versions.filter(number__lt=version.number).order_by("-number")
    before = earlier.first()
    kept: dict[tuple[Any, ...], LeakFinding] = {}
    if before is not None:
        rows = before.findings.filter(kept_at__isnull=False).exclude(kind=LeakKind.SEALED)
        kept = {(each.kind, each.where, each.excerpt): each for each in rows}
    LeakFinding.objects.bulk_create(
        _row(version, each, kept.get((each.kind, each.where, each.excerpt))) for each in found
    )


def _row(version: PublicVersion, found: Finding, kept: LeakFinding | None) -> LeakFinding:
    row = LeakFinding(version=version, kind=found.kind, where=found.where, excerpt=found.excerpt)
    if kept is not None:
        row.kept_because, row.kept_at, row.kept_by = kept.kept_because, kept.kept_at, kept.kept_by
    return row


def _versions() -> Any:
    return PublicVersion.objects.select_related("publication__review__incident")
