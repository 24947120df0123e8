"""Addresses of cases and of reviews, inside one partnership."""

from reviews.urls import (
    case_files,
    cases,
    chronology,
    glance,
    kit,
    media,
    outcome,
    outgoing,
    panel,
    practice,
    publication,
    recommendations,
    reports,
    reviews,
    sealed,
)

app_name = "reviews"
urlpatterns = [
    *cases.urlpatterns,
    *outcome.urlpatterns,
    *kit.urlpatterns,
    *chronology.urlpatterns,
    *panel.urlpatterns,
    *practice.urlpatterns,
    *reviews.urlpatterns,
    *recommendations.urlpatterns,
    *reports.urlpatterns,
    *sealed.urlpatterns,
    *glance.urlpatterns,
    *case_files.urlpatterns,
    *media.urlpatterns,
    *publication.urlpatterns,
    *outgoing.urlpatterns,
]
