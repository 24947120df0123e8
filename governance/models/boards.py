"""Boards of others with which the partnership works, and what has been agreed with them."""

from django.db import models
from django.db.models import F, Q

from governance.enums import BoardKind
from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Area, StoredFile


class LinkedBoard(RuleRow):
    """A board of somebody else's with which the partnership works: health and wellbeing, adults.

    `plural` says that the document names them as several without saying which: "community safety
    partnerships" of a county.
    """

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=BoardKind, default=BoardKind.OTHER)
    plural = models.BooleanField(default=False)
    shared_with = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=160, blank=True)  # a post, never a person

    class Meta:
        constraints = [
            one_of("kind", BoardKind, name="linked_board_kind_known"),
            models.UniqueConstraint(
                "partnership",
                "key",
                name="linked_board_key_once",
                violation_error_message="Another board already has this key.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LinkedBoardArea(TenantModel):
    """One area that a linked board works in; a board without any works in all."""

    board = models.ForeignKey(LinkedBoard, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "board", "area", name="board_area_once"),
        ]

    def __str__(self) -> str:
        return f"area {self.area_id} of board {self.board_id}"


class BoardProtocol(RuleRow):
    """What has been agreed with a linked board: where it stands and when it is looked at again."""

    board = models.ForeignKey(LinkedBoard, on_delete=models.PROTECT, related_name="protocols")
    title = models.CharField(max_length=200)
    agreed_on = models.DateField(null=True, blank=True)
    day_unknown = models.BooleanField(default=False)  # agreed, and nothing says on which day
    review_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=400, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day_unknown=False) | Q(agreed_on__isnull=True),
                name="protocol_day_known_or_not",
                violation_error_message="Give the day, or say that it is not known, not both.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(review_on__gt=F("agreed_on")),
                name="protocol_review_after_agreement",
                violation_error_message="The review must come after the day it was agreed.",
            ),
        ]

    def __str__(self) -> str:
        return f"protocol {self.pk}"

    @property
    def is_agreed(self) -> bool:
        return self.day_unknown or self.agreed_on is not None
