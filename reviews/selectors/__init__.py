"""What is read of cases: the list, one case's page, its timeline, its people, what needs whom."""

from reviews.selectors.cases import WHICH, CaseList, CaseRow, case_list
from reviews.selectors.detail import CasePage, case_page, emergency_words
from reviews.selectors.emergencies import emergencies
from reviews.selectors.needs import needs_on_cases
from reviews.selectors.outcome import OutcomePage, outcome_page, response_in_words
from reviews.selectors.people import PeoplePage, nameable_people, people_page
from reviews.selectors.records import with_records
from reviews.selectors.still_open import still_open
from reviews.selectors.tabs import TABS, tabs_for
from reviews.selectors.wording import dates_of, views_so_far

__all__ = [
    "TABS",
    "WHICH",
    "CaseList",
    "CasePage",
    "CaseRow",
    "OutcomePage",
    "PeoplePage",
    "case_list",
    "case_page",
    "dates_of",
    "emergencies",
    "emergency_words",
    "nameable_people",
    "needs_on_cases",
    "outcome_page",
    "people_page",
    "response_in_words",
    "still_open",
    "tabs_for",
    "views_so_far",
    "with_records",
]
