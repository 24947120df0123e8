"""Who holds a review and how: the methodologies, the reviewers, the terms, other proceedings."""

from django.db import models
from django.db.models import F, Q

from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import ConflictDeclaration, StoredFile, User
from reviews.enums import CheckAnswer, ParallelKind
from reviews.models.incident import Incident
from reviews.models.review import Review


class Methodology(RuleRow):
    """A way of holding a review that the partnership chooses from."""

    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "name",
                condition=Q(ended_on__isnull=True),
                name="methodology_once",
                violation_error_message="This methodology is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"methodology {self.pk}"


class ReviewTerms(TenantModel):
    """The terms of reference of one review: how it is held, over which period, how far it goes.

    Agreed by the partners on a day; until then they may be changed, two writers told of each other
    by `revision`.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="terms")
    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope_from = models.DateField(null=True, blank=True)
    scope_to = models.DateField(null=True, blank=True)
    proportionality = models.TextField(blank=True)
    budget_pence = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            paired("agreed_on", "agreed_at", "agreed_by", name="review_terms_agreed_whole"),
            models.CheckConstraint(
                condition=Q(scope_from__isnull=True)
                | Q(scope_to__isnull=True)
                | Q(scope_to__gte=F("scope_from")),
                name="review_scope_in_order",
                violation_error_message="The period cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"review terms {self.pk}"


class ReviewQuestion(TenantModel):
    """One question of a review's terms of reference, in its order."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "review", "order", name="review_question_once")
        ]

    def __str__(self) -> str:
        return f"review question {self.pk}"


class Reviewer(RuleRow):
    """Somebody whom the partnership may commission to lead a review."""

    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    experience = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "name",
                "organisation",
                condition=Q(ended_on__isnull=True),
                name="reviewer_once",
                violation_error_message="This reviewer is in the register already.",
            )
        ]

    def __str__(self) -> str:
        return f"reviewer {self.pk}"


class Commission(TenantModel):
    """One reviewer's work on one review: checked for competence, asked about conflicts, named.

    Competence is checked against `reviews.competence`; each answer is a `CommissionCheck`. A
    conflict that was declared names how it was dealt with.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="commissions")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="commissions")
    declared_on = models.DateField(null=True, blank=True)
    conflict = models.TextField(blank=True)  # what was declared; empty: nothing to declare
    conflict_answer = models.TextField(blank=True)
    declaration = models.ForeignKey(
        ConflictDeclaration, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contract = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fee_pence = models.PositiveIntegerField(null=True, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""),
                name="commission_ended_with_reason",
            ),
            models.UniqueConstraint(
                "partnership",
                "review",
                "reviewer",
                condition=Q(ended_on__isnull=True),
                name="commission_once",
                violation_error_message="This reviewer leads the review already.",
            ),
        ]

    def __str__(self) -> str:
        return f"commission {self.pk}"


class CommissionCheck(TenantModel):
    """Whether a reviewer meets one point of competence for one review, and how that is known."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="checks")
    criterion = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=CheckAnswer)
    note = models.CharField(max_length=300)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("answer", CheckAnswer, name="commission_check_known"),
            models.UniqueConstraint(
                "partnership", "commission", "criterion", name="commission_check_once"
            ),
        ]

    def __str__(self) -> str:
        return f"commission check {self.pk}"


class ParallelProcess(TenantModel):
    """Proceedings beside a case or a review, which may hold publication and never hold learning.

    `reasons_sent_on` is when the Panel and the Secretary of State were told why it is delayed.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    kind = models.CharField(max_length=20, choices=ParallelKind)
    contact_post = models.CharField(max_length=160, blank=True)
    opened_on = models.DateField()
    expected_until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    holds_publication = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    reasons_sent_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", ParallelKind, name="parallel_kind_known"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="parallel_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="parallel_in_order",
                violation_error_message="Proceedings cannot end before they began.",
            ),
        ]

    def __str__(self) -> str:
        return f"parallel process {self.pk}"
