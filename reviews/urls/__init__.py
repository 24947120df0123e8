"""Addresses of cases and of reviews, inside one partnership."""

from reviews.urls import cases, kit, outcome, recommendations, reviews

app_name = "reviews"
urlpatterns = [
    *cases.urlpatterns,
    *outcome.urlpatterns,
    *kit.urlpatterns,
    *reviews.urlpatterns,
    *recommendations.urlpatterns,
]
