"""Who took part in a review, and how it moves on, in words."""

from dataclasses import dataclass

from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.templatetags.portal import moment
from reviews.enums import InvitationAnswer
from reviews.models import FamilyContact, PractitionerEvent, ProgressNote, Review, ReviewerQuery

TONES = {
    InvitationAnswer.WAITING: "yellow",
    InvitationAnswer.ACCEPTED: "green",
    InvitationAnswer.DECLINED: "grey",
    InvitationAnswer.NOT_APPROPRIATE: "grey",
}


@dataclass(frozen=True, kw_only=True)
class FamilyCard:
    """Somebody of the family: how it stands with their invitation."""

    row: FamilyContact
    status: Status
    rows: list[Row]

    @property
    def was_invited(self) -> bool:
        """Say whether there is an invitation that can be answered."""
        return self.row.invited_on is not None


@dataclass(frozen=True, kw_only=True)
class QueryCard:
    """One written question to the reviewer, with its answer."""

    row: ReviewerQuery
    status: Status
    rows: list[Row]


def family_of(review: Review) -> list[FamilyCard]:
    """Return the family and children who survived, in the order of the record; one query."""
    return [_family(row) for row in review.family.order_by("pk")]


def events_of(review: Review) -> list[tuple[PractitionerEvent, list[Row]]]:
    """Return the events with practitioners, the newest first; one query."""
    rows = review.practitioner_events.order_by("-held_on", "-pk")
    return [(row, _event(row)) for row in rows]


def queries_of(review: Review) -> list[QueryCard]:
    """Return the questions to the reviewer, the newest first; one query."""
    rows = review.queries.select_related("asked_by").order_by("-asked_at", "-pk")
    return [_query(row) for row in rows]


def log_of(review: Review) -> list[ProgressNote]:
    """Return the log of progress, the newest first; one query."""
    return list(review.progress.select_related("recorded_by").order_by("-on", "-pk"))


def _family(row: FamilyContact) -> FamilyCard:
    answer = InvitationAnswer(row.answer)
    rows = []
    if row.invited_on:
        how = f", {row.how}" if row.how else ""
        rows.append(Row("Invited", f"{in_words(row.invited_on)}{how}"))
    if row.answered_on:
        rows.append(Row("Answered", in_words(row.answered_on)))
    if row.note:
        rows.append(Row("Note" if row.invited_on else "Why not", row.note))
    told = row.told_of_publication_on
    rows.append(Row("Told of publication", in_words(told) if told else "Not yet"))
    return FamilyCard(row=row, status=Status(answer.label, TONES[answer]), rows=rows)


def _event(row: PractitionerEvent) -> list[Row]:
    return [
        Row("Held on", in_words(row.held_on)),
        Row("Came", f"{row.attended} of {row.invited} who were invited"),
        Row("What was learned", row.learned or "Not said"),
        Row("Support offered", row.support_offered or "Not said"),
    ]


def _query(row: ReviewerQuery) -> QueryCard:
    asked = f"{moment(row.asked_at)}, by {row.asked_by.display_name}"
    rows = [Row("Asked", asked), Row("Question", row.text)]
    if row.answered_on:
        rows += [Row("Answered", in_words(row.answered_on)), Row("Answer", row.answer)]
    done = Status("Answered", "green")
    status = done if row.answered_on else Status("No answer yet", "yellow")
    return QueryCard(row=row, status=status, rows=rows)
