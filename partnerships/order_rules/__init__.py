"""The rules of order of people, seats and authority: pure functions, each with its source."""

from typing import Final

from partnerships.order_rules import agencies, chair, partners, posts, scrutiny
from partnerships.order_rules.terms import Check

CHECKS: Final[tuple[Check, ...]] = (
    *partners.CHECKS,
    *chair.CHECKS,
    *scrutiny.CHECKS,
    *posts.CHECKS,
    *agencies.CHECKS,
)
