"""Reads that cross models or shape data for a page."""

from partnerships.selectors.access import (
    agencies_to_narrow_to,
    has_account,
    invitation_of,
    invitations,
    member,
    members,
    offers_elsewhere,
    scope_in_words,
    scope_of,
    seats_to_offer,
)
from partnerships.selectors.agencies import (
    AgencyFilter,
    agency_gaps,
    agency_groups,
    agency_page,
)
from partnerships.selectors.coverage import coverage_matrix
from partnerships.selectors.directory import (
    DirectoryFilter,
    directory_page,
    organisation_page,
)
from partnerships.selectors.handovers import (
    handovers,
    items_of,
    may_read_note,
    open_handover,
)
from partnerships.selectors.notices import unread_notices
from partnerships.selectors.people import (
    holders,
    partnerships_of,
    roles_anywhere,
    system_user,
)
from partnerships.selectors.record import (
    AuditFilter,
    audit_page,
    chain_links,
    kinds_of_object,
    people_in_audit,
    show_facts_of,
)
from partnerships.selectors.seats import people_to_appoint, seat_groups, seat_page, vacant_seats

__all__ = [
    "AgencyFilter",
    "AuditFilter",
    "DirectoryFilter",
    "agencies_to_narrow_to",
    "agency_gaps",
    "agency_groups",
    "agency_page",
    "audit_page",
    "chain_links",
    "coverage_matrix",
    "directory_page",
    "handovers",
    "has_account",
    "holders",
    "invitation_of",
    "invitations",
    "items_of",
    "kinds_of_object",
    "may_read_note",
    "member",
    "members",
    "offers_elsewhere",
    "open_handover",
    "organisation_page",
    "partnerships_of",
    "people_in_audit",
    "people_to_appoint",
    "roles_anywhere",
    "scope_in_words",
    "scope_of",
    "seat_groups",
    "seat_page",
    "seats_to_offer",
    "show_facts_of",
    "system_user",
    "unread_notices",
    "vacant_seats",
]
