"""Addresses of cases and of reviews, inside one partnership."""

from reviews.urls import (
    cases,
    chronology,
    glance,
    kit,
    outcome,
    practice,
    recommendations,
    reviews,
    sealed,
)

app_name = "reviews"
urlpatterns = [
    *cases.urlpatterns,
    *outcome.urlpatterns,
    *kit.urlpatterns,
    *chronology.urlpatterns,
    *practice.urlpatterns,
    *reviews.urlpatterns,
    *recommendations.urlpatterns,
    *sealed.urlpatterns,
    *glance.urlpatterns,
]
