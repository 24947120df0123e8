"""Reviews as the public reads them: rows as the services leave them, with a stand-in for the PDF."""

from datetime import datetime
from typing import Any

from partnerships.models import User
from partnerships.services.files import keep_file
from reviews.enums import PublicationForm, ReportKind
from reviews.models import Publication, PublicVersion, Report, ReportVersion, Review
from reviews.services.reviews import ReviewFacts, open_review

HASH = "0" * 64
FACTS = "Services did not share what they knew."


def review(*, by: User, at: datetime, code_name: str = "Heron") -> Review:
    """A learning review without a case."""
    facts = ReviewFacts(
        kind="learning",
        code_name=code_name,
        why="What there is to learn.",
        decided_at=at,
        decided_by="The three partners",
    )
    return open_review(facts=facts, by=by, at=at)


def publication(of: Review, *, by: User, at: datetime, **said: Any) -> Publication:
    """What was decided to publish of a review."""
    usual = {
        "form": PublicationForm.FULL,
        "title": "A title that was changed afterwards",
        "reviewers": "An independent reviewer",
        "decided_on": at.date(),
        "decided_by": "The three partners",
        "recorded_at": at,
        "recorded_by": by,
    }
    return Publication.objects.create(review=of, **{**usual, **said})


def content(**said: Any) -> dict[str, Any]:
    """What the public reads."""
    usual = {
        "title": "What we learned about sharing",
        "form": PublicationForm.FULL.value,
        "reviewers": "An independent reviewer",
        "warning": "This report speaks of harm to a child.",
        "sections": [
            {"key": "facts", "title": "What happened", "body": FACTS},
            {"key": "recommendations", "title": "Recommendations", "body": "Share it."},
        ],
    }
    return {**usual, **said}


def version(of: Publication, *, by: User, at: datetime, **said: Any) -> PublicVersion:
    """A frozen version; nothing of it is public."""
    report, _ = Report.objects.get_or_create(
        review=of.review, defaults={"kind": ReportKind.REVIEW, "opened_at": at, "opened_by": by}
    )
    signed, _ = ReportVersion.objects.get_or_create(
        report=report,
        number=1,
        defaults={"content": {}, "sha256": HASH, "made_at": at, "made_by": by},
    )
    usual = {"number": of.versions.count() + 1, "content": content(), "sha256": HASH}
    return PublicVersion.objects.create(
        publication=of, report_version=signed, made_at=at, made_by=by, **{**usual, **said}
    )


def checked(of: Publication, *, by: User, at: datetime, **said: Any) -> PublicVersion:
    """A frozen version with its PDF and its check; nothing of it is public."""
    made = version(of, by=by, at=at, **said)
    name = f"{of.review.reference.lower()}-public-v{made.number}.pdf"
    kept = f"%PDF-1.7 stand-in {made.public_id}".encode()
    made.file = keep_file(name=name, content_type="application/pdf", content=kept, at=at)
    made.checked_at = at
    made.save(update_fields=["file", "checked_at"])
    return made


def published(of: Publication, *, by: User, at: datetime, **said: Any) -> PublicVersion:
    """A version that the public reads; the one before is replaced by it."""
    made = checked(of, by=by, at=at, **said)
    of.versions.filter(published_at__isnull=False, replaced_at=None).update(replaced_at=at)
    made.published_at, made.published_by = at, by
    made.save(update_fields=["published_at", "published_by"])
    return made
