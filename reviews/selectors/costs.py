"""What a review cost, and which agency carries how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from reviews.apportioning import RULE, apportion, in_pounds, in_words, percent
from reviews.models import CostLine, CostShare, Review


@dataclass(frozen=True)
class CarriedPart:
    """What one agency carries of a total: its share in words and its pence."""

    name: str
    share: str
    pence: int

    @property
    def amount(self) -> str:
        """Return the pence as pounds."""
        return in_pounds(self.pence)


@dataclass(frozen=True)
class LineWords:
    """One line of cost, with its amount in pounds."""

    line: CostLine
    amount: str


@dataclass(frozen=True)
class ShareWords:
    """One agreed share, with its part as a percentage."""

    row: CostShare
    part: str


@dataclass(frozen=True)
class CostPage:
    """The costs of one review and their parts; `rest` is what nobody has agreed to carry."""

    lines: tuple[LineWords, ...]
    total: int
    parts: tuple[CarriedPart, ...]
    rest: int
    standing: str
    rule: str = RULE

    @property
    def total_amount(self) -> str:
        """Return the total as pounds."""
        return in_pounds(self.total)

    @property
    def rest_amount(self) -> str:
        """Return what nobody carries as pounds; nothing where all is carried."""
        return in_pounds(self.rest) if self.rest else ""


def current_shares() -> list[CostShare]:
    """Return the agreed shares, the largest first; one query."""
    rows = CostShare.objects.current().select_related("organisation")
    return list(rows.order_by("-thousandths", "organisation__name", "pk"))


def share_rows(shares: Sequence[CostShare]) -> list[ShareWords]:
    """Return the agreed shares as a list shows them."""
    return [ShareWords(each, percent(each.thousandths)) for each in shares]


def shares_in_words(shares: Sequence[CostShare]) -> str:
    """Say whether the agreed shares cover the whole cost."""
    return in_words([each.thousandths for each in shares])


def cost_page(review: Review) -> CostPage:
    """Return the costs of a review that the person may see; two queries."""
    rows = CostLine.objects.filter(review=review).order_by("on", "pk")
    lines = tuple(LineWords(each, in_pounds(each.pence)) for each in rows)
    total = sum(each.line.pence for each in lines)
    shares = current_shares()
    parts = apportion(total, [each.thousandths for each in shares])
    carried = tuple(
        CarriedPart(share.organisation.name, percent(part.thousandths), part.pence)
        for share, part in zip(shares, parts, strict=True)
    )
    rest = total - sum(part.pence for part in parts)
    return CostPage(lines, total, carried, rest, shares_in_words(shares))


def agreed_by_others(share: CostShare | None = None) -> int:
    """Return the thousandths that the other agencies have agreed to; one query."""
    rows = CostShare.objects.current()
    if share is not None and share.pk:
        rows = rows.exclude(pk=share.pk)
    return int(rows.aggregate(total=Sum("thousandths"))["total"] or 0)
