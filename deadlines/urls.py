"""Addresses of deadlines inside one partnership."""

from django.urls import path

from deadlines.views import deadlines, rules

app_name = "deadlines"
urlpatterns = [
    path("deadlines/", deadlines.index, name="list"),
    path("deadlines/calculator/", rules.calculator, name="calculator"),
    path("deadlines/rules/", rules.rules, name="rules"),
    path("deadlines/rules/<slug:key>/", rules.rule, name="rule"),
    path("deadlines/holidays/", rules.holidays, name="holidays"),
    path("deadlines/<uuid:deadline>/", deadlines.detail, name="deadline"),
    path("deadlines/<uuid:deadline>/trigger/", deadlines.correct_trigger, name="correct-trigger"),
    path("deadlines/<uuid:deadline>/late-reason/", deadlines.late_reason, name="late-reason"),
]
