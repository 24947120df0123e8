"""Addresses of registers, of attendance over many meetings, and of reviews of absences."""

from django.urls import URLPattern, path

from governance.views import absences, attendance, attendance_over_time

urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting>/attendance/", attendance.register, name="attendance"),
    path("meetings/<uuid:meeting>/attendance/keep/", attendance.keep, name="attendance-keep"),
    path("meetings/<uuid:meeting>/attendance/quorum/", attendance.quorum, name="attendance-quorum"),
    path(
        "meetings/<uuid:meeting>/attendance/<uuid:seat>/", attendance.mark, name="attendance-mark"
    ),
    path(
        "attendance/guests/<uuid:mark>/remove/",
        attendance.remove_guest,
        name="attendance-guest-remove",
    ),
    path(
        "governance/groups/<uuid:group>/attendance/",
        attendance_over_time.group,
        name="group-attendance",
    ),
    path(
        "governance/groups/<uuid:group>/attendance.xlsx",
        attendance_over_time.download,
        name="group-attendance-xlsx",
    ),
    path(
        "governance/groups/<uuid:group>/attendance/raise/",
        attendance_over_time.raise_gap,
        name="attendance-gap-raise",
    ),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:absence>/", absences.absence, name="absence"),
    path("absences/<uuid:absence>/letter/", absences.letter, name="absence-letter"),
]
