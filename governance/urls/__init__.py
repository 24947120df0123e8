"""Addresses of groups and what they do, of linked boards and of rules."""

from django.urls import path

from governance.urls import (
    actions,
    agenda,
    attendance,
    decisions,
    feeds,
    meetings,
    minutes,
    recommendations,
    terms,
    workplans,
)
from governance.views import boards, grids, groups, membership, names, rules

app_name = "governance"
urlpatterns = [
    path("governance/", groups.overview, name="overview"),
    path("governance/groups/add/", groups.add_group, name="group-add"),
    path("governance/groups/<uuid:group>/", groups.group, name="group"),
    path("governance/groups/<uuid:group>/edit/", groups.edit_group, name="group-edit"),
    path("governance/groups/<uuid:group>/quorum/", groups.edit_quorum, name="quorum-edit"),
    path("governance/groups/<uuid:group>/end/", groups.end_group, name="group-end"),
    path("governance/groups/<uuid:group>/names/add/", names.add, name="alias-add"),
    path("governance/names/<uuid:former>/end/", names.end, name="alias-end"),
    # who sits where
    path("governance/membership/", grids.membership, name="membership"),
    path("governance/membership.csv", grids.download, {"ending": "csv"}, name="membership-csv"),
    path("governance/membership.xlsx", grids.download, {"ending": "xlsx"}, name="membership-xlsx"),
    path("governance/groups/<uuid:group>/seats/add/", membership.add_seat, name="place-add"),
    path("governance/places/<uuid:place>/edit/", membership.edit_seat, name="place-edit"),
    path("governance/places/<uuid:place>/end/", membership.end_seat, name="place-end"),
    path("governance/groups/<uuid:group>/agencies/add/", membership.add_agency, name="heard-add"),
    path("governance/agencies/<uuid:heard>/end/", membership.end_agency, name="heard-end"),
    # boards of others
    path("boards/", boards.board_map, name="boards"),
    path("boards/add/", boards.add, name="board-add"),
    path("boards/<uuid:board>/", boards.detail, name="board"),
    path("boards/<uuid:board>/edit/", boards.edit, name="board-edit"),
    path("boards/<uuid:board>/end/", boards.end, name="board-end"),
    path("boards/<uuid:board>/protocols/add/", boards.add_protocol, name="protocol-add"),
    path("boards/protocols/<uuid:protocol>/edit/", boards.edit_protocol, name="protocol-edit"),
    path("boards/protocols/<uuid:protocol>/end/", boards.end_protocol, name="protocol-end"),
    path("boards/protocols/<uuid:protocol>/document/", boards.document, name="protocol-document"),
    *terms.urlpatterns,
    *meetings.urlpatterns,
    *agenda.urlpatterns,
    *attendance.urlpatterns,
    *decisions.urlpatterns,
    *minutes.urlpatterns,
    *actions.urlpatterns,
    *recommendations.urlpatterns,
    *workplans.urlpatterns,
    *feeds.urlpatterns,
    # the partnership's own rules
    path("governance/<slug:kind>/add/", rules.add, name="rule-add"),
    path("governance/<slug:kind>/<uuid:row>/edit/", rules.edit, name="rule-edit"),
    path("governance/<slug:kind>/<uuid:row>/end/", rules.end, name="rule-end"),
]
