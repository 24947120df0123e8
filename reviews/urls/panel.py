"""Addresses of the panel's meetings on a case and on a review."""

from django.urls import URLPattern

from reviews.urls.chronology import of_both
from reviews.views import panel, panel_invitations, panel_minutes
from reviews.views.desks import Pair

ONE = "panel/<uuid:panel_meeting>/"
ITEM = f"{ONE}items/<uuid:panel_item>/"
ASKED = f"{ONE}invitations/<uuid:panel_invitation>/"
PAGES: dict[str, tuple[str, Pair]] = {
    "panel": ("panel/", panel.listed),
    "panel-add": ("panel/add/", panel.plan),
    "panel-meeting": (ONE, panel.detail),
    "panel-change": (f"{ONE}change/", panel.change),
    "panel-cancel": (f"{ONE}cancel/", panel.cancel),
    "panel-register": (f"{ONE}register/", panel.register),
    "panel-reopen": (f"{ONE}register/again/", panel.reopen),
    "panel-invite": (f"{ONE}invite/", panel_invitations.invite),
    "panel-invite-guest": (f"{ONE}invite/another/", panel_invitations.invite_guest),
    "panel-answer": (f"{ASKED}answer/", panel_invitations.answer),
    "panel-invite-again": (f"{ASKED}again/", panel_invitations.send_again),
    "panel-calendar": (f"{ONE}meeting.ics", panel_invitations.calendar),
    "panel-guest": (f"{ONE}guests/add/", panel.add_guest),
    "panel-item-add": (f"{ONE}items/add/", panel.add_item),
    "panel-item-remove": (f"{ITEM}remove/", panel.remove_item),
    "panel-item": (ITEM, panel_minutes.write),
    "panel-agree": (f"{ONE}agree/", panel_minutes.agree),
    "panel-action": (f"{ONE}action/", panel_minutes.act),
    "panel-minutes": (f"{ONE}minutes.pdf", panel.download),
}
urlpatterns: list[URLPattern] = of_both(PAGES)
