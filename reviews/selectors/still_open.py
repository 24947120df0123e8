"""What of a case is still open, for whoever wants to close it."""

from typing import Final

from deadlines.models import Deadline
from governance.enums import ActionSource, ActionState
from governance.models import Action
from reviews.closing import StillOpen
from reviews.enums import CaseState, NextForUnnotified, PanelAnswer, RapidReviewOutcome
from reviews.models import AgencyRequest, Incident, PanelResponse, RapidReview
from reviews.subject import KIND

PANEL_ANSWER: Final = "panel_answer"
ASKS: Final = (PanelAnswer.RECONSIDER, PanelAnswer.MORE)
"""Answers that ask for something and so for a reply."""
RUNNING: Final = (ActionState.OPEN, ActionState.DONE)


def still_open(incident: Incident) -> StillOpen:
    """Return how much of the case is still open, in seven queries.

    The actions are those of the case itself and of its reviews. The day on which the Panel is
    asked for its answer keeps nothing open.
    """
    reviews = list(incident.reviews.values_list("public_id", "state"))
    open_ids = set(incident.reviews.open().values_list("public_id", flat=True))
    sources = [incident.public_id, *(public_id for public_id, _ in reviews)]
    clocks = Deadline.objects.of_subject(KIND, incident.public_id).open()
    actions = Action.objects.filter(source=ActionSource.REVIEW, source_id__in=sources)
    answers = list(incident.panel_responses.order_by("received_at", "pk"))
    review = RapidReview.objects.filter(incident=incident).first()
    return StillOpen(
        clocks=clocks.exclude(rule_key=PANEL_ANSWER).count(),
        reviews=len(open_ids),
        actions=actions.filter(state__in=RUNNING).count(),
        requests=_outstanding(incident),
        review_to_open=not reviews and _was_decided(incident, review),
        answer_missing=review is not None and review.sent_at is not None and not answers,
        reply_owed=_is_owed_a_reply(answers),
    )


def _outstanding(incident: Incident) -> int:
    asked = AgencyRequest.objects.filter(incident=incident, asked_at__isnull=False)
    return asked.filter(returned_at__isnull=True, cancelled_because="", refused_because="").count()


def _was_decided(incident: Incident, review: RapidReview | None) -> bool:
    """Say whether a further review was decided: by the rapid review, or instead of notifying."""
    if incident.state == CaseState.WITHDRAWN:
        return False
    if review is not None:
        return review.outcome == RapidReviewOutcome.LCSPR
    follow_up = incident.decisions.filter(current=True).values_list("follow_up", flat=True).first()
    return follow_up in (NextForUnnotified.LOCAL_REVIEW, NextForUnnotified.SINGLE_AGENCY)


def _is_owed_a_reply(answers: list[PanelResponse]) -> bool:
    return bool(answers) and answers[-1].answer in ASKS and answers[-1].replied_at is None
