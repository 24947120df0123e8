"""Addresses of what a case or a review recommends, and of what a review costs."""

from django.urls import path

from reviews.views import costs, recommendations

REVIEW = "reviews/<uuid:review>"

urlpatterns = [
    path(
        "clock/<uuid:case>/recommendations/", recommendations.of_case, name="case-recommendations"
    ),
    path(f"{REVIEW}/recommendations/", recommendations.of_review, name="review-recommendations"),
    path(f"{REVIEW}/costs/", costs.of_review, name="review-costs"),
    path(f"{REVIEW}/costs/add/", costs.add, name="cost-add"),
    path(f"{REVIEW}/costs.xlsx", costs.download, name="review-costs-xlsx"),
    path("reviews/costs/shares/", costs.shares, name="cost-shares"),
    path("reviews/costs/shares/add/", costs.add_share, name="cost-share-add"),
    path("reviews/costs/shares/<uuid:share>/end/", costs.end_share, name="cost-share-end"),
]
