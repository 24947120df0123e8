"""Addresses inside one partnership, of this app."""

from django.urls import path

from partnerships.views import access, agencies, audit, delegations, details, directory, home, seats

app_name = "partnership"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/read/", home.mark_notices_read, name="notices-read"),
    path("privacy/", details.privacy, name="privacy"),
    path("audit/", audit.events, name="audit"),
    # who may use the portal
    path("access/", access.people, name="people"),
    path("access/invite/", access.invite, name="invite"),
    path("access/invitations/<uuid:invitation>/resend/", access.resend, name="resend"),
    path("access/invitations/<uuid:invitation>/withdraw/", access.withdraw, name="withdraw"),
    path("access/people/<uuid:user>/", access.person, name="person"),
    path("access/people/<uuid:user>/give-role/", access.give_role, name="give-role"),
    path("access/roles/<uuid:assignment>/end/", access.end_role, name="end-role"),
    # who takes part
    path("seats/", seats.seat_list, name="seats"),
    path("seats/add/", seats.add_seat, name="seat-add"),
    path("seats/<uuid:seat>/", seats.seat_detail, name="seat"),
    path("seats/<uuid:seat>/edit/", seats.edit_seat, name="seat-edit"),
    path("seats/<uuid:seat>/close/", seats.close_seat, name="seat-close"),
    path("seats/<uuid:seat>/appoint/", seats.appoint, name="appoint"),
    path("appointments/<uuid:appointment>/end/", seats.end_appointment, name="appointment-end"),
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/add/", agencies.add_agency, name="agency-add"),
    path("agencies/<uuid:agency>/", agencies.agency_detail, name="agency"),
    path("agencies/<uuid:agency>/edit/", agencies.edit_agency, name="agency-edit"),
    path("coverage/", agencies.coverage, name="coverage"),
    # the shared directory
    path("organisations/", directory.organisation_list, name="organisations"),
    path("organisations/add/", directory.add_organisation, name="organisation-add"),
    path("organisations/<uuid:organisation>/", directory.organisation_detail, name="organisation"),
    path(
        "organisations/<uuid:organisation>/edit/",
        directory.edit_organisation,
        name="organisation-edit",
    ),
    path(
        "organisations/<uuid:organisation>/remove/",
        directory.remove_organisation,
        name="organisation-remove",
    ),
    path("organisations/<uuid:organisation>/names/add/", directory.add_alias, name="alias-add"),
    path("organisations/names/<uuid:alias>/remove/", directory.remove_alias, name="alias-remove"),
    path(
        "organisations/<uuid:organisation>/areas/add/",
        directory.add_footprint,
        name="footprint-add",
    ),
    path(
        "organisations/areas/<uuid:footprint>/remove/",
        directory.remove_footprint,
        name="footprint-remove",
    ),
    path("delegations/", delegations.delegation_list, name="delegations"),
    path("delegations/add/", delegations.add_delegation, name="delegation-add"),
    path("delegations/<uuid:delegation>/", delegations.delegation_detail, name="delegation"),
    path(
        "delegations/<uuid:delegation>/edit/", delegations.edit_delegation, name="delegation-edit"
    ),
    path("delegations/<uuid:delegation>/end/", delegations.end_delegation, name="delegation-end"),
    path(
        "delegations/<uuid:delegation>/replace/",
        delegations.replace_delegation,
        name="delegation-replace",
    ),
    path(
        "delegations/<uuid:delegation>/review/",
        delegations.review_delegation,
        name="delegation-review",
    ),
    path(
        "delegations/<uuid:delegation>/document/",
        delegations.delegation_document,
        name="delegation-document",
    ),
    path(
        "delegations/from/<uuid:seat>/", delegations.delegation_history, name="delegation-history"
    ),
    # the partnership itself
    path("details/", details.overview, name="details"),
    path("details/edit/", details.edit, name="details-edit"),
    path("details/areas/add/", details.add_area, name="area-add"),
    path("details/areas/<uuid:area>/remove/", details.remove_area, name="area-remove"),
    path("details/chair-rules/add/", details.add_chair_rule, name="chair-rule-add"),
    path("details/chair-rules/<uuid:rule>/edit/", details.edit_chair_rule, name="chair-rule-edit"),
]
