"""Addresses of reviews beside the rapid one."""

from django.urls import URLPattern, path

from reviews.views import reviews

ONE = "reviews/<uuid:review>"
urlpatterns: list[URLPattern] = [
    path("reviews/", reviews.listed, name="reviews"),
    path("reviews/add/", reviews.add, name="review-add"),
    path(f"{ONE}/", reviews.detail, name="review"),
    path(f"{ONE}/told/", reviews.tell, name="review-tell"),
    path(f"{ONE}/moves/<slug:move>/", reviews.act, name="review-move"),
    path("clock/<uuid:case>/reviews/", reviews.of_case, name="case-reviews"),
    path("clock/<uuid:case>/reviews/add/", reviews.open_for_case, name="case-review-add"),
]
