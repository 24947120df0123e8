"""Addresses of meetings, series and the days to keep clear."""

from django.urls import URLPattern, path

from governance.views import meeting_acts, meetings

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/add/", meeting_acts.add, name="meeting-add"),
    path("meetings/<uuid:meeting>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/edit/", meeting_acts.edit, name="meeting-edit"),
    path("meetings/<uuid:meeting>/send/", meeting_acts.send, name="meeting-send"),
    path("meetings/<uuid:meeting>/move/", meeting_acts.move, name="meeting-move"),
    path("meetings/<uuid:meeting>/cancel/", meeting_acts.cancel, name="meeting-cancel"),
    path("meetings/<uuid:meeting>/open/", meeting_acts.begin, name="meeting-open"),
    path("meetings/<uuid:meeting>/close/", meeting_acts.finish, name="meeting-close"),
]
