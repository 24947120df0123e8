"""Addresses of agendas, papers and packs."""

from django.urls import URLPattern, path

from governance.views import agenda, backlog, meeting_papers

GROUP = "governance/groups/<uuid:group>"
MEETING = "meetings/<uuid:meeting>"
ITEM = "agenda/items/<uuid:item>"

urlpatterns: list[URLPattern] = [
    path(f"{MEETING}/agenda/", agenda.agenda, name="agenda"),
    path(f"{MEETING}/agenda/arrange/", agenda.arrange, name="agenda-arrange"),
    path(f"{MEETING}/agenda/add/", agenda.add, name="item-add"),
    path(f"{MEETING}/agenda/begin/", agenda.begin, name="agenda-begin"),
    path(f"{MEETING}/agenda/send/", agenda.send, name="agenda-send"),
    path(f"{ITEM}/move/", agenda.move, name="item-move"),
    path(f"{ITEM}/edit/", agenda.edit, name="item-edit"),
    path(f"{ITEM}/withdraw/", agenda.withdraw, name="item-withdraw"),
    path(f"{ITEM}/defer/", agenda.defer, name="item-defer"),
    path(f"{ITEM}/take/", backlog.take, name="item-take"),
    # papers and packs
    path(f"{ITEM}/papers/add/", meeting_papers.add, name="paper-add"),
    path("agenda/papers/<uuid:paper>/", meeting_papers.paper, name="paper"),
    path("agenda/papers/<uuid:paper>/withdraw/", meeting_papers.withdraw, name="paper-withdraw"),
    path(f"{MEETING}/packs/", meeting_papers.packs, name="packs"),
    path(f"{MEETING}/packs/a/", meeting_papers.ask_for_pack, {"part": "a"}, name="pack-ask-a"),
    path(f"{MEETING}/packs/b/", meeting_papers.ask_for_pack, {"part": "b"}, name="pack-ask-b"),
    path("agenda/packs/<uuid:pack>/", meeting_papers.pack, name="pack"),
    # what stands on every agenda, and what waits for one
    path(f"{GROUP}/agenda/", backlog.group_agenda, name="group-agenda"),
    path(f"{GROUP}/agenda/add/", backlog.add, name="backlog-add"),
    path(f"{GROUP}/agenda/standing/add/", backlog.add_standing, name="standing-add"),
    path("agenda/standing/<uuid:standing_item>/edit/", backlog.edit_standing, name="standing-edit"),
    path("agenda/standing/<uuid:standing_item>/end/", backlog.end_standing, name="standing-end"),
]
