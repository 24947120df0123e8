"""Addresses of what somebody has to do, of letters, and of what may go wrong."""

from django.urls import path

from governance.views import action_acts, actions, chasing, letters, risks

urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions.csv", actions.download, {"ending": "csv"}, name="actions-csv"),
    path("actions.xlsx", actions.download, {"ending": "xlsx"}, name="actions-xlsx"),
    path("actions/add/", actions.add, name="action-add"),
    path("actions/late/", chasing.choose, name="chase"),
    path("actions/late/letters/", chasing.look_over, name="chase-letters"),
    path("actions/<uuid:action>/", actions.action, name="action"),
    path("actions/<uuid:action>/progress/", action_acts.progress, name="action-progress"),
    path("actions/<uuid:action>/done/", action_acts.done, name="action-done"),
    path("actions/<uuid:action>/edit/", action_acts.edit, name="action-edit"),
    path("actions/<uuid:action>/move/", action_acts.move, name="action-move"),
    path("actions/<uuid:action>/pass/", action_acts.pass_on, name="action-pass"),
    path("actions/<uuid:action>/accept/", action_acts.close, name="action-close"),
    path("actions/<uuid:action>/return/", action_acts.send_back, name="action-return"),
    path("actions/<uuid:action>/cancel/", action_acts.cancel, name="action-cancel"),
    path("actions/<uuid:action>/impact/", action_acts.impact, name="action-impact"),
    path("actions/<uuid:action>/papers/<uuid:evidence>/", actions.file, name="action-file"),
    path("letters/", letters.letters, name="letters"),
    path("letters/add/", letters.add, name="letter-add"),
    path("letters/<uuid:letter>/", letters.letter, name="letter"),
    path("letters/<uuid:letter>/edit/", letters.edit, name="letter-edit"),
    path("letters/<uuid:letter>/send/", letters.send, name="letter-send"),
    path("letters/<uuid:letter>/discard/", letters.discard, name="letter-discard"),
    path("letters/<uuid:letter>/reply/", letters.reply, name="letter-reply"),
    path("risks/", risks.risks, name="risks"),
    path("risks.csv", risks.download, {"ending": "csv"}, name="risks-csv"),
    path("risks.xlsx", risks.download, {"ending": "xlsx"}, name="risks-xlsx"),
    path("risks/add/", risks.add, name="risk-add"),
    path("risks/<uuid:risk>/", risks.risk, name="risk"),
    path("risks/<uuid:risk>/edit/", risks.edit, name="risk-edit"),
    path("risks/<uuid:risk>/close/", risks.close, name="risk-close"),
]
