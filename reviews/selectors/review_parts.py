"""What stands under the tabs of a review alone, as parts of its file on paper."""

from krscp_portal.foundation.components import Row
from krscp_portal.foundation.templatetags.portal import day, moment
from partnerships.access import Standing
from partnerships.roles import Permission
from reviews.enums import LeakKind, PublicationForm
from reviews.models import LeakFinding, Publication, PublicVersion, Review
from reviews.selectors.costs import cost_page
from reviews.selectors.engagement import events_of, family_of, log_of, queries_of
from reviews.selectors.parts import Part, Sheet, Table
from reviews.selectors.reviewers import commissions_of
from reviews.selectors.terms import terms_page


def terms_part(review: Review) -> Part:
    """Return the terms of reference and their questions."""
    page = terms_page(review)
    if page.row is None:
        return Part("Terms of reference")
    agreed = day(page.row.agreed_on) if page.row.agreed_on else "Not yet"
    asked = [Row(f"Question {n}", text) for n, text in enumerate(page.questions, 1)]
    return Part(
        "Terms of reference",
        [Sheet("As they stand", rows=[*page.rows, Row("Agreed", agreed), *asked])],
    )


def reviewers_part(review: Review) -> Part:
    """Return who leads the review and who did, with what was found of their competence."""
    return Part(
        "Reviewers",
        [
            Sheet(
                card.row.reviewer.name,
                rows=[
                    Row("Stands at", card.status.text),
                    *card.rows,
                    *(
                        Row(point.name, f"{point.status.text}. {point.note}".strip())
                        for point in card.points
                    ),
                ],
            )
            for card in commissions_of(review)
        ],
    )


def engagement_part(review: Review) -> Part:
    """Return who of the family was invited, and the events with practitioners."""
    family = [
        Sheet(card.row.who, rows=[Row("Answer", card.status.text), *card.rows])
        for card in family_of(review)
    ]
    events = [Sheet(row.title, rows=rows) for row, rows in events_of(review)]
    return Part("Engagement", [*family, *events])


def progress_part(review: Review) -> Part:
    """Return the log of progress, the oldest first, and what the reviewer was asked in writing."""
    notes = [
        Row(day(row.on), f"{'Early learning. ' if row.early_learning else ''}{row.text}")
        for row in reversed(log_of(review))
    ]
    asked = [
        Sheet(f"Question to the reviewer {number}", rows=card.rows)
        for number, card in enumerate(reversed(queries_of(review)), 1)
    ]
    return Part("Progress", [*([Sheet("Log", rows=notes)] if notes else []), *asked])


def costs_part(review: Review, standing: Standing) -> Part:
    """Return what the review cost and who carries it, for whoever may see costs."""
    if not standing.can(Permission.GOVERNANCE_VIEW):
        return Part("Costs")
    page = cost_page(review)
    if not page.lines:
        return Part("Costs")
    spent = Table(
        ("What", "When", "Amount"),
        [(each.line.what, day(each.line.on), each.amount) for each in page.lines],
    )
    carried = [Row(f"{each.name} ({each.share})", each.amount) for each in page.parts]
    if page.rest_amount:
        carried.append(Row("Carried by nobody yet", page.rest_amount))
    total = Row("Total", page.total_amount)
    return Part("Costs", [Sheet("Spent", table=spent), Sheet("Carried", rows=[total, *carried])])


def publication_part(review: Review) -> Part:
    """Return what was decided to be published, the words taken out, and every public version."""
    row = Publication.objects.filter(review=review).first()
    if row is None:
        return Part("Publication")
    facts = [
        Row("Decided", f"{day(row.decided_on)}, by {row.decided_by}"),
        Row("What is published", str(PublicationForm(row.form).label)),
        Row("Why not in full", row.reasons),
        Row("Title", row.title),
        Row("Reviewers named", row.reviewers),
        Row("Planned for", day(row.planned_on) if row.planned_on else ""),
        Row("Archived", moment(row.archived_at) if row.archived_at else ""),
        Row("Archived because", row.archived_because),
        *(
            Row("Words taken out", f"{each.words} ({each.get_reason_display()})")
            for each in row.taken_out.order_by("pk")
        ),
    ]
    versions = row.versions.prefetch_related("findings").order_by("number")
    decided = Sheet("Decision", rows=[each for each in facts if each.value])
    return Part("Publication", [decided, *(_version(each) for each in versions)])


def _version(row: PublicVersion) -> Sheet:
    said = [
        Row("Frozen", moment(row.made_at)),
        Row("SHA-256", row.sha256),
        Row("Replaces the one before because", row.because),
        Row("Checked for leaks", moment(row.checked_at) if row.checked_at else "Not yet"),
        *(_finding(each) for each in sorted(row.findings.all(), key=lambda each: each.pk)),
        Row("Set aside because", row.set_aside_because),
        Row("Published", moment(row.published_at) if row.published_at else "Not published"),
        Row("Replaced", moment(row.replaced_at) if row.replaced_at else ""),
    ]
    return Sheet(f"Public version {row.number}", rows=[each for each in said if each.value])


def _finding(row: LeakFinding) -> Row:
    kept = f"Kept: {row.kept_because}" if row.kept_because else "Not kept"
    said = ". ".join(each for each in (row.where, row.excerpt, kept) if each)
    return Row(f"Found: {LeakKind(row.kind).label}", said)
