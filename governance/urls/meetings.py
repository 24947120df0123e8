"""Addresses of meetings, series and the days to keep clear."""

from django.urls import URLPattern, path

from governance.views import answering, keep_clear, meeting_acts, meetings, planning, series

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/add/", meeting_acts.add, name="meeting-add"),
    path("meetings/year/", planning.planner, name="planner"),
    path("meetings/how-often/", planning.how_often, name="how-often"),
    path("meetings/how-often/add/", planning.add_rule, name="meeting-rule-add"),
    path(
        "meetings/how-often/<uuid:meeting_rule>/edit/", planning.edit_rule, name="meeting-rule-edit"
    ),
    path("meetings/how-often/<uuid:meeting_rule>/end/", planning.end_rule, name="meeting-rule-end"),
    path("meetings/keep-clear/", keep_clear.overview, name="keep-clear"),
    path("meetings/keep-clear/import/", keep_clear.import_days, name="keep-clear-import"),
    path("meetings/keep-clear/holidays/add/", keep_clear.add_holiday, name="holiday-add"),
    path(
        "meetings/keep-clear/holidays/<uuid:holiday>/end/",
        keep_clear.end_holiday,
        name="holiday-end",
    ),
    path("meetings/keep-clear/boards/add/", keep_clear.add_board_date, name="board-date-add"),
    path(
        "meetings/keep-clear/boards/<uuid:board_date>/end/",
        keep_clear.end_board_date,
        name="board-date-end",
    ),
    path("meetings/series/", series.series_list, name="series-all"),
    path("meetings/series/add/", series.add, name="series-add"),
    path("meetings/series/<uuid:series>/", series.detail, name="series"),
    path("meetings/series/<uuid:series>/edit/", series.edit, name="series-edit"),
    path("meetings/series/<uuid:series>/end/", series.end, name="series-end"),
    path("meetings/answers/<str:token>/", answering.by_link, name="answer-by-link"),
    path(
        "meetings/<uuid:meeting>/answers/<uuid:invitee>/", answering.answer, name="meeting-answer"
    ),
    path("meetings/<uuid:meeting>/guests/add/", answering.add_guest, name="guest-add"),
    path(
        "meetings/<uuid:meeting>/guests/<uuid:invitee>/remove/",
        answering.remove_guest,
        name="guest-remove",
    ),
    path("meetings/<uuid:meeting>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/edit/", meeting_acts.edit, name="meeting-edit"),
    path("meetings/<uuid:meeting>/send/", meeting_acts.send, name="meeting-send"),
    path("meetings/<uuid:meeting>/move/", meeting_acts.move, name="meeting-move"),
    path("meetings/<uuid:meeting>/cancel/", meeting_acts.cancel, name="meeting-cancel"),
    path("meetings/<uuid:meeting>/open/", meeting_acts.begin, name="meeting-open"),
    path("meetings/<uuid:meeting>/close/", meeting_acts.finish, name="meeting-close"),
]
