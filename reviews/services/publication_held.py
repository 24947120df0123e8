"""What every act on a review's publication begins with: the review, locked, seen, permitted."""

from datetime import date, datetime, time

from deadlines.models import Deadline
from deadlines.services import cancel_deadline, meet_deadline, open_deadline
from deadlines.services.clocks import move_trigger
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import LONDON, local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.enums import ReviewState
from reviews.models import Publication, PublicVersion, Review
from reviews.publication_acts import NEEDS, Act, possible
from reviews.review_subject import REVIEW_KIND, subject_of_review
from reviews.review_transitions import STEPS, ReviewMove, check_review
from reviews.selectors.publication_facts import COPY_RULE, Stand
from reviews.services.steps import NOT_YOURS


def hold(*, review: Review, needs: Permission, by: User, at: datetime) -> Review:
    """Return the review locked, for somebody who may do this and sees it.

    Refuses whoever may not, in words that tell nothing of a review that they do not see.
    """
    standing = access.standing(by, on=local_day(at))
    standing.can(needs).or_raise()
    seen = Review.objects.visible_to(by, standing, at=at)
    found = seen.select_for_update(of=("self",)).filter(pk=review.pk).first()
    if found is None:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return found


def stand_of(
    *, review: Review, act: Act, needs: Permission | None = None, by: User, at: datetime
) -> tuple[Stand, Publication]:
    """Return the locked review's publication, for an act that is possible as it stands.

    Refuses whoever may not do it (`needs`, where it asks for more than usual), and what
    `publication_acts` refuses.
    """
    stand = Stand(hold(review=review, needs=needs or NEEDS[act], by=by, at=at))
    refuse(possible(act, stand.where))
    assert stand.publication is not None  # noqa: S101 -- the rule refuses where nothing is decided
    return stand, stand.publication


def version_of(stand: Stand, version: PublicVersion) -> PublicVersion:
    """Return the version as it stands now, if it waits; refuse one that is out or set aside."""
    found = next(each for each in stand.versions if each.pk == version.pk)
    if found.set_aside_at is not None:
        raise DomainError("This version was set aside.", code="set-aside")
    if found.published_at is not None:
        raise DomainError("This version was published.", code="published")
    return found


def go(*, review: Review, code: ReviewMove, by: User, at: datetime) -> None:
    """Bring a held review one step on; refuse what the table does not list."""
    refuse(check_review(code, review.state, review.kind))
    step = STEPS[code]
    before, review.state = review.state, ReviewState(step.target)
    review.save(update_fields=["state"])
    said = {"move": code.value, "from": before, "to": review.state}
    audit.record(verb=step.verb, on=review, by=by, at=at, reference=review.reference, facts=said)


def refuse(verdict: Verdict) -> None:
    """Raise the refusal of a rule; its code is the field where it is about one."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)


def record(
    verb: AuditVerb, row: Publication | PublicVersion, *, by: User, at: datetime, **facts: object
) -> None:
    """Write the audit row of an act: ids, codes, hashes and days alone."""
    publication = row if isinstance(row, Publication) else row.publication
    said = {name: value for name, value in facts.items() if value != ""}
    reference = publication.review.reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=said)


def plan_clock(review: Review, *, planned_on: date | None, by: User, at: datetime) -> None:
    """Count the day by which the copies are owed from the planned day of publication.

    A clock that was met moves with it; without a day there is none.
    """
    rows = Deadline.objects.of_subject(REVIEW_KIND, review.public_id)
    latest = rows.filter(rule_key=COPY_RULE, cancelled_at=None).order_by("-pk").first()
    if planned_on is None:
        if latest is not None and latest.met_at is None:
            reason = "No day of publication is planned."
            cancel_deadline(deadline=latest, reason=reason, by=by, at=at)
        return
    midnight = datetime.combine(planned_on, time(), LONDON)
    if latest is None:
        _open(review, midnight, by=by, at=at)
    elif latest.trigger_at != midnight:
        reason = "The planned day of publication was changed."
        move_trigger(deadline=latest, trigger_at=midnight, reason=reason, by=by, at=at)


def owe_copies_again(review: Review, *, planned_on: date | None, by: User, at: datetime) -> None:
    """Start the clock of the copies anew, because other copies are owed now."""
    if planned_on is None or open_clock(review, COPY_RULE) is not None:
        return
    _open(review, datetime.combine(planned_on, time(), LONDON), by=by, at=at)


def open_clock(review: Review, rule_key: str) -> Deadline | None:
    """Return the open clock of a rule, if one runs."""
    rows = Deadline.objects.of_subject(REVIEW_KIND, review.public_id).open()
    return rows.filter(rule_key=rule_key).order_by("-pk").first()


def meet_clock(
    review: Review, rule_key: str, *, met_at: datetime, late_reason: str, by: User, at: datetime
) -> None:
    """Record that a duty was done, where its clock runs; late needs a reason."""
    running = open_clock(review, rule_key)
    if running is not None:
        meet_deadline(deadline=running, met_at=met_at, late_reason=late_reason, by=by, at=at)


def start_clock(
    review: Review, rule_key: str, *, trigger_at: datetime, by: User, at: datetime
) -> None:
    """Start a clock of the review; whoever may work on cases owns it."""
    works = access.can(by, Permission.CASE_EDIT, on=local_day(at)) and not by.is_system
    open_deadline(
        rule_key=rule_key,
        subject=subject_of_review(review),
        trigger_at=trigger_at,
        owner=by if works else None,
        by=by,
        at=at,
    )


def _open(review: Review, trigger_at: datetime, *, by: User, at: datetime) -> None:
    start_clock(review, COPY_RULE, trigger_at=trigger_at, by=by, at=at)
