"""The sub-navigation of a case: every page of a case stands under one of these.

A page shows it with `{% include "reviews/case/_tabs.html" %}`; `views.pages.show` brings what it needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partnerships.access import Standing
from partnerships.roles import Permission


@dataclass(frozen=True)
class Tab:
    """One page of a case: the name of its address, its label, who it is for.

    Without a permission it is for everybody who sees the case. `pages` are the names of the other
    addresses that stand under it.
    """

    name: str
    label: str
    permission: Permission | None = None
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TabLink:
    """One tab as a link, and whether the page shown stands under it."""

    url: str
    label: str
    is_here: bool


CHRONOLOGY: Final = (
    "chronology-add",
    "chronology-upload",
    "chronology-change",
    "chronology-remove",
    "chronology-files",
)


PANEL: Final = (
    *("panel-add", "panel-meeting", "panel-change", "panel-cancel", "panel-register"),
    *("panel-guest", "panel-item-add", "panel-item-remove", "panel-item", "panel-agree"),
    "panel-action",
)


def pages_of(kind: str, names: Sequence[str]) -> frozenset[str]:
    """Return the names of addresses that case and review share, as one of them has them."""
    return frozenset(f"{kind}-{name}" for name in names)


REQUESTS: Final = ("requests-write", "requests-send", "request", "request-act")

MEDIA: Final = ("media-write", "media-approve")
LETTERS: Final = ("letters", "letter-add", "letter-act")

PUBLICATION: Final = frozenset(
    {
        *("publication-decide", "publication-day", "publication-preview", "publication-cut"),
        *("publication-version", "publication-set-aside", "publication-keep"),
        *("publication-copy-add", "publication-copy-sent", "publication-copy-cancel"),
        *("publication-publish", "publication-correct", "publication-archive"),
        "publication-not-told",
    }
)
"""The pages of the publication of a review."""

REPORT: Final = frozenset(
    {
        *("report-section", "report-comment", "report-answer", "report-outcome", "report-ask"),
        *("report-take-back", "report-version", "report-sign", "report-signature-add"),
        *("dispatch-add", "dispatch-sent", "dispatch-cancel"),
    }
)
"""The pages of a report, of a case and of a review alike."""

TABS: Final = (
    Tab("case", "Case"),
    Tab(
        "plan",
        "Plan of days",
        pages=frozenset({"plan-step-add", "plan-step-done", "plan-step-leave-out"}),
    ),
    Tab("case-requests", "Agencies", pages=pages_of("case", REQUESTS)),
    Tab("case-chronology", "Chronology", pages=pages_of("case", CHRONOLOGY)),
    Tab("case-panel", "Panel", pages=pages_of("case", PANEL)),
    Tab("case-report", "Report", pages=REPORT),
    Tab(
        "case-outcome",
        "Outcome",
        pages=frozenset(
            {"panel-answer-add", "panel-answer-reply", "national-review", "case-close"}
        ),
    ),
    Tab(
        "case-proceedings",
        "Other proceedings",
        pages=frozenset({"case-proceedings-add", "case-proceedings-act"})
        | pages_of("case", LETTERS),
    ),
    Tab("case-reviews", "Reviews", pages=frozenset({"case-review-add"})),
    Tab("case-media", "Media", pages=pages_of("case", MEDIA)),
    Tab("case-recommendations", "Recommendations", Permission.GOVERNANCE_VIEW),
)
"""In the order in which they are shown."""


REVIEW_TABS: Final = (
    Tab("review", "Review"),
    Tab("review-requests", "Agencies", pages=pages_of("review", REQUESTS)),
    Tab("review-chronology", "Chronology", pages=pages_of("review", CHRONOLOGY)),
    Tab("review-panel", "Panel", pages=pages_of("review", PANEL)),
    Tab("review-terms", "Terms", pages=frozenset({"review-terms-write", "review-terms-agree"})),
    Tab(
        "review-reviewers",
        "Reviewers",
        pages=frozenset({"commission-add", "commission-act"}),
    ),
    Tab(
        "review-proceedings",
        "Other proceedings",
        pages=frozenset({"review-proceedings-add", "review-proceedings-act"})
        | pages_of("review", LETTERS),
    ),
    Tab(
        "review-engagement",
        "Engagement",
        pages=frozenset({"family-add", "family-act", "practitioner-event-add"}),
    ),
    Tab(
        "review-progress",
        "Progress",
        pages=frozenset({"progress-add", "new-information-add", "query-add", "query-answer"}),
    ),
    Tab("review-report", "Report", pages=REPORT),
    Tab("review-publication", "Publication", pages=PUBLICATION),
    Tab("review-media", "Media", pages=pages_of("review", MEDIA)),
    Tab("review-recommendations", "Recommendations", Permission.GOVERNANCE_VIEW),
    Tab("review-costs", "Costs", Permission.GOVERNANCE_VIEW, pages=frozenset({"cost-add"})),
)
"""The same of a review beside the rapid one."""


def tabs_for(standing: Standing, *, here: str, of: Sequence[Tab] = TABS) -> list[TabLink]:
    """Return the tabs that the person may open; `here` is the name of the address shown."""
    return [
        TabLink(f"reviews:{tab.name}", tab.label, here == tab.name or here in tab.pages)
        for tab in of
        if tab.permission is None or standing.can(tab.permission)
    ]
