"""Addresses of a case from its log to its rapid review, and of who may see it."""

from django.urls import path

from reviews.views import cases, people, sending, threshold

CASE = "clock/<uuid:case>"
urlpatterns = [
    path("clock/", cases.clock, name="clock"),
    path("clock/log/", cases.log, name="case-log"),
    path("clock/emergency/", people.emergency, name="emergency"),
    path("access/emergencies/", people.emergencies, name="emergencies"),
    path(f"{CASE}/", cases.detail, name="case"),
    path(f"{CASE}/views/<slug:partner>/", threshold.record_view, name="view-record"),
    path(f"{CASE}/decision/", threshold.decide, name="decision-record"),
    path(f"{CASE}/reconsider/", threshold.reconsider, name="decision-reconsider"),
    path(f"{CASE}/awareness/", threshold.correct_awareness, name="awareness-correct"),
    path(f"{CASE}/notification/", sending.notify, name="notification-record"),
    path(f"{CASE}/death-notice/<slug:kind>/", sending.tell_of_death, name="death-notice-record"),
    path(f"{CASE}/rapid-review/lead/", sending.name_lead, name="rapid-review-lead"),
    path(f"{CASE}/rapid-review/complete/", sending.complete, name="rapid-review-complete"),
    path(f"{CASE}/rapid-review/sent/", sending.record_sent, name="rapid-review-sent"),
    path(f"{CASE}/people/", people.people, name="people"),
    path(f"{CASE}/people/<uuid:person>/remove/", people.remove, name="person-remove"),
    path(f"{CASE}/restrict/", people.restrict, name="case-restrict"),
    path(f"{CASE}/restrict/lift/", people.lift, name="restriction-lift"),
]
