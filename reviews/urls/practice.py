"""Addresses of how a review is held: its terms, its reviewers, who took part, how it moves on."""

from django.urls import URLPattern, path

from reviews.views import terms

ONE = "reviews/<uuid:review>"
WAYS = "reviews/methodologies"
urlpatterns: list[URLPattern] = [
    path(f"{WAYS}/", terms.listed, name="methodologies"),
    path(f"{WAYS}/adopt/", terms.adopt, name="methodologies-adopt"),
    path(f"{WAYS}/add/", terms.add, name="methodology-add"),
    path(f"{WAYS}/<uuid:methodology>/end/", terms.end, name="methodology-end"),
    path(f"{ONE}/terms/", terms.terms, name="review-terms"),
    path(f"{ONE}/terms/write/", terms.write, name="review-terms-write"),
    path(f"{ONE}/terms/agree/", terms.agree, name="review-terms-agree"),
]
