"""Addresses of groups and rules."""

from django.urls import path

from governance.views import groups, rules

app_name = "governance"
urlpatterns = [
    path("governance/", groups.overview, name="overview"),
    path("governance/groups/add/", groups.add_group, name="group-add"),
    path("governance/groups/<uuid:group>/", groups.group, name="group"),
    path("governance/groups/<uuid:group>/edit/", groups.edit_group, name="group-edit"),
    path("governance/groups/<uuid:group>/quorum/", groups.edit_quorum, name="quorum-edit"),
    path("governance/groups/<uuid:group>/end/", groups.end_group, name="group-end"),
    path("governance/<slug:kind>/add/", rules.add, name="rule-add"),
    path("governance/<slug:kind>/<uuid:row>/edit/", rules.edit, name="rule-edit"),
    path("governance/<slug:kind>/<uuid:row>/end/", rules.end, name="rule-end"),
]
