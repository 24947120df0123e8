"""Addresses of the register of decisions."""

from django.urls import URLPattern, path

from governance.views import decision_acts, decisions

urlpatterns: list[URLPattern] = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.download, {"ending": "csv"}, name="decisions-csv"),
    path("decisions.xlsx", decisions.download, {"ending": "xlsx"}, name="decisions-xlsx"),
    path("decisions/add/", decision_acts.choose_group, name="decision-add"),
    path("decisions/<uuid:decision>/", decisions.decision, name="decision"),
    path("decisions/<uuid:decision>/minute/", decision_acts.minute, name="decision-minute"),
    path(
        "decisions/<uuid:decision>/papers/<uuid:position>/",
        decisions.confirmation,
        name="decision-paper",
    ),
    path(
        "governance/groups/<uuid:group>/decisions/add/",
        decision_acts.add_between,
        name="decision-between",
    ),
    path("meetings/<uuid:meeting>/decisions/", decisions.of_meeting, name="meeting-decisions"),
    path(
        "meetings/<uuid:meeting>/decisions/add/",
        decision_acts.add_at_meeting,
        name="meeting-decision-add",
    ),
    path(
        "meetings/<uuid:meeting>/items/<uuid:item>/interest/",
        decision_acts.add_interest,
        name="interest-add",
    ),
    path(
        "meetings/<uuid:meeting>/items/<uuid:item>/action/",
        decision_acts.add_action,
        name="item-action-add",
    ),
]
