"""Addresses of cases and of reviews, inside one partnership."""

from reviews.urls import (
    cases,
    chronology,
    kit,
    outcome,
    panel,
    practice,
    recommendations,
    report,
)

app_name = "reviews"
urlpatterns = [
    *cases.urlpatterns,
    *outcome.urlpatterns,
    *kit.urlpatterns,
    *chronology.urlpatterns,
    *panel.urlpatterns,
    *report.urlpatterns,
    *practice.urlpatterns,
    *recommendations.urlpatterns,
]
