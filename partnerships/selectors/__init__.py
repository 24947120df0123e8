"""Reads that cross models or shape data for a page."""

from partnerships.selectors.access import has_account, invitation_of, invitations, member, members
from partnerships.selectors.agencies import agency_groups, delegations, delegations_to_review
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
    "AuditFilter",
    "agency_groups",
    "audit_page",
    "chain_links",
    "delegations",
    "delegations_to_review",
    "has_account",
    "holders",
    "invitation_of",
    "invitations",
    "kinds_of_object",
    "member",
    "members",
    "partnerships_of",
    "people_in_audit",
    "people_to_appoint",
    "roles_anywhere",
    "seat_groups",
    "seat_page",
    "show_facts_of",
    "system_user",
    "unread_notices",
    "vacant_seats",
]
