"""The sub-navigation of a review beside the rapid one."""

from typing import Final

from partnerships.access import Standing
from partnerships.roles import Permission
from reviews.selectors.tabs import Tab, TabLink

REVIEW_TABS: Final = (
    Tab("review", "Review"),
    Tab("review-recommendations", "Recommendations", Permission.GOVERNANCE_VIEW),
    Tab("review-costs", "Costs", Permission.GOVERNANCE_VIEW, pages=frozenset({"cost-add"})),
)


def review_tabs(standing: Standing, *, here: str) -> list[TabLink]:
    """Return the tabs of a review that the person may open; `here` is the address shown."""
    return [
        TabLink(f"reviews:{tab.name}", tab.label, here == tab.name or here in tab.pages)
        for tab in REVIEW_TABS
        if tab.permission is None or standing.can(tab.permission)
    ]
