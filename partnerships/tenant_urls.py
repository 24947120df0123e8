"""Addresses inside one partnership, of this app."""

from django.urls import path

from partnerships.views import (
    access,
    agencies,
    audit,
    delegations,
    details,
    directory,
    home,
    interests,
    joint,
    people,
    responsibilities,
    rules,
    seats,
)

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
    path("appointments/<uuid:appointment>/edit/", seats.edit_appointment, name="appointment-edit"),
    path("appointments/<uuid:appointment>/end/", seats.end_appointment, name="appointment-end"),
    path("appointments/<uuid:appointment>/support/", people.support_detail, name="support"),
    path("appointments/<uuid:appointment>/support/edit/", people.edit_support, name="support-edit"),
    path("people/", people.person_list, name="persons"),
    path("people/<uuid:holder>/", people.person_detail, name="person-detail"),
    path("people/<uuid:holder>/edit/", people.edit_person, name="person-edit"),
    path("people/<uuid:holder>/account/", people.link_account, name="person-account"),
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
    # who leads on what, and who has an interest in what
    path("responsibilities/", responsibilities.responsibility_list, name="responsibilities"),
    path("responsibilities/add/", responsibilities.add_responsibility, name="responsibility-add"),
    path(
        "responsibilities/review/",
        responsibilities.review_responsibilities,
        name="responsibilities-review",
    ),
    path(
        "responsibilities/<uuid:responsibility>/edit/",
        responsibilities.edit_responsibility,
        name="responsibility-edit",
    ),
    path(
        "responsibilities/<uuid:responsibility>/end/",
        responsibilities.end_responsibility,
        name="responsibility-end",
    ),
    path(
        "responsibilities/<uuid:responsibility>/move/<slug:way>/",
        responsibilities.move_responsibility,
        name="responsibility-move",
    ),
    path("interests/", interests.interest_list, name="interests"),
    path("interests/declare/", interests.declare, name="interest-declare"),
    path("interests/record/", interests.record, name="interest-record"),
    path("interests/missing/", interests.missing, name="interests-missing"),
    path("interests/people/<uuid:person>/", interests.interests_of, name="interests-of"),
    path("interests/people/<uuid:person>/remind/", interests.remind, name="interest-remind"),
    path("interests/<uuid:declaration>/", interests.interest_detail, name="interest"),
    path("interests/<uuid:declaration>/decide/", interests.decide, name="interest-decide"),
    path("interests/<uuid:declaration>/renew/", interests.renew, name="interest-renew"),
    path("interests/<uuid:declaration>/end/", interests.end, name="interest-end"),
    # bodies that several partnerships share
    path("joint-bodies/", joint.shared, name="joint-bodies"),
    path("joint-bodies/participations/add/", joint.add, name="participation-add"),
    path(
        "joint-bodies/participations/<uuid:participation>/end/",
        joint.end,
        name="participation-end",
    ),
    # the partnership itself
    path("details/", details.overview, name="details"),
    path("details/edit/", details.edit, name="details-edit"),
    path("details/areas/add/", details.add_area, name="area-add"),
    path("details/areas/<uuid:area>/remove/", details.remove_area, name="area-remove"),
    path("details/chair-rules/add/", rules.add_chair_rule, name="chair-rule-add"),
    path("details/chair-rules/<uuid:rule>/", rules.chair_rule, name="chair-rule"),
    path("details/chair-rules/<uuid:rule>/edit/", rules.edit_chair_rule, name="chair-rule-edit"),
    path("details/chair-rules/<uuid:rule>/review/", rules.review_chair, name="chair-review-add"),
    # the rules it wrote for itself, and whether all are kept
    path("order/", rules.in_order, name="order"),
    path("local-rules/", rules.local_rules, name="local-rules"),
    path("local-rules/add/", rules.add_local_rule, name="local-rule-add"),
    path("local-rules/<uuid:local_rule>/edit/", rules.edit_local_rule, name="local-rule-edit"),
    path("local-rules/<uuid:local_rule>/end/", rules.end_local_rule, name="local-rule-end"),
]
